import { describe, expect, it } from 'vitest';
import { jitterOffsetMs } from './jitter.js';

const ids = Array.from(
  { length: 20_000 },
  (_, i) => `01932b1e-7c00-7${i.toString(16).padStart(3, '0').slice(-3)}-8000-${i.toString(16).padStart(12, '0')}`,
);

describe('jitterOffsetMs', () => {
  it('is the same whenever and wherever it is asked', () => {
    expect(jitterOffsetMs(ids[7]!, 60_000)).toBe(jitterOffsetMs(ids[7]!, 60_000));
    // A released version's answer must not change: nodes of two versions hold the same jobs during an upgrade.
    expect(jitterOffsetMs('01932b1e-7c00-7000-8000-000000000001', 60_000)).toBe(19691);
  });

  it('reaches from 0 to jitterMs, both included, and nothing else', () => {
    const offsets = ids.map((id) => jitterOffsetMs(id, 3));
    expect([...new Set(offsets)].sort()).toEqual([0, 1, 2, 3]);
    expect(jitterOffsetMs(ids[0]!, 0)).toBe(0);
  });

  it('spreads ids evenly: each tenth of the range gets a tenth of the ids, within a tenth', () => {
    const tenths = new Array<number>(10).fill(0);
    for (const id of ids) tenths[Math.floor((jitterOffsetMs(id, 99_999) / 100_000) * 10)]!++;
    for (const count of tenths) expect(Math.abs(count - ids.length / 10)).toBeLessThan(ids.length / 100);
  });
});
