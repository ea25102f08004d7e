/** What a receiver answers to callbacks whose answer is the outcome, and what it refuses. */
import { describe, expect, it } from 'vitest';
import { CallbackError, createReceiver, RunAborted, type Run } from '@crony/sdk';
import { deliver, gatedHandler, receiverBench } from './receiver-bench.js';
import { JOB_ID, OTHER_SECRET, PLANNED_AT, RUN_ID, SECRET, signedRequest } from './signed-request.js';

describe('a synchronous run', () => {
  it('gives the handler the run', async () => {
    let seen: Run | undefined;
    const { call } = receiverBench({ handler: (run) => void (seen = run) });
    expect(await call({ attempt: 2, retryLimit: 5, timeoutMs: 1_234 })).toEqual({ status: 200, headers: {}, body: '' });
    expect(seen).toMatchObject({
      id: RUN_ID,
      jobId: JOB_ID,
      attempt: 2,
      localAttempt: 1,
      plannedAt: new Date(PLANNED_AT),
      timeoutMs: 1_234,
      retryLimit: 5,
      isAsync: false,
      payload: { shard: 1 },
      rawBody: Buffer.from('{"shard":1}'),
    });
    for (const feed of [() => seen!.log('x'), () => seen!.progress(5), () => seen!.heartbeat()]) feed();
  });

  it.each([
    ['text as it is', 'done', 'text/plain; charset=utf-8', 'done'],
    ['anything else as JSON', { settled: 3 }, 'application/json', '{"settled":3}'],
    [
      'what cannot be JSON as a success all the same',
      1n,
      'application/json',
      expect.stringContaining('cannot be') as string,
    ],
  ])('answers %s', async (_what, value, type, body) => {
    const { call } = receiverBench({ handler: () => value });
    expect(await call()).toEqual({ status: 200, headers: { 'content-type': type }, body });
  });

  it('hands over a body that is not JSON as text, and none as undefined', async () => {
    const payloads: unknown[] = [];
    const { call } = receiverBench({ handler: ({ payload }) => void payloads.push(payload) });
    await call({ body: 'shard=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    await call({ body: '{"torn":' });
    await call({ body: '' });
    expect(payloads).toEqual(['shard=1', '{"torn":', undefined]);
  });

  it('answers a failure with its message', async () => {
    const { call, events } = receiverBench({ handler: () => Promise.reject(new Error('the ledger is closed')) });
    expect(await call()).toMatchObject({ status: 500, body: 'the ledger is closed' });
    expect(events).toEqual([{ type: 'handler_failed', runId: RUN_ID, message: 'the ledger is closed' }]);
  });

  it('answers with the status that the handler chose', async () => {
    const handler = () => {
      throw new CallbackError('not now', { status: 409 });
    };
    expect(await receiverBench({ handler }).call()).toMatchObject({ status: 409, body: 'not now' });
    expect(() => new CallbackError('x', { status: 200 })).toThrow(RangeError);
  });

  it('aborts the signal when the time of the run is up', async () => {
    const { handler, waiting } = gatedHandler();
    const { call, clock } = receiverBench({ handler });
    const answer = call({ timeoutMs: 2_000 });
    await until(() => waiting.length === 1);
    await clock.advance(2_000);
    expect(await answer).toMatchObject({ status: 500, body: 'the run has taken longer than 2000 ms' });
    expect(waiting[0]!.signal.reason).toBeInstanceOf(RunAborted);
    expect(clock.pendingTimers).toBe(0);
  });

  it('works once for deliveries that overlap, and again for a retry after a failure', async () => {
    const { handler, waiting } = gatedHandler();
    const { call, read } = receiverBench({ handler });
    const [first, second] = [call(), call()];
    await until(() => waiting.length === 1);
    const retry = call({ attempt: 2 });
    await until(() => read() === 3);
    waiting[0]!.succeed('once');
    expect((await Promise.all([first, second, retry])).map(({ body }) => body)).toEqual(['once', 'once', 'once']);
    const failing = call({ attempt: 3 });
    await until(() => waiting.length === 2);
    const after = call({ attempt: 4 });
    await until(() => read() === 5);
    waiting[1]!.fail(new Error('no'));
    expect((await failing).status).toBe(500);
    await until(() => waiting.length === 3);
    waiting[2]!.succeed('yes');
    expect(await after).toMatchObject({ status: 200, body: 'yes' });
  });
});

describe('handlers', () => {
  it('are found by path, then by job, then in general', async () => {
    const handlers = { '/settle': () => 'by path', [JOB_ID]: () => 'by job' };
    const { call } = receiverBench({ handlers, handler: () => 'in general' });
    expect((await call({}, '/settle')).body).toBe('by path');
    expect((await call({}, '/other')).body).toBe('by job');
    expect((await call({ headers: { 'crony-job': 'another' } }, '/other')).body).toBe('in general');
    const strict = receiverBench({ handlers: { '/settle': () => 'by path' } });
    expect(codeOf(await strict.call({}, '/constructor'))).toEqual([404, 'no_handler']);
  });
});

describe('refusals', () => {
  const never = () => {
    throw new Error('must not be reached');
  };

  it.each([
    ['missing_header', { 'webhook-signature': undefined }],
    ['malformed_header', { 'webhook-timestamp': 'yesterday' }],
    ['no_match', { 'webhook-id': 'another' }],
    ['no_match', { 'webhook-signature': 'v1,AAAA' }],
  ])('401 %s for %j', async (code, change) => {
    const { receiver, clock } = receiverBench({ handler: never });
    const request = signedRequest({ nowMs: clock.now() });
    const answer = await deliver(receiver, { ...request, headers: { ...request.headers, ...change } as never });
    expect(codeOf(answer)).toEqual([401, code]);
  });

  it('401 for an old signature, a changed body, another secret', async () => {
    const { call, receiver, clock } = receiverBench({ handler: never });
    expect(codeOf(await call({ nowMs: clock.now() - 301_000 }))).toEqual([401, 'timestamp_too_far']);
    expect(codeOf(await call({ secrets: [OTHER_SECRET] }))).toEqual([401, 'no_match']);
    const request = signedRequest({ nowMs: clock.now() });
    expect(codeOf(await deliver(receiver, { ...request, body: '{"shard":2}' }))).toEqual([401, 'no_match']);
  });

  it('400 for headers that are not of the protocol, or of another run than was signed', async () => {
    const { call } = receiverBench({ handler: never });
    for (const [name, value] of Object.entries({
      'crony-run': 'another-run',
      'crony-job': '',
      'crony-attempt': '-1',
      'crony-planned-at': 'soon',
      'crony-report-url': 'file:///etc/passwd',
    })) {
      const answer = await call({ headers: { [name]: value } });
      expect(codeOf(answer), name).toEqual([400, 'malformed_request']);
      expect(answer.body).toContain(name);
    }
  });

  it('400 for a report URL at another origin than the given ones', async () => {
    const { call } = receiverBench({ handler: never, reportOrigins: ['https://crony.example'] });
    const report = { url: 'https://elsewhere.example/api/v1/runs/x/report', token: 't' };
    expect(codeOf(await call({ report }))).toEqual([400, 'report_url_refused']);
  });

  it('413 for a body that is too large', async () => {
    const { call } = receiverBench({ handler: never, maxBodyBytes: 10 });
    expect(codeOf(await call())).toEqual([413, 'body_too_large']);
  });

  it('503 once it is closed', async () => {
    const { call, receiver } = receiverBench({ handler: never });
    await receiver.close();
    await receiver.close();
    expect(codeOf(await call())).toEqual([503, 'closing']);
  });
});

describe('secrets', () => {
  it('may be two, and may come from a function', async () => {
    const { call } = receiverBench({ handler: () => 'ok', secrets: async () => [OTHER_SECRET, SECRET] });
    expect((await call()).status).toBe(200);
    expect((await call({ secrets: [OTHER_SECRET] })).status).toBe(200);
  });

  it('are checked when the receiver is made', () => {
    const handler = () => {};
    expect(() => createReceiver({ secrets: undefined as never, handler })).toThrow(/environment variable/);
    expect(() => createReceiver({ secrets: 'hunter2', handler })).toThrow(/begins with whsec_/);
    expect(() => createReceiver({ secrets: SECRET })).toThrow(/handler/);
  });

  it('that a function gives wrongly are an answer, not a crash', async () => {
    const { call } = receiverBench({ handler: () => 'ok', secrets: () => 'hunter2' });
    expect(codeOf(await call())).toEqual([500, 'receiver_failed']);
  });
});

function codeOf({ status, body }: { status: number; body: string }): [number, string] {
  return [status, (JSON.parse(body) as { code: string }).code];
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
