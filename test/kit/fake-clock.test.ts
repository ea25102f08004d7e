import { describe, expect, it } from 'vitest';
import { FakeClock } from './fake-clock.js';

describe('FakeClock', () => {
  it('runs due timers in order, with the promises of each before the next', async () => {
    const clock = new FakeClock({ startMs: 0 });
    const events: string[] = [];
    clock.setTimeout(() => events.push(`b at ${clock.now()}`), 20);
    clock.setTimeout(() => {
      events.push(`a at ${clock.now()}`);
      void clock.sleep(5).then(() => events.push(`a2 at ${clock.now()}`));
    }, 10);
    clock.setTimeout(() => events.push('never'), 15).cancel();
    await clock.advance(20);
    expect(events).toEqual(['a at 10', 'a2 at 15', 'b at 20']);
    expect([clock.monotonic(), clock.pendingTimers]).toEqual([20, 0]);
  });

  it('steps the wall without touching timers, and runs timers late after a stall', async () => {
    const clock = new FakeClock({ startMs: 1_000 });
    let ran = -1;
    clock.setTimeout(() => (ran = clock.monotonic()), 10);
    clock.stepWall(-500);
    expect([clock.now(), clock.monotonic()]).toEqual([500, 0]);
    clock.stall(100);
    expect(ran).toBe(-1);
    await clock.advance(0);
    expect(ran).toBe(100);
  });

  it('ends a sleep when its signal aborts, and leaves no timer behind', async () => {
    const clock = new FakeClock();
    const abort = new AbortController();
    const slept = clock.sleep(1_000, abort.signal);
    abort.abort();
    await slept;
    expect(clock.pendingTimers).toBe(0);
  });
});
