import { describe, expect, it } from 'vitest';
import { RecentChanges } from './recent-changes.js';

function tableOf(rows: { id: string; updatedAt: number }[]) {
  const asked: number[] = [];
  return {
    asked,
    rows,
    changedSince: async (since: number, limit: number) => {
      asked.push(limit);
      return rows
        .filter(({ updatedAt }) => updatedAt >= since)
        .sort((a, b) => a.updatedAt - b.updatedAt)
        .slice(0, limit);
    },
  };
}

describe('rows that changed lately', () => {
  it('are told once, and again when they change again', async () => {
    const table = tableOf([
      { id: 'old', updatedAt: 80_000 },
      { id: 'j', updatedAt: 95_000 },
    ]);
    const recent = new RecentChanges(table, 100_000);
    expect(await recent.read()).toEqual({ jobIds: ['j'], complete: true });
    expect((await recent.read()).jobIds).toEqual([]);
    table.rows[1]!.updatedAt = 101_000;
    expect((await recent.read()).jobIds).toEqual(['j']);
  });

  it('include those committed a little late, or by a hub whose clock is a little behind', async () => {
    const table = tableOf([{ id: 'j', updatedAt: 120_000 }]);
    const recent = new RecentChanges(table, 100_000);
    await recent.read();
    table.rows.push({ id: 'late', updatedAt: 111_000 });
    expect((await recent.read()).jobIds).toEqual(['late']);
    table.rows.push({ id: 'too-late', updatedAt: 109_000 });
    expect((await recent.read()).jobIds).toEqual([]); // for the full compare to find
  });

  it('of one instant may be more than a page', async () => {
    const table = tableOf(Array.from({ length: 20_000 }, (_, i) => ({ id: `j${i}`, updatedAt: 100_000 })));
    const { jobIds, complete } = await new RecentChanges(table, 100_000).read();
    expect([jobIds.length, complete]).toEqual([20_000, true]);
    expect(table.asked).toEqual([1_000, 8_000, 64_000]);
  });

  it('say so when there are too many to name', async () => {
    const table = tableOf(Array.from({ length: 64_001 }, (_, i) => ({ id: `j${i}`, updatedAt: 100_000 })));
    expect((await new RecentChanges(table, 100_000).read()).complete).toBe(false);
  });
});
