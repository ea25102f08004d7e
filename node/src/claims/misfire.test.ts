import { describe, expect, it } from 'vitest';
import type { Schedule } from '@crony/shared/domain/schedule/schedule';
import { resolveGap, type MisfireRules } from './misfire.js';

/** Every second on the second. */
const everySecond: Schedule = { next: (after) => (Math.floor(after / 1_000) + 1) * 1_000 };
const rules: MisfireRules = { misfire: 'fire_once', misfireAfterMs: 5_000, misfireLimit: 100 };

describe('resolveGap', () => {
  it('leaves alone what is merely late', () => {
    expect(resolveGap(everySecond, 0, 6_000, rules)).toBeNull();
  });

  it('fire_once starts the latest and records each of the others', () => {
    const gap = resolveGap(everySecond, 0, 9_500, rules);
    expect(gap).toEqual({
      fire: [4_000],
      missed: [1_000, 2_000, 3_000].map((at) => ({ firstAt: at, lastAt: at, count: 1 })),
      through: 4_000,
    });
  });

  it('skip starts none', () => {
    const gap = resolveGap(everySecond, 0, 9_500, { ...rules, misfire: 'skip' });
    expect(gap?.fire).toEqual([]);
    expect(gap?.missed.map(({ firstAt }) => firstAt)).toEqual([1_000, 2_000, 3_000, 4_000]);
  });

  it('fire_all starts them all, oldest first', () => {
    expect(resolveGap(everySecond, 0, 9_500, { ...rules, misfire: 'fire_all' })?.fire).toEqual([
      1_000, 2_000, 3_000, 4_000,
    ]);
  });

  it.each([
    // 600 planned times were missed, and 100 of them may be told apart.
    { misfire: 'skip', fire: 0, missed: { firstAt: 1_000, lastAt: 600_000, count: 600 } },
    { misfire: 'fire_once', fire: 1, missed: { firstAt: 1_000, lastAt: 599_000, count: 599 } },
    { misfire: 'fire_all', fire: 100, missed: { firstAt: 1_000, lastAt: 500_000, count: 500 } },
  ] as const)('beyond the limit a gap is one row: $misfire', ({ misfire, fire, missed }) => {
    const gap = resolveGap(everySecond, 0, 605_500, { ...rules, misfire });
    expect(gap?.fire).toHaveLength(fire);
    expect(gap?.missed).toEqual([missed]);
    expect(gap?.through).toBe(600_000);
  });

  it('starts nothing whose start deadline has passed', () => {
    const gap = resolveGap(everySecond, 0, 9_500, { ...rules, misfire: 'fire_all', startDeadlineMs: 6_000 });
    expect(gap?.fire).toEqual([4_000]);
    expect(gap?.missed).toHaveLength(3);
  });

  it('accounts for every planned time, fired or missed, in the order of time', () => {
    for (const misfire of ['skip', 'fire_once', 'fire_all'] as const) {
      for (const now of [6_500, 20_000, 105_500, 106_500, 300_000]) {
        const gap = resolveGap(everySecond, 0, now, { ...rules, misfire });
        const expected = Math.ceil((now - 5_000) / 1_000) - 1;
        const missed = gap?.missed.reduce((sum, { count }) => sum + count, 0) ?? 0;
        expect((gap?.fire.length ?? 0) + missed).toBe(expected);
      }
    }
  });

  it('ends for a schedule that ends', () => {
    const once: Schedule = { next: (after) => (after < 1_000 ? 1_000 : null) };
    expect(resolveGap(once, 0, 60_000, rules)).toEqual({ fire: [1_000], missed: [], through: 1_000 });
  });
});
