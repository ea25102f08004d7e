import { beforeEach, describe, expect, it } from 'vitest';
import type { ClaimStore } from '@crony/shared/store/store';
import { Overlap } from './overlap.js';

type Found = Awaited<ReturnType<ClaimStore['openElsewhere']>>;

const JOB = 'job';
const open = (plannedAt: number): Found => [{ runId: 'run', jobId: JOB, plannedAt, state: 'claimed' }];

/** Reads that are under way, oldest first: each is answered when the test says so. */
let reads: ((found: Found) => void)[];
let freed: number;
let overlap: Overlap;

beforeEach(() => {
  reads = [];
  freed = 0;
  const openElsewhere = (): Promise<Found> => new Promise((resolve) => reads.push(resolve));
  overlap = new Overlap(
    { nodeId: 'node', incarnation: 'process' },
    { openElsewhere } as unknown as ClaimStore,
    () => (freed += 1),
  );
});

describe('what runs elsewhere', () => {
  it('is what the table said last', async () => {
    const first = overlap.readElsewhere([JOB]);
    reads[0]!(open(5_000));
    await first;
    expect(overlap.mayRunElsewhere(JOB)).toBe(true);
    expect(overlap.mayRunElsewhere(JOB, 5_000)).toBe(false);
    const second = overlap.readElsewhere([JOB]);
    reads[1]!([]);
    await second;
    expect(overlap.mayRunElsewhere(JOB)).toBe(false);
    expect(freed).toBe(1);
  });

  it('stays suspected when an answer comes in that was asked for before', async () => {
    const before = overlap.readElsewhere([JOB]);
    overlap.suspect(JOB); // a service has accepted a run meanwhile
    reads[0]!([]);
    await before;
    expect(overlap.mayRunElsewhere(JOB, 0)).toBe(true);
    expect(freed).toBe(0);
    const after = overlap.refresh();
    reads[1]!([]);
    await after;
    expect(overlap.mayRunElsewhere(JOB)).toBe(false);
    expect(freed).toBe(1);
  });

  it('is not taken back by an older answer that was longer in coming', async () => {
    const older = overlap.readElsewhere([JOB]);
    const newer = overlap.readElsewhere([JOB]);
    reads[1]!(open(5_000));
    await newer;
    reads[0]!([]);
    await older;
    expect(overlap.mayRunElsewhere(JOB)).toBe(true);
  });

  it('is heard of again after a read that failed', async () => {
    const failing = new Overlap(
      { nodeId: 'node', incarnation: 'process' },
      { openElsewhere: () => Promise.reject(new Error('away')) } as unknown as ClaimStore,
      () => {},
    );
    await expect(failing.readElsewhere([JOB])).rejects.toThrow('away');
    failing.suspect(JOB);
    expect(failing.mayRunElsewhere(JOB)).toBe(true);
  });
});
