import { status, Metadata, ServerCredentials } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GrpcCallback } from '@crony/shared/domain/callback';
import { verifySignature } from '@crony/shared/domain/signature';
import { systemClock } from '@crony/shared/runtime/clock';
import type { CallbackRequest, CallbackResult, CallbackRunner } from '../../node/src/callback/callback.js';
import { CALLBACK_SERVICE } from '../../node/src/callback/grpc/callback-service.js';
import { createGrpcCallbackRunner } from '../../node/src/callback/grpc/grpc-callback-runner.js';
import { addressIn, type ServiceWatch } from '../../node/src/callback/grpc/service-instances.js';
import { EgressRules } from '@crony/shared/egress/egress-rules';
import { GrpcTarget } from '../kit/grpc-target.js';
import { waitUntil } from '../kit/wait-until.js';
import { requestFor, SECRET } from './request-for.js';
import { selfSigned } from './self-signed.js';
import { unusedPort } from './http-fixture.js';

const PROTO = new URL('../../sdk/proto/crony/callback/v1/callback.proto', import.meta.url).pathname;
const never = new AbortController().signal;

let target: GrpcTarget;
let runner: CallbackRunner<GrpcCallback>;
const open: { close(): Promise<void> }[] = [];
beforeEach(async () => {
  target = await GrpcTarget.start();
  runner = createGrpcCallbackRunner({ clock: systemClock });
});
afterEach(async () => {
  await runner.close();
  await target.kill();
  for (const one of open.splice(0)) await one.close();
});

const call = (
  over: Partial<GrpcCallback>,
  change: Partial<CallbackRequest<GrpcCallback>> = {},
): Promise<CallbackResult> => runner.call(requestFor({ type: 'grpc', target: target.address, ...over }, change), never);
const settle = (payload: unknown, over: Partial<GrpcCallback> = {}) =>
  call({ method: 'orders.Orders/Settle', payload: JSON.stringify(payload), ...over });

it('the published file and the node’s own description say the same', () => {
  const published = protobuf.loadSync(PROTO).toJSON() as { nested?: unknown };
  const strip = (json: unknown): unknown =>
    JSON.parse(
      JSON.stringify(json, (key, value: unknown) =>
        key === 'comment' || key === 'options' || key === 'edition' ? undefined : value,
      ),
    );
  expect(strip(published.nested)).toEqual(strip(CALLBACK_SERVICE.toJSON().nested));
});

describe('Crony’s own service', () => {
  it('is told everything about the run, signed over its payload', async () => {
    const report = { url: 'http://hub/report', token: 't0ken', reportTimeoutMs: 60_000, heartbeatMs: 5_000 };
    const payload = '{"shard":1,"text":"✓"}';
    const result = await call({ payload, metadata: { 'x-team': 'pay' } }, { report });
    expect(result).toMatchObject({ outcome: 'succeeded', statusCode: 0, response: 'ok', responseBytes: 2 });
    const [{ request, metadata, deadline }] = target.calls as [(typeof target.calls)[number]];
    expect(request).toMatchObject({
      jobName: 'settle-orders',
      attempt: 1,
      plannedAt: '2023-11-14T22:13:20.123Z',
      timeoutMs: '10000',
      retryLimit: 3,
      reportUrl: report.url,
      reportToken: report.token,
      reportTimeoutMs: '60000',
      heartbeatMs: '5000',
    });
    expect((request['payload'] as Buffer).toString()).toBe(payload);
    expect(metadata).toMatchObject({ 'x-team': 'pay', 'crony-attempt': '1', 'crony-report-token': 't0ken' });
    expect(metadata['idempotency-key']).toBe(request['runId']);
    expect(metadata['traceparent']).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-/);
    expect(verifySignature({ secrets: [SECRET], headers: metadata, body: payload, nowMs: Date.now() })).toEqual({
      ok: true,
    });
    expect(Number(deadline)).toBeLessThan(Date.now() + 11_000);
  });

  it('accepts a run that it will report on, and only where it can', async () => {
    target.script = () => ({ response: { accepted: true, output: 'later' } });
    const report = { url: 'u', token: 't', reportTimeoutMs: 1, heartbeatMs: null };
    expect(await call({}, { report })).toMatchObject({ outcome: 'accepted', response: 'later' });
    expect(await call({})).toMatchObject({ outcome: 'succeeded' });
  });

  it('a payload that is no JSON is not sent', async () => {
    expect(await call({ payload: '{' })).toMatchObject({ outcome: 'failed', errorCode: 'invalid_request' });
    expect(target.calls).toEqual([]);
  });
});

