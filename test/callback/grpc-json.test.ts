/** JSON and messages, held to another implementation of the mapping, by a description that a compiler wrote. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filesOfSet, rootOf } from '../../node/src/callback/grpc/descriptor-root.js';
import { messageFromJson, messageToJson } from '../../node/src/callback/grpc/json-message.js';

interface Cases {
  descriptorSet: string;
  cases: { json: unknown; wire: string }[];
}
const { descriptorSet, cases } = JSON.parse(
  readFileSync(new URL('grpc-json-cases.json', import.meta.url), 'utf8'),
) as Cases;
const probe = rootOf(filesOfSet(Buffer.from(descriptorSet, 'base64'))).lookupType('probe.v1.Probe');
const through = (json: unknown): unknown => messageToJson(probe, messageFromJson(probe, json));

describe('messages that another implementation made', () => {
  it.each(cases)('$json', ({ json, wire }) => {
    expect(messageToJson(probe, Buffer.from(wire, 'hex'))).toEqual(json);
    expect(through(json)).toEqual(json);
  });
});

describe('what is taken besides', () => {
  it.each([
    [
      { dry_run: true, renamed_field: 'x' },
      { dryRun: true, otherName: 'x' },
    ],
    [
      { small: '7', fixed: 7, mode: 1, ratio: '0.5' },
      { small: 7, fixed: '7', mode: 'MODE_FULL', ratio: 0.5 },
    ],
    [{ dryRun: null, orderLines: null }, {}],
    [{ since: '2026-01-31T10:00:00.5+01:00' }, { since: '2026-01-31T09:00:00.500Z' }],
    [{ rawBytes: '_-8' }, { rawBytes: '/+8=' }],
  ])('%j', (json, back) => {
    expect(through(json)).toEqual(back);
  });

  it('a type that the description does not hold stays as it is', () => {
    const url = 'type.googleapis.com/other.Message';
    const any = probe.root.lookupType('google.protobuf.Any');
    const bytes = any.encode({ typeUrl: url, value: Buffer.from('hi') }).finish();
    expect(messageToJson(any, bytes)).toEqual({ '@type': url, value: 'aGk=' });
  });
});

const deep = (depth: number): unknown => (depth === 0 ? 1 : [deep(depth - 1)]);

describe('what is refused', () => {
  it.each([
    [{ dryRan: true }, 'callback.payload.dryRan is no field of probe.v1.Probe'],
    [{ orderLines: [{}, { itemSuk: 'x' }] }, 'callback.payload.orderLines.1.itemSuk is no field'],
    [JSON.parse('{"__proto__":{"x":1}}'), 'callback.payload.__proto__ is no field'],
    [{ constructor: 1 }, 'callback.payload.constructor is no field'],
    [{ mode: 'constructor' }, 'callback.payload.mode must be one of MODE_UNSET, MODE_FULL'],
    [{ dryRun: true, dry_run: false }, 'is given twice'],
    [{ byText: 'a', byLine: {} }, 'callback.payload.byLine must not be given beside byText'],
    [{ small: 2 ** 32 }, 'callback.payload.small must fit into 32 bits'],
    [{ small: -1 }, 'not be negative'],
    [{ small: 0.5 }, 'must be a whole number'],
    [{ fixed: 2 ** 53 }, 'must be written as text'],
    [{ fixed: '18446744073709551616' }, 'must fit into 64 bits'],
    [{ f: 1e39 }, 'must fit into 32 bits'],
    [{ ratio: 'much' }, 'must be a number'],
    [{ ratio: '' }, 'must be a number'],
    [{ dryRun: 'true' }, 'must be true or false'],
    [{ otherName: 5 }, 'must be text'],
    [{ rawBytes: '!' }, 'must be base64'],
    [{ byNumber: { x: 'y' } }, 'callback.payload.byNumber.x must be a whole number'],
    [{ byBool: { maybe: 'MODE_FULL' } }, 'callback.payload.byBool.maybe must be true or false'],
    [{ byName: [] }, 'must be an object'],
    [{ orderLines: {} }, 'must be a list'],
    [{ nested: 1 }, 'must be an object'],
    [{ big: 'many' }, 'callback.payload.big must be a whole number'],
    [{ since: '2026-01-31' }, 'must be an instant'],
    [{ since: '2026-13-31T00:00:00Z' }, 'must be an instant'],
    [{ within: '1h' }, 'must be seconds'],
    [{ mask: 'display_name' }, 'must be paths'],
    [{ extra: [] }, 'must be an object'],
    [{ listed: {} }, 'must be a list'],
    [{ anything: deep(100) }, 'is nested deeper than 64'],
    [{ anyMessage: {} }, 'must be an object with "@type"'],
    [{ anyMessage: { '@type': 'x/other.Message' } }, 'callback.payload.anyMessage.@type is no type'],
    [{ anyMessage: { '@type': 'x/probe.v1.Line', sku: 1 } }, 'callback.payload.anyMessage.sku is no field'],
    [[], 'callback.payload must be an object'],
  ])('%j', (json: unknown, words) => {
    expect(() => messageFromJson(probe, json)).toThrow(words);
  });
});
