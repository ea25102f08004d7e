import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../../../test/kit/fake-clock.js';
import { OriginSlots, type Lane, type Waiter } from './origin-slots.js';

const ORIGIN = 'http://a';

describe('OriginSlots', () => {
  let clock: FakeClock;
  let slots: OriginSlots;
  let admitted: string[];

  beforeEach(() => {
    clock = new FakeClock();
    slots = new OriginSlots({ kept: 2, extra: 2, patienceMs: 50 }, clock);
    admitted = [];
  });

  function enter(name: string, origin = ORIGIN): Waiter {
    const waiter = { admitted: (lane: Lane) => void admitted.push(`${name} ${lane}`) };
    slots.enter(origin, waiter);
    return waiter;
  }

  it('admits at once while kept places are free, for each origin by itself', () => {
    enter('a');
    enter('b');
    enter('c');
    enter('d', 'http://other');
    expect(admitted).toEqual(['a kept', 'b kept', 'd kept']);
    expect(slots.counts()).toEqual({ inUse: 3, waiting: 1, origins: 2 });
  });

  it('gives a kept place to whoever waits longest', () => {
    for (const name of ['a', 'b', 'c', 'd']) enter(name);
    slots.release(ORIGIN, 'kept');
    slots.release(ORIGIN, 'kept');
    expect(admitted.slice(2)).toEqual(['c kept', 'd kept']);
  });

  it('opens extra places for those whose patience is over, each at its own time', async () => {
    for (const name of ['a', 'b', 'c']) enter(name);
    await clock.advance(20);
    enter('d');
    await clock.advance(29);
    expect(admitted).toHaveLength(2);
    await clock.advance(1);
    expect(admitted.slice(2)).toEqual(['c extra']);
    await clock.advance(20);
    expect(admitted.slice(3)).toEqual(['d extra']);
  });

  it('opens none while the kept places come back fast: then it is this node that has too much to do', async () => {
    for (let n = 0; n < 40; n += 1) enter(String(n));
    for (let n = 0; n < 5; n += 1) {
      await clock.advance(10);
      slots.release(ORIGIN, 'kept');
    }
    expect(admitted.filter((one) => one.endsWith('extra'))).toEqual([]);
    // A service that begins to hold its callers is noticed within one patience.
    await clock.advance(50);
    expect(admitted.filter((one) => one.endsWith('extra'))).toEqual(['7 extra', '8 extra']);
  });

  it('looks twice where this process stood still', async () => {
    for (let n = 0; n < 10; n += 1) enter(String(n));
    clock.stall(300);
    await clock.advance(1);
    expect(admitted).toHaveLength(2);
    await clock.advance(50);
    expect(admitted.slice(2)).toEqual(['2 extra', '3 extra']);
  });

  it('hands on no extra place once the kept ones are fast again', async () => {
    for (let n = 0; n < 60; n += 1) enter(String(n));
    await clock.advance(50);
    slots.release(ORIGIN, 'extra');
    expect(admitted.filter((one) => one.endsWith('extra'))).toEqual(['2 extra', '3 extra', '4 extra']);
    slots.leave(ORIGIN, enter('gone'));
    slots.release(ORIGIN, 'extra');
    slots.release(ORIGIN, 'extra');
    for (let n = 0; n < 10; n += 1) {
      await clock.advance(10);
      slots.release(ORIGIN, 'kept');
    }
    const extra = admitted.filter((one) => one.endsWith('extra')).length;
    for (let n = 0; n < 10; n += 1) {
      await clock.advance(10);
      slots.release(ORIGIN, 'kept');
    }
    expect(admitted.filter((one) => one.endsWith('extra'))).toHaveLength(extra);
  });

  it('lets wait what fits into neither lane, and serves it from both', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) enter(name);
    await clock.advance(1_000);
    expect(admitted).toHaveLength(4);
    slots.release(ORIGIN, 'extra');
    slots.release(ORIGIN, 'kept');
    expect(admitted.slice(4)).toEqual(['e extra', 'f kept']);
    expect(slots.counts()).toEqual({ inUse: 4, waiting: 1, origins: 1 });
  });

  it('keeps an extra place free for a waiter that is still patient', async () => {
    for (const name of ['a', 'b', 'c']) enter(name);
    await clock.advance(50);
    enter('d');
    slots.release(ORIGIN, 'extra');
    expect(admitted.slice(2)).toEqual(['c extra']);
    await clock.advance(50);
    expect(admitted.slice(3)).toEqual(['d extra']);
  });

  it('passes over those who left, and takes no harm from leaving twice or too late', () => {
    enter('a');
    const b = enter('b');
    const c = enter('c');
    enter('d');
    slots.leave(ORIGIN, c);
    slots.leave(ORIGIN, c);
    slots.leave(ORIGIN, b);
    slots.leave('http://unknown', c);
    slots.release(ORIGIN, 'kept');
    expect(admitted.slice(2)).toEqual(['d kept']);
  });

  it('forgets an origin, and its timer, when nobody is left', () => {
    enter('a');
    enter('b');
    const c = enter('c');
    slots.leave(ORIGIN, c);
    expect(clock.pendingTimers).toBe(0);
    slots.release(ORIGIN, 'kept');
    slots.release(ORIGIN, 'kept');
    expect(slots.counts()).toEqual({ inUse: 0, waiting: 0, origins: 0 });
  });

  it('refuses to be given back what nobody has', () => {
    expect(() => slots.release(ORIGIN, 'kept')).toThrow(/no kept place is held/);
    enter('a');
    expect(() => slots.release(ORIGIN, 'extra')).toThrow(/no extra place is held/);
  });

  it('survives a waiter that is done at once', () => {
    for (const name of ['a', 'b']) enter(name);
    for (let n = 0; n < 100; n += 1) {
      slots.enter(ORIGIN, { admitted: (lane) => slots.release(ORIGIN, lane) });
    }
    slots.release(ORIGIN, 'kept');
    expect(slots.counts()).toEqual({ inUse: 1, waiting: 0, origins: 1 });
    slots.release(ORIGIN, 'kept');
    expect(slots.counts()).toEqual({ inUse: 0, waiting: 0, origins: 0 });
    expect(clock.pendingTimers).toBe(0);
  });
});
