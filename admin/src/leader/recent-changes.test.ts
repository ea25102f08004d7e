import { describe, expect, it } from 'vitest';
import { RecentChanges } from './recent-changes.js';

function tableAt(now: number, rows: { id: string; updatedAt: number }[] = []) {
  const table = {
    time: now,
    rows,
    now: async () => table.time,
    jobs: {
      changedSince: async (since: number, limit: number) =>
        table.rows
          .filter(({ updatedAt }) => updatedAt >= since)
          .sort((a, b) => a.updatedAt - b.updatedAt)
          .slice(0, limit),
    },
  };
  return table;
}

describe('rows that changed lately', () => {
  it('are told once, and again when they change again', async () => {
    const table = tableAt(100_000, [
      { id: 'old', updatedAt: 80_000 },
      { id: 'j', updatedAt: 95_000 },
    ]);
    const recent = new RecentChanges(table);
    expect(await recent.read()).toEqual({ jobIds: ['j'], compareAll: false });
    expect((await recent.read()).jobIds).toEqual([]);
    table.time = 105_000;
    table.rows[1]!.updatedAt = 101_000;
    expect((await recent.read()).jobIds).toEqual(['j']);
  });

  it('include those committed a little late, or by a hub whose clock is a little behind', async () => {
    const table = tableAt(120_000);
    const recent = new RecentChanges(table);
    await recent.read();
    table.time = 125_000;
    table.rows.push({ id: 'late', updatedAt: 111_000 }, { id: 'too-late', updatedAt: 109_000 });
    expect((await recent.read()).jobIds).toEqual(['late']); // the other is for the full compare to find
  });

  it('lose nothing between two readings, however far apart', async () => {
    const table = tableAt(100_000);
    const recent = new RecentChanges(table);
    await recent.read();
    table.rows.push({ id: 'j', updatedAt: 100_001 });
    table.time = 500_000;
    expect((await recent.read()).jobIds).toEqual(['j']);
  });

  it('are too many to name in a bulk import: all jobs are compared, once, when it is over', async () => {
    const bulk = (updatedAt: number) =>
      Array.from({ length: 3_000 }, (_, i) => ({ id: `${updatedAt}-${i}`, updatedAt }));
    const table = tableAt(100_000, bulk(100_000));
    const recent = new RecentChanges(table);
    expect(await recent.read()).toEqual({ jobIds: [], compareAll: false });
    table.time = 105_000;
    table.rows.push(...bulk(105_000));
    expect(await recent.read()).toEqual({ jobIds: [], compareAll: false });
    table.time = 116_000;
    expect((await recent.read()).compareAll).toBe(false); // the overlap still reaches into it
    table.time = 121_000;
    table.rows.push({ id: 'single', updatedAt: 120_000 });
    expect(await recent.read()).toEqual({ jobIds: ['single'], compareAll: true });
    table.time = 126_000;
    expect(await recent.read()).toEqual({ jobIds: [], compareAll: false });
  });
});
