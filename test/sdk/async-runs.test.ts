/** Runs that are accepted and reported: on a clock that stands still, with a hub that goes away. */
import { afterEach, describe, expect, it } from 'vitest';
import { CallbackError, memoryJournal, type Run } from '@crony/sdk';
import { gatedHandler, receiverBench, type ReceiverBench } from './receiver-bench.js';
import { RUN_ID } from './signed-request.js';

const HOUR_MS = 3_600_000;
let bench: ReceiverBench;
afterEach(() => {
  expect(bench.hub.complaints).toEqual([]);
});

function start(options: Parameters<typeof receiverBench>[0]): ReceiverBench {
  bench = receiverBench(options);
  return bench;
}

const settled = () => bench.clock.advanceUntil(() => bench.run().status !== 'accepted', 60_000);

describe('the outcome', () => {
  it('is reported after the 202', async () => {
    const { accept, hub } = start({ handler: ({ isAsync }) => ({ isAsync }) });
    expect(await accept()).toMatchObject({ status: 202, body: '' });
    expect(hub.received).toEqual([]);
    await settled();
    expect(bench.run()).toMatchObject({ status: 'succeeded', output: '{"isAsync":true}' });
  });

  it.each([
    ['an error', new Error('the ledger is closed'), true],
    ['a final error', new CallbackError('no such shard', { retryable: false }), false],
  ])('of %s is a failure with its message', async (_what, error, retryable) => {
    const { accept } = start({ handler: () => Promise.reject(error) });
    await accept();
    await settled();
    expect(bench.run()).toMatchObject({ status: 'failed', message: error.message, retryable });
  });

  it('is cut to what the hub takes', async () => {
    const { accept } = start({ handler: () => `${'x'.repeat(65_528)}🦉🦉\ud800\u0000`.repeat(2) });
    await accept();
    await settled();
    expect(bench.run().output).toHaveLength(65_536 - 1);
    expect(bench.run().output).toMatch(/x… \(cut\)$/);
  });

  it('outlives an outage of ten minutes', async () => {
    const { accept, hub, clock, events } = start({ handler: () => 'done' });
    hub.outage = 'cut';
    await accept();
    await clock.advance(300_000);
    hub.outage = { status: 502, body: '<html>bad gateway</html>' };
    await clock.advance(200_000);
    hub.outage = { status: 404, headers: { 'content-type': 'text/html' }, body: 'default backend - 404' };
    await clock.advance(100_000);
    expect(bench.run().status).toBe('accepted');
    hub.outage = null;
    await clock.advance(30_000);
    expect(bench.run()).toMatchObject({ status: 'succeeded', output: 'done' });
    expect(events.map(({ type }) => type)).toEqual(['report_delayed']);
    const tries = hub.received.filter(({ status }) => status !== 200).length;
    expect(tries).toBeLessThan(30); // paced: half a minute apart in the end
    expect(clock.pendingTimers).toBe(0);
  });

  it('is tried for a day, then given up and said so', async () => {
    const { accept, hub, clock, events } = start({ handler: () => 'done' });
    hub.outage = { status: 503 };
    await accept();
    await clock.advance(23.9 * HOUR_MS);
    expect(events.map(({ type }) => type)).toEqual(['report_delayed']);
    await clock.advance(0.2 * HOUR_MS);
    expect(events.map(({ type }) => type)).toEqual(['report_delayed', 'report_given_up']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('waits as long as the hub asks', async () => {
    const { accept, hub, clock } = start({ handler: () => 'done' });
    hub.outage = { status: 429, headers: { 'retry-after': '120' } };
    await accept();
    await clock.advance(1_000);
    hub.outage = null;
    await clock.advance(110_000);
    expect(hub.received).toHaveLength(1);
    await clock.advance(20_000);
    expect(bench.run().status).toBe('succeeded');
  });

  it('is not tried again when the token is wrong', async () => {
    const { accept, hub, clock, events } = start({ handler: () => 'done' });
    const { url } = hub.expect(RUN_ID);
    await accept({ report: { url, token: 'stale' } });
    await clock.advance(HOUR_MS);
    expect(hub.received.map(({ status }) => status)).toEqual([401]);
    expect(events.map(({ type }) => type)).toEqual(['report_refused']);
  });

  it('goes without output and log when the hub will not have those', async () => {
    const { accept, hub, clock } = start({
      handler: ({ log }) => {
        log('a line');
        return 'x'.repeat(60_000);
      },
    });
    hub.mostCharacters = 10_000;
    await accept();
    await clock.advance(1_000);
    expect(hub.received.map(({ status }) => status)).toEqual([413, 200]);
    expect(bench.run()).toMatchObject({ status: 'succeeded', output: null });
  });
});

describe('a repetition', () => {
  it('of a run under way is accepted and not started again; the newest attempt speaks', async () => {
    const { handler, waiting } = gatedHandler();
    const { accept, clock, hub } = start({ handler });
    expect((await accept()).status).toBe(202);
    await clock.advance(10);
    expect((await accept()).status).toBe(202);
    expect((await accept({ attempt: 2 })).status).toBe(202);
    await clock.advance(10);
    expect(waiting).toHaveLength(1);
    waiting[0]!.fail(new Error('no'));
    await settled();
    expect(bench.run().status).toBe('failed');
    expect(hub.reportsOf(RUN_ID).map(({ attempt }) => attempt)).toEqual([2]);
  });

  it('of a run that has ended is accepted and reported again', async () => {
    let started = 0;
    const { accept, clock, hub } = start({ handler: () => (started += 1) });
    await accept();
    await settled();
    expect((await accept()).status).toBe(202);
    await clock.advance(100);
    expect((await accept({ attempt: 2 })).status).toBe(202);
    await clock.advance(100);
    expect(started).toBe(1);
    expect(hub.reportsOf(RUN_ID).map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 'succeeded'],
      [1, 'succeeded'],
      [2, 'succeeded'],
    ]);
    expect(new Set(hub.reportsOf(RUN_ID).map(({ reportId }) => reportId)).size).toBe(1);
  });

  it('that is the retry of a failed attempt is worked on, and takes the place of a report that waits', async () => {
    let started = 0;
    const handler = () => {
      started += 1;
      if (started === 1) throw new Error('the first time');
      return 'the second time';
    };
    const { accept, clock, hub } = start({ handler });
    hub.outage = 'cut';
    await accept();
    await clock.advance(2_000);
    hub.outage = null;
    await accept({ attempt: 2 });
    await clock.advance(60_000);
    expect(started).toBe(2);
    expect(hub.reportsOf(RUN_ID).map(({ attempt, status }) => [attempt, status])).toEqual([[2, 'succeeded']]);
  });

  it('that comes when the first has been told to stop starts after it', async () => {
    const runs: Run[] = [];
    const ends: ((error: Error) => void)[] = [];
    const handler = (run: Run) => {
      runs.push(run);
      return new Promise((_resolve, reject) => ends.push(reject));
    };
    const { accept, clock } = start({ handler });
    await accept({ reportTimeoutMs: 5_000 });
    await clock.advance(5_000);
    expect(runs[0]!.signal.aborted).toBe(true);
    await accept({ attempt: 2, reportTimeoutMs: 5_000 });
    await clock.advance(100);
    expect(runs).toHaveLength(1); // the handler still works: two at once would be worse than late
    ends[0]!(new Error('stopped'));
    await clock.advance(100);
    expect(runs.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(runs[1]!.signal.aborted).toBe(false);
    ends[1]!(new Error('again'));
    await settled();
    expect(bench.run()).toMatchObject({ status: 'failed', message: 'again' });
  });

  it('at the same instant starts one handler', async () => {
    const { handler, waiting } = gatedHandler();
    const { accept, clock } = start({ handler, journal: slowJournal() });
    const answers = await Promise.all([accept(), accept(), accept({ attempt: 2 })]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    await clock.advance(10);
    expect(waiting).toHaveLength(1);
    waiting[0]!.succeed();
    await settled();
  });
});

describe('more runs than a service takes', () => {
  it('are answered 503 with Retry-After, and taken when there is room', async () => {
    const { handler, waiting } = gatedHandler();
    const { accept, clock } = start({ handler, concurrency: 2, journal: slowJournal() });
    const answers = await Promise.all(['a', 'b', 'c'].map((runId) => accept({ runId })));
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused).toHaveLength(1);
    expect(refused[0]!.headers).toHaveProperty('retry-after');
    await clock.advance(10);
    waiting[0]!.succeed();
    await clock.advance(100);
    const open = ['a', 'b', 'c'].find((runId) => answers[['a', 'b', 'c'].indexOf(runId)]!.status === 503)!;
    expect((await accept({ runId: open })).status).toBe(202);
  });

  it('are not accepted while the journal cannot be written', async () => {
    const journal = { ...memoryJournal(), write: () => Promise.reject(new Error('disk full')) };
    const { accept, events } = start({ handler: () => 'never', journal });
    expect(await accept()).toMatchObject({
      status: 503,
      body: expect.stringContaining('journal_unavailable') as string,
    });
    expect(events.map(({ type }) => type)).toEqual(['journal_failed']);
  });
});

/** Each write takes a moment, in which other deliveries arrive. */
function slowJournal() {
  const journal = memoryJournal();
  const moment = () => new Promise((resolve) => setImmediate(resolve));
  return {
    ...journal,
    find: async (runId: string) => {
      await moment();
      return journal.find(runId);
    },
    write: async (record: Parameters<typeof journal.write>[0]) => {
      await moment();
      await journal.write(record);
    },
  };
}
