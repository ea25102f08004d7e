import { expect, it } from 'vitest';
import { Dispatcher } from './dispatcher.js';
import type { RunInHand } from './run-in-hand.js';

function bundle(capacity: number) {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const state = { mayStart: true, earlier: [] as number[] };
  const dispatcher = new Dispatcher({
    capacity,
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
  return { dispatcher, started, state, end };
}

const run = (runId: string, priority = 0): RunInHand => ({ runId, late: false, definition: { priority } }) as RunInHand;

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
