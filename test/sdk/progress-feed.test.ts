/** Heartbeats, progress and log of runs under way: their pace, their bounds, and what an outage does to them. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Run } from '@crony/sdk';
import { receiverBench, type ReceiverBench } from './receiver-bench.js';
import { RUN_ID } from './signed-request.js';

let bench: ReceiverBench;
afterEach(() => {
  expect(bench.hub.complaints).toEqual([]);
});

/** A run whose handler does nothing but hand over the run. */
async function underWay(heartbeatMs?: number) {
  let run: Run | undefined;
  let end: (value: unknown) => void = () => {};
  bench = receiverBench({
    handler: (given) => {
      run = given;
      return new Promise((resolve) => (end = resolve));
    },
  });
  await bench.accept(heartbeatMs === undefined ? {} : { heartbeatMs });
  await bench.clock.advance(1);
  return { ...bench, run: run!, end: (value?: unknown) => end(value), state: () => bench.run() };
}

describe('heartbeats', () => {
  it('go out three times within the limit of the job, by themselves', async () => {
    const { clock, hub } = await underWay(30_000);
    const from = clock.now();
    await clock.advance(100_000);
    const at = hub.received.map(({ atMs }) => Math.round((atMs - from) / 1_000));
    expect(at).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    expect(hub.reportsOf(RUN_ID)[0]).toEqual({ attempt: 1, status: 'running' });
  });

  it('go on through an outage, at no less than their own pace', async () => {
    const { clock, hub } = await underWay(9_000);
    hub.outage = { status: 500 };
    await clock.advance(60_000);
    const at = hub.received.map(({ atMs }) => atMs);
    for (let n = 1; n < at.length; n += 1) expect(at[n]! - at[n - 1]!).toBeLessThanOrEqual(3_000);
    expect(at.length).toBeLessThan(40);
  });

  it('without a limit only ask now and then whether the run was cancelled', async () => {
    const { clock, hub } = await underWay();
    await clock.advance(100_000);
    expect(hub.received).toHaveLength(3);
  });

  it('stop where the run is not known, and with the run', async () => {
    const { clock, hub, end } = await underWay(3_000);
    await clock.advance(1_100);
    hub.runs.delete(RUN_ID);
    await clock.advance(60_000);
    expect(hub.received.map(({ status }) => status)).toEqual([200, 404]);
    end();
    await clock.advance(60_000);
    expect(hub.received).toHaveLength(3);
    expect(clock.pendingTimers).toBe(0);
  });

  it('may be asked for, at most every 500 ms', async () => {
    const { clock, hub, run } = await underWay();
    for (let n = 0; n < 20; n += 1) {
      run.heartbeat();
      await clock.advance(100);
    }
    expect(hub.received).toHaveLength(4);
  });
});

describe('progress and log', () => {
  it('travel together, at most every 500 ms', async () => {
    const { clock, hub, run, state } = await underWay();
    for (let n = 1; n <= 20; n += 1) {
      run.log(`line ${n}`);
      run.progress(n * 5, `${n} of 20`);
      await clock.advance(100);
    }
    await clock.advance(500);
    expect(state()).toMatchObject({ progress: 100, message: '20 of 20' });
    expect(state().lines).toEqual(Array.from({ length: 20 }, (_, n) => `line ${n + 1}`));
    const at = hub.received.map(({ atMs }) => atMs);
    expect(at.length).toBeLessThanOrEqual(6);
    for (let n = 1; n < at.length; n += 1) expect(at[n]! - at[n - 1]!).toBeGreaterThanOrEqual(500);
  });

  it('make what is out of bounds fit', async () => {
    const { clock, run, state } = await underWay();
    run.progress(250, 'm'.repeat(9_000));
    run.progress(Number.NaN);
    run.log(`one\ntwo\r\nthree\u0000\ud800${'x'.repeat(9_000)}`);
    await clock.advance(1_000);
    expect(state().progress).toBe(100);
    expect(state().message).toHaveLength(4_096);
    expect(state().lines.map((line) => line.length)).toEqual([3, 3, 4_096]);
    run.progress(-5);
    await clock.advance(1_000);
    expect(state().progress).toBe(0);
  });

  it('drop the oldest lines when there are too many, and say so', async () => {
    const { clock, hub, run, end, state } = await underWay();
    hub.outage = 'cut';
    for (let n = 1; n <= 5_000; n += 1) run.log(`line ${n}`);
    await clock.advance(30_000);
    hub.outage = null;
    await clock.advance(31_000);
    end('done');
    await clock.advance(1_000);
    const { lines } = state();
    expect(lines.length).toBeLessThanOrEqual(1_200);
    expect(lines.at(-1)).toBe('line 5000');
    const dropped = lines.flatMap((line) => /^\((\d+) lines dropped/.exec(line)?.[1] ?? []).map(Number);
    expect(dropped.reduce((sum, n) => sum + n, 0) + lines.length - dropped.length).toBe(5_000);
  });

  it('keep lines once whose report had no answer', async () => {
    const { clock, hub, run, state } = await underWay();
    const lost = hub.fetch;
    let first = true;
    bench.hub.outage = null;
    const receive = async (url: string, init: RequestInit) => {
      const answer = await lost(url, init);
      if (first) {
        first = false;
        throw new TypeError('fetch failed');
      }
      return answer;
    };
    Object.assign(hub, { fetch: receive });
    run.log('kept once');
    await clock.advance(10_000);
    expect(state().lines).toEqual(['kept once']);
  });

  it('that are left at the end come with the outcome', async () => {
    const { clock, hub, run, end, state } = await underWay();
    for (let n = 1; n <= 350; n += 1) run.log(`line ${n}`);
    end('done');
    await clock.advance(1_000);
    expect(state().status).toBe('succeeded');
    expect(state().lines).toHaveLength(350);
    expect(hub.reportsOf(RUN_ID).at(-1)!.log!.length).toBeLessThanOrEqual(100);
  });
});
