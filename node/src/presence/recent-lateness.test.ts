import { expect, test } from 'vitest';
import { createNodeMetrics } from '../metrics.js';
import { RecentLateness } from './recent-lateness.js';

function setup() {
  const { lateness } = createNodeMetrics(false).metrics;
  let now = 0;
  const recent = new RecentLateness(lateness, { monotonic: () => now });
  const pass = (ms: number): void => {
    now += ms;
  };
  return { lateness, recent, pass };
}

test('without a run there is no lateness', async () => {
  const { recent } = setup();
  expect(await recent.read()).toEqual({ runs: 0, p50Ms: null, p99Ms: null });
});

test('what lies within a bucket is interpolated', async () => {
  const { recent, lateness } = setup();
  for (let i = 0; i < 98; i += 1) lateness.observe(0.002);
  lateness.observe(0.2);
  lateness.observe(0.2);
  const { runs, p50Ms, p99Ms } = await recent.read();
  expect(runs).toBe(100);
  expect(p50Ms).toBeGreaterThan(1);
  expect(p50Ms).toBeLessThan(2.5);
  expect(p99Ms).toBeGreaterThan(100);
  expect(p99Ms).toBeLessThanOrEqual(250);
});

test('only the last minute counts', async () => {
  const { recent, lateness, pass } = setup();
  lateness.observe(4);
  await recent.read();
  for (let i = 0; i < 20; i += 1) {
    pass(5_000);
    if (i === 19) lateness.observe(0.002);
    await recent.read();
  }
  const { runs, p99Ms } = await recent.read();
  expect(runs).toBe(1);
  expect(p99Ms).toBeLessThanOrEqual(2.5);
});

test('what is later than every bound counts as the last bound', async () => {
  const { recent, lateness } = setup();
  lateness.observe(10_000);
  expect((await recent.read()).p99Ms).toBe(300_000);
});
