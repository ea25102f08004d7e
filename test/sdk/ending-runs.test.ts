/** How runs under way come to an end: told to stop, or after as many tries as there may be. */
import { afterEach, describe, expect, it } from 'vitest';
import { CallbackError, type RunAborted } from '@crony/sdk';
import { gatedHandler, receiverBench, type ReceiverBench } from './receiver-bench.js';
import { RUN_ID } from './signed-request.js';

let bench: ReceiverBench;
afterEach(() => {
  expect(bench.hub.complaints).toEqual([]);
});

function start(options: Parameters<typeof receiverBench>[0]): ReceiverBench {
  bench = receiverBench(options);
  return bench;
}

const settled = () => bench.clock.advanceUntil(() => bench.run().status !== 'accepted', 60_000);

describe('the signal', () => {
  it('aborts when a report is answered that somebody wants the run to end', async () => {
    const { handler, waiting } = gatedHandler();
    const { accept, clock, hub } = start({ handler });
    await accept({ heartbeatMs: 30_000 });
    await clock.advance(10_000);
    hub.run(RUN_ID).cancelRequested = true;
    await clock.advance(10_100);
    expect((waiting[0]!.signal.reason as RunAborted).code).toBe('cancelled');
    expect(bench.run()).toMatchObject({ status: 'failed', message: 'the run was cancelled', retryable: false });
  });

  it('aborts when the cancel callback comes, and the answer says whether the run was here', async () => {
    const { handler, waiting } = gatedHandler();
    const { accept, call, clock } = start({ handler });
    await accept();
    await clock.advance(10);
    const cancel = { body: '{"event":"cancel"}', headers: { 'crony-event': 'cancel' } };
    expect(await call(cancel)).toMatchObject({ status: 200, body: '{"cancelled":true}' });
    expect((waiting[0]!.signal.reason as RunAborted).code).toBe('cancelled');
    await settled();
    expect(await call({ ...cancel, runId: 'another' })).toMatchObject({ status: 200, body: '{"cancelled":false}' });
  });

  it.each(['timed_out', 'succeeded'] as const)('aborts when the run turns out to be %s', async (status) => {
    const { handler, waiting } = gatedHandler();
    const { accept, clock, hub } = start({ handler });
    await accept({ heartbeatMs: 3_000 });
    await clock.advance(500);
    hub.run(RUN_ID).status = status;
    await clock.advance(1_000);
    expect(waiting[0]!.signal.reason).toMatchObject({ code: 'ended' });
    await clock.advance(1_000);
    expect(bench.run().status).toBe(status);
  });

  it('aborts when the time for the report is up, counted anew from a newer attempt', async () => {
    const { handler, waiting } = gatedHandler();
    const { accept, clock } = start({ handler });
    await accept({ reportTimeoutMs: 10_000 });
    await clock.advance(8_000);
    await accept({ attempt: 2, reportTimeoutMs: 10_000 });
    await clock.advance(8_000);
    expect(waiting[0]!.signal.aborted).toBe(false);
    await clock.advance(2_000);
    expect(waiting[0]!.signal.reason).toMatchObject({ code: 'timeout' });
    await settled();
    expect(bench.run()).toMatchObject({ status: 'failed', retryable: true });
  });

  it('aborts when the receiver is closed, which waits for the report', async () => {
    const { handler, waiting } = gatedHandler();
    const { accept, clock, receiver } = start({ handler });
    await accept();
    await clock.advance(10);
    await receiver.close();
    expect(waiting[0]!.signal.reason).toMatchObject({ code: 'closing' });
    expect(bench.run()).toMatchObject({ status: 'failed', message: 'the service is shutting down', retryable: true });
    expect(clock.pendingTimers).toBe(0);
  });

  it('is heeded within the grace period, or the run is reported without its handler', async () => {
    const { accept, clock, receiver } = start({ handler: () => new Promise(() => {}) });
    await accept();
    await clock.advance(10);
    const closed = receiver.close({ graceMs: 3_000 });
    await clock.advance(3_000);
    await closed;
    expect(bench.run()).toMatchObject({ status: 'failed', retryable: true });
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('local retries', () => {
  it('go as far as the job allows, then one final report says how many there were', async () => {
    const at: number[] = [];
    const { accept, clock, hub } = start({
      handler: ({ localAttempt }) => {
        at.push(clock.now());
        throw new Error(`no ${localAttempt}`);
      },
      retry: { limit: 'platform', delayMs: 1_000, factor: 2 },
    });
    await accept({ retryLimit: 3 });
    await settled();
    expect(at.map((ms) => ms - at[0]!)).toEqual([0, 1_000, 3_000, 7_000]);
    expect(bench.run()).toMatchObject({ status: 'failed', retryable: false, message: 'no 4 (after 4 attempts)' });
    expect(hub.reportsOf(RUN_ID).filter(({ status }) => status !== 'running')).toHaveLength(1);
    expect(bench.run().lines[0]).toBe('attempt 1 of 4 failed, the next follows in 1000 ms: no 1');
  });

  it('end with a success, a final error, or a cancel', async () => {
    let left = 2;
    const { accept } = start({
      handler: () => {
        left -= 1;
        if (left > 0) throw new Error('not yet');
        return 'now';
      },
      retry: { limit: 5, delayMs: 10 },
    });
    await accept({ retryLimit: 0 });
    await settled();
    expect(bench.run()).toMatchObject({ status: 'succeeded', output: 'now' });

    start({
      handler: () => Promise.reject(new CallbackError('never', { retryable: false })),
      retry: { limit: 'platform' },
    });
    await bench.accept();
    await settled();
    expect(bench.run()).toMatchObject({ status: 'failed', message: 'never', retryable: false });

    start({ handler: () => Promise.reject(new Error('not yet')), retry: { limit: 9, delayMs: 60_000 } });
    await bench.accept();
    await bench.clock.advance(1_000);
    await bench.call({ body: '{"event":"cancel"}', headers: { 'crony-event': 'cancel' } });
    await bench.clock.advance(1_000);
    expect(bench.run()).toMatchObject({ status: 'failed', message: 'the run was cancelled', retryable: false });
  });
});
