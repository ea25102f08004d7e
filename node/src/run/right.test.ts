import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/kit/fake-clock.js';
import { momentOf, Right } from './right.js';

// A TTL of 6 s has a margin of 1.2 s.
const LASTS_MS = 4_800;

function confirmedRight() {
  const clock = new FakeClock();
  const right = new Right(6_000, clock);
  right.confirm(momentOf(clock));
  return { clock, right };
}

describe('Right', () => {
  it('is not certain before anything was confirmed', () => {
    expect(new Right(6_000, new FakeClock()).isCertain()).toBe(false);
  });

  it('lasts until the margin before the TTL, not a millisecond longer', () => {
    const { clock, right } = confirmedRight();
    clock.stall(LASTS_MS - 1);
    expect(right.isCertain()).toBe(true);
    clock.stall(1);
    expect(right.isCertain()).toBe(false);
  });

  it('keeps a margin of at least a second', () => {
    const clock = new FakeClock();
    const right = new Right(3_000, clock);
    right.confirm(momentOf(clock));
    clock.stall(1_999);
    expect(right.isCertain()).toBe(true);
    clock.stall(1);
    expect(right.isCertain()).toBe(false);
  });

  it('counts from the sending, however late the answer comes', () => {
    const clock = new FakeClock();
    const right = new Right(6_000, clock);
    const sent = momentOf(clock);
    clock.stall(4_000);
    right.confirm(sent);
    clock.stall(799);
    expect(right.isCertain()).toBe(true);
    clock.stall(1);
    expect(right.isCertain()).toBe(false);
  });

  it('does not fall back when an older answer arrives after a newer one', () => {
    const { clock, right } = confirmedRight();
    const older = momentOf(clock);
    clock.stall(3_000);
    right.confirm(momentOf(clock));
    right.confirm(older);
    clock.stall(LASTS_MS - 1);
    expect(right.isCertain()).toBe(true);
  });

  it('ends in a suspension that only the wall clock saw', () => {
    const { clock, right } = confirmedRight();
    clock.stepWall(LASTS_MS);
    expect(right.isCertain()).toBe(false);
  });

  it('is not prolonged by a wall clock that is set back', () => {
    const { clock, right } = confirmedRight();
    clock.stepWall(-3_600_000);
    clock.stall(LASTS_MS - 1);
    expect(right.isCertain()).toBe(true);
    clock.stall(1);
    expect(right.isCertain()).toBe(false);
  });

  it('comes back with the next confirmation', () => {
    const { clock, right } = confirmedRight();
    clock.stall(60_000);
    expect(right.isCertain()).toBe(false);
    right.confirm(momentOf(clock));
    expect(right.isCertain()).toBe(true);
  });
});
