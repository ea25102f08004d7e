import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/kit/fake-clock.js';
import { RebalanceBudget } from './rebalance-budget.js';

describe('the budget for moves', () => {
  it('is earned by the minute and kept for ten seconds', () => {
    const clock = new FakeClock();
    const budget = new RebalanceBudget(60, clock);
    expect(budget.available(0)).toBe(10);
    budget.spend(10);
    expect(budget.available(0)).toBe(0);
    clock.stall(3_500);
    expect(budget.available(0)).toBe(3);
    clock.stall(3_600_000);
    expect(budget.available(0)).toBe(10);
  });

  it('comes to the whole budget over a minute, however often it is asked', () => {
    const clock = new FakeClock();
    const budget = new RebalanceBudget(90, clock);
    budget.spend(budget.available(0));
    let moves = 0;
    for (let i = 0; i < 600; i++) {
      clock.stall(100);
      const now = budget.available(0);
      budget.spend(now);
      moves += now;
    }
    expect(moves).toBeGreaterThanOrEqual(89);
    expect(moves).toBeLessThanOrEqual(90);
  });

  it('is nothing under manual, and grows with the jobs under auto', () => {
    const clock = new FakeClock();
    expect(new RebalanceBudget('manual', clock).available(1_000_000)).toBe(0);
    const auto = new RebalanceBudget('auto', clock);
    expect([auto.perMinute(10), auto.perMinute(100_000)]).toEqual([1_200, 20_000]);
  });
});