describe('any unary method', () => {
  const payload = {
    shard: 'a',
    mode: 'FULL',
    lines: [{ sku: 'x', count: '9007199254740993' }],
    limits: { eu: 7 },
    since: '2026-01-31T09:00:00.250Z',
    within: '3.500s',
    extra: { deep: [1, 'two', null, { three: true }] },
    note: 'hello',
    raw: Buffer.from('bytes').toString('base64'),
    dryRun: true,
  };

  it('is described by the server, and takes and answers JSON', async () => {
    target.script = ({ request }) => ({ response: { text: 'settled', echo: request, total: '12' } });
    const result = await settle(payload);
    expect(result).toMatchObject({ outcome: 'succeeded', errorMessage: null });
    expect(JSON.parse(result.response!)).toEqual({ text: 'settled', echo: payload, total: '12' });
    expect(target.calls.map(({ method }) => method)).toEqual(['Settle']);
  });

  it('is described by a descriptor set, where the server describes nothing', async () => {
    const silent = await GrpcTarget.start({ reflection: false });
    open.push({ close: () => silent.kill() });
    expect(await settle({ shard: 'a' }, { target: silent.address })).toMatchObject({
      errorCode: 'invalid_request',
      errorMessage: expect.stringContaining('callback.descriptorSet is needed') as string,
    });
    const root = protobuf.parse(
      'syntax = "proto3"; package orders; message SettleRequest { string shard = 1; } message SettleResponse { string text = 1; } service Orders { rpc Settle(SettleRequest) returns (SettleResponse); }',
    ).root;
    await import('protobufjs/ext/descriptor/index.js');
    const set = (root as unknown as { toDescriptor(syntax: string): protobuf.Message }).toDescriptor('proto3');
    const bytes = set.$type.encode(set).finish();
    const descriptorSet = Buffer.from(bytes).toString('base64');
    const result = await settle({ shard: 'b' }, { target: silent.address, descriptorSet });
    expect(result).toMatchObject({ outcome: 'succeeded', response: '{"text":"ok"}' });
    expect(silent.calls[0]!.request).toMatchObject({ shard: 'b' });
  });

  it.each([
    ['a field that is not there', { shrad: 'a' }, 'callback.payload.shrad is no field of orders.SettleRequest'],
    ['another type', { lines: 'x' }, 'callback.payload.lines must be a list'],
    ['a broken instant', { since: 'yesterday' }, 'callback.payload.since must be an instant'],
    ['an enum that is none', { mode: 'HALF' }, 'mode'],
    ['no object', [1], 'callback.payload must be an object'],
  ])('%s is not sent', async (_, payload, words) => {
    const result = await settle(payload);
    expect(result).toMatchObject({ outcome: 'failed', errorCode: 'invalid_request', retryable: false });
    expect(result.errorMessage).toContain(words);
    expect(target.calls).toEqual([]);
  });

  it.each([
    ['orders.Orders/Follow', 'is a stream'],
    ['orders.Orders/Nothing', 'there is no orders.Orders/Nothing'],
    ['orders.Nobody/Settle', 'orders.Nobody'],
  ])('%s cannot be called', async (method, words) => {
    const result = await call({ method });
    expect(result).toMatchObject({ outcome: 'failed', errorCode: 'invalid_request' });
    expect(result.errorMessage).toContain(words);
  });

  it('says by its metadata that it will report', async () => {
    const trailing = new Metadata();
    trailing.set('crony-accepted', 'true');
    target.script = () => ({ response: { text: 'later' }, trailing });
    const report = { url: 'u', token: 't', reportTimeoutMs: 1, heartbeatMs: null };
    const result = await call({ method: 'orders.Orders/Settle' }, { report });
    expect(result.outcome).toBe('accepted');
  });
});

describe('status', () => {
  it.each([
    'CANCELLED',
    'UNKNOWN',
    'INVALID_ARGUMENT',
    'NOT_FOUND',
    'ALREADY_EXISTS',
    'PERMISSION_DENIED',
    'RESOURCE_EXHAUSTED',
    'FAILED_PRECONDITION',
    'ABORTED',
    'UNIMPLEMENTED',
    'INTERNAL',
    'UNAVAILABLE',
    'UNAUTHENTICATED',
  ] as const)('%s is a failure with its words, unless the job expects it', async (name) => {
    target.script = () => ({ code: status[name], details: 'as it happens' });
    const result = await call({});
    expect(result).toMatchObject({
      outcome: 'failed',
      errorCode: 'grpc_status',
      statusCode: status[name],
      retryable: true,
    });
    expect(result.errorMessage).toBe(`${target.address} answered ${name}: as it happens`);
    expect(await call({ expectedCodes: ['OK', name] })).toMatchObject({
      outcome: 'succeeded',
      statusCode: status[name],
    });
  });

  it('an OK that is not expected is a failure', async () => {
    expect(await call({ expectedCodes: ['ALREADY_EXISTS'] })).toMatchObject({
      errorCode: 'grpc_status',
      statusCode: 0,
    });
  });
});

