import { describe, expect, it } from 'vitest';
import { childTraceparent, newTraceparent, parseTraceparent } from './traceparent.js';

/** From the W3C recommendation. */
const example = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('traceparent', () => {
  it('reads the example of the recommendation', () => {
    expect(parseTraceparent(example)).toEqual({
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
      sampled: true,
    });
    expect(parseTraceparent(example.replace(/01$/, '00'))?.sampled).toBe(false);
  });

  it('takes the first four fields of a later version', () => {
    expect(parseTraceparent(`cc${example.slice(2)}-what-comes-next`)?.spanId).toBe('00f067aa0ba902b7');
  });

  it.each([
    '',
    'x',
    `${example}-more`,
    `${example}x`,
    ` ${example}`,
    example.toUpperCase(),
    `ff${example.slice(2)}`,
    example.replace('00f067aa0ba902b7', '0000000000000000'),
    example.replace('4bf92f3577b34da6a3ce929d0e0e4736', '0'.repeat(32)),
    example.replace('b7-01', 'b-01'),
  ])('ignores %j', (text) => {
    expect(parseTraceparent(text)).toBeNull();
  });

  it('makes valid ids that differ, however many', () => {
    const made = Array.from({ length: 2_000 }, () => parseTraceparent(newTraceparent()));
    expect(made.every((parsed) => parsed?.sampled === true)).toBe(true);
    expect(new Set(made.map((parsed) => parsed!.traceId)).size).toBe(2_000);
    expect(new Set(made.map((parsed) => parsed!.spanId)).size).toBe(2_000);
  });

  it('gives every attempt its own span of the same trace, and keeps the sampling', () => {
    const children = Array.from({ length: 100 }, () => parseTraceparent(childTraceparent(example))!);
    expect(new Set(children.map(({ spanId }) => spanId)).size).toBe(100);
    for (const child of children) {
      expect(child.traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
      expect(child.sampled).toBe(true);
    }
    expect(parseTraceparent(childTraceparent(example.replace(/01$/, '00')))?.sampled).toBe(false);
  });

  it('begins a trace where there is none to go on with', () => {
    for (const parent of [null, '', 'nonsense']) expect(parseTraceparent(childTraceparent(parent))).not.toBeNull();
  });
});
