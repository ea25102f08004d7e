import { expect, it } from 'vitest';
import type { Clock } from '@crony/shared/runtime/clock';
import { Ticker } from './ticker.js';

/** A clock whose only timer is fired by hand: early, on time or twice. */
function manualClock() {
  const state = { now: 1_000, delayMs: NaN, fire: () => {} };
  const clock: Clock = {
    now: () => state.now,
    monotonic: () => state.now,
    sleep: () => Promise.resolve(),
    setTimeout(callback, delayMs) {
      state.delayMs = delayMs;
      state.fire = callback;
      return { cancel: () => (state.fire = () => {}) };
    },
  };
  return { state, clock };
}

it('never sleeps long, so that a step of the clock is noticed', async () => {
  const { state, clock } = manualClock();
  const ticker = new Ticker({ clock, onTick: (now) => now + 3_600_000, onError: () => {} });
  await ticker.start();
  state.fire();
  expect(state.delayMs).toBeLessThanOrEqual(50);
});

it('goes on when a pass throws', async () => {
  const { state, clock } = manualClock();
  const errors: unknown[] = [];
  let passes = 0;
  const ticker = new Ticker({
    clock,
    onTick: () => {
      passes += 1;
      if (passes === 1) throw new Error('once');
      return Infinity;
    },
    onError: (error) => errors.push(error),
  });
  await ticker.start();
  state.fire();
  state.fire();
  expect(passes).toBe(2);
  expect(errors).toHaveLength(1);
});

it('is woken earlier than planned, and never after it was stopped', async () => {
  const { state, clock } = manualClock();
  let passes = 0;
  const ticker = new Ticker({
    clock,
    onTick: (now) => {
      passes += 1;
      return now + 40;
    },
    onError: () => {},
  });
  await ticker.start();
  state.fire();
  expect(state.delayMs).toBe(40);
  ticker.wakeAt(state.now + 5);
  expect(state.delayMs).toBe(5);
  await ticker.stop();
  state.fire();
  ticker.wakeAt(state.now);
  expect(passes).toBe(1);
});