describe('instances', () => {
  class Registry implements ServiceWatch {
    addresses: string[] = [];
    readonly watchers = new Set<(addresses: readonly string[]) => void>();
    watch(_service: string, onChange: (addresses: readonly string[]) => void) {
      this.watchers.add(onChange);
      queueMicrotask(() => onChange(this.addresses));
      return { stop: () => void this.watchers.delete(onChange) };
    }
    set(...addresses: string[]): void {
      this.addresses = addresses;
      for (const tell of this.watchers) tell(addresses);
    }
  }

  it('take turns; one that dies is left out, one that comes is taken in, without any there is none', async () => {
    const [a, b, c] = [await GrpcTarget.start(), await GrpcTarget.start(), await GrpcTarget.start()];
    open.push(...[a, b, c].map((one) => ({ close: () => one.kill() })));
    const registry = new Registry();
    registry.set(a.address, b.address);
    await runner.close();
    runner = createGrpcCallbackRunner({ clock: systemClock, services: registry });
    const callMany = async (count: number) => {
      const results = [];
      for (let n = 0; n < count; n += 1) results.push(await call({ target: 'etcd:///orders.rpc' }));
      return results.map(({ errorCode }) => errorCode);
    };
    // A connection that comes about first serves alone for a moment.
    await waitUntil(
      'both are called',
      5_000,
      async () => (await callMany(2)) && a.calls.length > 0 && b.calls.length > 0,
    );
    const before = [a.calls.length, b.calls.length] as const;
    expect(await callMany(10)).toEqual(Array(10).fill(null));
    expect([a.calls.length - before[0], b.calls.length - before[1]]).toEqual([5, 5]);
    await b.kill();
    registry.set(a.address, c.address);
    await waitUntil('the new one is called', 5_000, async () => (await callMany(2)) && c.calls.length > 0);
    expect((await callMany(10)).filter((code) => code !== null)).toEqual([]);
    registry.set();
    const result = await waitUntil('none is left', 5_000, async () => {
      const last = await call({ target: 'etcd:///orders.rpc' });
      return last.errorCode === 'no_instance' && last;
    });
    expect(result.errorMessage).toBe('no instance of etcd:///orders.rpc is registered');
  });

  it('without etcd there are none to find', async () => {
    expect(await call({ target: 'etcd:///orders.rpc' })).toMatchObject({
      errorCode: 'invalid_request',
      errorMessage: expect.stringContaining('CRONY_ETCD') as string,
    });
  });

  it.each([
    ['{"Op":0,"Addr":"10.0.0.1:9000","Metadata":null}', '10.0.0.1:9000'],
    ['{"Op":1,"Addr":"10.0.0.1:9000","Metadata":null}', null],
    ['10.0.0.2:8080', '10.0.0.2:8080'],
    [
      '{"id":"x","name":"orders","version":"v1","metadata":null,"endpoints":["http://10.0.0.3:8000","grpc://10.0.0.3:9000?isSecure=false"]}',
      '10.0.0.3:9000',
    ],
    ['{"id":"x","endpoints":["http://10.0.0.3:8000"]}', null],
    ['{"address":"orders.internal:9000"}', 'orders.internal:9000'],
    ['[::1]:9000', '[::1]:9000'],
    ['', null],
    ['nonsense', null],
    ['{"Addr":7}', null],
    ['null', null],
  ])('%s', (value, address) => {
    expect(addressIn(value)).toBe(address);
  });
});

describe('connection', () => {
  it('is secure with the job’s own authority, and refused without it', async () => {
    const { cert, key } = selfSigned;
    const secure = await GrpcTarget.start({
      credentials: ServerCredentials.createSsl(null, [
        { cert_chain: Buffer.from(cert), private_key: Buffer.from(key) },
      ]),
    });
    open.push({ close: () => secure.kill() });
    const at = `localhost:${secure.port}`;
    const ca = cert;
    expect(await call({ target: at, tls: { ca } })).toMatchObject({ outcome: 'succeeded' });
    const refused = await call({ target: at, tls: {} }, { timeoutMs: 3_000 });
    expect(refused).toMatchObject({ outcome: 'failed', errorCode: 'tls_failure' });
  });

  it('a name that stands for nothing', async () => {
    const result = await call({ target: 'no-such-host.invalid:9000' }, { timeoutMs: 8_000 });
    expect(result).toMatchObject({ errorCode: 'dns_failure' });
  });

  it('is not made where a rule denies the address, by number or by name', async () => {
    expect(await call({ target: '169.254.169.254:80' })).toMatchObject({
      errorCode: 'egress_denied',
      retryable: false,
    });
    await runner.close();
    runner = createGrpcCallbackRunner({
      clock: systemClock,
      egress: new EgressRules({ allow: [], deny: ['loopback'] }),
    });
    const byName = await call({ target: `localhost:${target.port}` });
    expect(byName).toMatchObject({ errorCode: 'egress_denied' });
    expect(byName.errorMessage).toContain('loopback');
    expect(target.calls).toEqual([]);
  });

  it('comes about again after the server was away', async () => {
    const port = await unusedPort();
    const at = `127.0.0.1:${port}`;
    expect(await call({ target: at })).toMatchObject({ errorCode: 'connection_refused' });
    const back = await GrpcTarget.start({ port });
    open.push({ close: () => back.kill() });
    await waitUntil('it answers', 10_000, async () => (await call({ target: at })).outcome === 'succeeded');
  });
});
