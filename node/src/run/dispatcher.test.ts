import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/kit/fake-clock.js';
import { TargetGate } from '../targets/target-gate.js';
import { Dispatcher } from './dispatcher.js';
import type { RunInHand } from './run-in-hand.js';

function bundle(capacity: number) {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const state = { mayStart: true, earlier: [] as number[] };
  const clock = new FakeClock();
  const gate = new TargetGate(clock, capacity);
  const dispatcher = new Dispatcher({
    capacity,
    gate,
    clock,
    mayStart: () => state.mayStart,
    moreToCome: () => false,
    start: (run) => {
      started.push(run.runId);
      return new Promise((resolve) => ends.set(run.runId, resolve));
    },
    onEarlier: (dueAt) => state.earlier.push(dueAt),
  });
  const end = async (runId: string): Promise<void> => {
    ends.get(runId)!();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { dispatcher, started, state, end, ends, clock, gate };
}

const run = (runId: string, priority = 0, host = 'a.internal'): RunInHand =>
  ({
    runId,
    late: false,
    circuitIsOpen: false,
    lastEnd: null,
    definition: { priority, timeoutMs: 5_000, callback: { type: 'http', method: 'POST', url: `http://${host}/` } },
  }) as RunInHand;

it('starts each run at its instant and not before', () => {
  const { dispatcher, started, state } = bundle(10);
  dispatcher.startAt(run('later'), 2_000);
  dispatcher.startAt(run('sooner'), 1_000);
  expect(state.earlier).toEqual([2_000, 1_000]);
  expect(dispatcher.startDue(999)).toBe(1_000);
  expect(started).toEqual([]);
  expect(dispatcher.startDue(1_000)).toBe(2_000);
  expect(started).toEqual(['sooner']);
  expect(dispatcher.startDue(60_000)).toBe(Infinity);
  expect(started).toEqual(['sooner', 'later']);
});

describe('is behind', () => {
  it('while runs wait for a place', async () => {
    const { dispatcher, end } = bundle(1);
    expect(dispatcher.isBehind()).toBe(false);
    dispatcher.startNow(run('first'));
    expect(dispatcher.isBehind()).toBe(false);
    dispatcher.startNow(run('second'));
    expect(dispatcher.isBehind()).toBe(true);
    await end('first');
    expect(dispatcher.isBehind()).toBe(false);
  });

  it('while very many are under way and end fast, and not where a slow target has them', async () => {
    const { dispatcher, end, clock } = bundle(4_000);
    for (let n = 0; n < 3_000; n += 1) dispatcher.startNow(run(String(n), 0, `host-${n % 3}.internal`));
    await clock.advance(100);
    expect(dispatcher.isBehind()).toBe(false);
    for (let n = 0; n < 500; n += 1) await end(String(n));
    await clock.advance(100);
    expect(dispatcher.isBehind()).toBe(true);
    await clock.advance(100);
    expect(dispatcher.isBehind()).toBe(false);
    for (let n = 500; n < 1_500; n += 1) await end(String(n));
    await clock.advance(100);
    expect(dispatcher.inFlight).toBe(1_500);
    expect(dispatcher.isBehind()).toBe(false);
  });
});

it('starts no more than it has places, the most urgent first', async () => {
  const { dispatcher, started, end } = bundle(1);
  for (const each of [run('first'), run('low', 0), run('high', 9)]) dispatcher.startNow(each);
  expect(started).toEqual(['first']);
  expect(dispatcher.free).toBe(0);
  await end('first');
  expect(started).toEqual(['first', 'high']);
  await end('high');
  expect(started).toEqual(['first', 'high', 'low']);
});

it('holds runs back while results pile up, and starts them once that is over', () => {
  const { dispatcher, started, state } = bundle(5);
  state.mayStart = false;
  dispatcher.startNow(run('held'));
  expect(started).toEqual([]);
  expect(dispatcher.waiting).toBe(1);
  state.mayStart = true;
  dispatcher.startDue(0);
  expect(started).toEqual(['held']);
});

it('is idle when nothing waits and nothing is in flight', async () => {
  const { dispatcher, end } = bundle(5);
  await dispatcher.whenIdle(Infinity);
  dispatcher.startAt(run('one'), 10);
  let idle = false;
  const waiting = dispatcher.whenIdle(Infinity).then(() => (idle = true));
  dispatcher.startDue(10);
  expect(idle).toBe(false);
  await end('one');
  await waiting;
  expect(dispatcher.inFlight).toBe(0);
});

describe('targets', () => {
  it('one that hangs leaves places for the others, however many runs it has', () => {
    const { dispatcher, started } = bundle(100);
    for (let n = 0; n < 1_000; n += 1) dispatcher.startNow(run(`hole-${n}`, 9, 'hole.internal'));
    expect(started).toHaveLength(90);
    for (let n = 0; n < 5; n += 1) dispatcher.startNow(run(`good-${n}`, 0, 'good.internal'));
    expect(started.slice(90)).toEqual(['good-0', 'good-1', 'good-2', 'good-3', 'good-4']);
    expect(dispatcher.waitingByTarget()).toEqual(new Map([['http://hole.internal', 910]]));
  });

  it('many that hang leave some too', () => {
    const { dispatcher, started } = bundle(1_000);
    for (let hole = 0; hole < 10; hole += 1) {
      for (let n = 0; n < 1_000; n += 1) dispatcher.startNow(run(`${hole}-${n}`, 0, `hole-${hole}.internal`));
    }
    expect(started.length).toBeLessThan(1_000);
    dispatcher.startNow(run('good', 0, 'good.internal'));
    expect(started.at(-1)).toBe('good');
  });

  it('what waited for its target goes before what came later, the most urgent first', async () => {
    const { dispatcher, started, gate, end } = bundle(100);
    gate.configure([{ target: 'http://a.internal', maxInFlight: 1, maxPerSecond: null, breaker: true }]);
    for (const each of [run('1'), run('2'), run('3', 5)]) dispatcher.startNow(each);
    expect(started).toEqual(['1']);
    await end('1');
    expect(started).toEqual(['1', '3']);
    dispatcher.startNow(run('4'));
    await end('3');
    expect(started).toEqual(['1', '3', '2']);
    await end('2');
    expect(started).toEqual(['1', '3', '2', '4']);
  });

  it('a limit per second is kept, and time alone opens it', async () => {
    const { dispatcher, started, gate, clock } = bundle(100);
    gate.configure([{ target: 'http://a.internal', maxInFlight: null, maxPerSecond: 2, breaker: true }]);
    for (let n = 0; n < 6; n += 1) dispatcher.startNow(run(String(n)));
    let wakeAt = dispatcher.startDue(clock.now());
    const atOnce = started.length;
    expect(atOnce).toBeLessThanOrEqual(3);
    for (let step = 0; step < 10 && started.length < 6; step += 1) {
      await clock.advance(Math.max(1, wakeAt - clock.now()));
      wakeAt = dispatcher.startDue(clock.now());
    }
    expect(started).toHaveLength(6);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(1_400);
  });

  it('whoever comes later waits behind those that wait for the same target', async () => {
    const { dispatcher, started, gate, clock } = bundle(100);
    gate.configure([{ target: 'http://a.internal', maxInFlight: null, maxPerSecond: 1, breaker: true }]);
    for (const runId of ['1', '2', '3']) dispatcher.startNow(run(runId));
    const atOnce = started.length;
    await clock.advance(1_000);
    dispatcher.startNow(run('4'));
    expect(started).toEqual(['1', '2', '3'].slice(0, atOnce + 1));
    expect(dispatcher.waitingByTarget().get('http://a.internal')).toBe(3 - atOnce);
  });

  it('nothing is counted for a run that has insisted, was tried, and waits once more', async () => {
    const { dispatcher, started, clock, ends } = bundle(100);
    const fail = async (each: RunInHand): Promise<void> => {
      each.lastEnd = { errorCode: 'timeout', statusCode: null };
      ends.get(each.runId)!();
      await clock.settle();
    };
    const failing = Array.from({ length: 20 }, (_, n) => run(String(n)));
    for (const each of failing) dispatcher.startNow(each);
    for (const each of failing) await fail(each);
    const again = run('again');
    for (let round = 1; round <= 3; round += 1) {
      const probe = run(`probe ${round}`);
      for (const each of [probe, again]) dispatcher.startNow(each);
      expect(dispatcher.waitingByTarget().get('http://a.internal')).toBe(2);
      for (let at = 0; at < 6_000; at += 500) {
        await clock.advance(500);
        dispatcher.startDue(clock.now());
      }
      expect(started.slice(-2)).toEqual([probe.runId, 'again']);
      for (const each of [probe, again]) await fail(each);
    }
    expect(dispatcher.waitingByTarget().size).toBe(0);
  });

  it('one that does not answer at all is asked by one run after a pause, and by all once that one is answered', async () => {
    const { dispatcher, started, clock, ends } = bundle(100);
    const finish = async (runId: string, errorCode: 'connection_refused' | null): Promise<void> => {
      const [each] = runs.filter((one) => one.runId === runId);
      each!.lastEnd = { errorCode, statusCode: null };
      ends.get(runId)!();
      await clock.settle();
    };
    const runs = Array.from({ length: 30 }, (_, n) => run(String(n)));
    for (const each of runs.slice(0, 20)) dispatcher.startNow(each);
    for (const { runId } of runs.slice(0, 20)) await finish(runId, 'connection_refused');
    for (const each of runs.slice(20)) dispatcher.startNow(each);
    expect(started).toHaveLength(20);
    const wakeAt = dispatcher.startDue(clock.now());
    await clock.advance(wakeAt - clock.now());
    dispatcher.startDue(clock.now());
    expect(started).toHaveLength(21);
    await finish('20', null);
    expect(started).toHaveLength(30);
  });

  it('a run that waits for such a one longer than an attempt may take goes out all the same', async () => {
    const { dispatcher, started, clock, ends } = bundle(100);
    const failing = Array.from({ length: 20 }, (_, n) => run(String(n)));
    for (const each of failing) dispatcher.startNow(each);
    for (const each of failing) {
      each.lastEnd = { errorCode: 'timeout', statusCode: null };
      ends.get(each.runId)!();
    }
    await clock.settle();
    const probe = run('probe');
    const waits = run('waits');
    dispatcher.startNow(probe);
    dispatcher.startNow(waits);
    for (let at = 0; at < 6_000; at += 500) {
      await clock.advance(500);
      dispatcher.startDue(clock.now());
    }
    expect(started.slice(20)).toEqual(['probe', 'waits']);
    expect(waits.circuitIsOpen).toBe(false);
  });
});
