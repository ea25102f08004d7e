import { beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '@crony/shared/runtime/logger';
import type { ClaimStore, ResultWrite } from '@crony/shared/store/store';
import { holder, resultOf } from '../../../test/kit/factories.js';
import { FakeClock } from '../../../test/kit/fake-clock.js';
import { createNodeMetrics } from '../metrics.js';
import { Recorder } from './recorder.js';

let clock: FakeClock;
let written: number[];
let behind: boolean;
let recorder: Recorder;

beforeEach(() => {
  clock = new FakeClock();
  written = [];
  behind = false;
  const store = {
    writeResults: async (_holder: unknown, writes: readonly ResultWrite[]) => {
      written.push(writes.length);
      return writes.map(() => true);
    },
  } as unknown as ClaimStore;
  const { metrics } = createNodeMetrics(false);
  const common = { holder: holder(), store, clock, logger: silentLogger, metrics, stopWithinMs: 1_000 };
  recorder = new Recorder({ ...common, isBehind: () => behind });
});

let made = 0;
/** So many results, of different runs. */
function record(count: number): Promise<boolean>[] {
  return Array.from({ length: count }, () => recorder.record(resultOf({ runId: `run-${(made += 1)}`, jobId: 'job' })));
}

describe('results wait for company', () => {
  it('20 ms where few come', async () => {
    const results = record(3);
    await clock.advance(19);
    expect(written).toEqual([]);
    await clock.advance(1);
    expect(written).toEqual([3]);
    expect(await Promise.all(results)).toEqual([true, true, true]);
  });

  it('100 ms among many, and not longer than it takes to fill a batch', async () => {
    void record(60);
    await clock.advance(20);
    void record(60);
    await clock.advance(99);
    expect(written).toEqual([60]);
    await clock.advance(1);
    expect(written).toEqual([60, 60]);
    void record(500);
    await clock.advance(0);
    expect(written).toEqual([60, 60, 500]);
  });
});

describe('while due runs wait for this node', () => {
  beforeEach(() => {
    behind = true;
  });

  it('results wait until none does', async () => {
    void record(900);
    await clock.advance(500);
    expect(written).toEqual([]);
    behind = false;
    await clock.advance(20);
    expect(written).toEqual([500, 400]);
  });

  it('or for two seconds', async () => {
    void record(10);
    await clock.advance(1_990);
    expect(written).toEqual([]);
    await clock.advance(30);
    expect(written).toEqual([10]);
  });

  it('once, where the node stays behind, and again when it has caught up', async () => {
    void record(10);
    await clock.advance(2_020);
    expect(written).toEqual([10]);
    void record(20);
    await clock.advance(100);
    expect(written).toEqual([10, 20]);
    behind = false;
    void record(30);
    await clock.advance(100);
    expect(written).toEqual([10, 20, 30]);
    behind = true;
    void record(40);
    await clock.advance(1_500);
    expect(written).toEqual([10, 20, 30]);
  });

  it('or until there are too many of them, or too long ones', async () => {
    void record(20_000);
    await clock.advance(20);
    expect(written.length).toBeGreaterThan(0);
  });

  it('and a stop writes them at once', async () => {
    void record(700);
    await recorder.stop();
    expect(written).toEqual([500, 200]);
  });
});
