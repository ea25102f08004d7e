/** 30,000 jobs by bulk: assigned to three nodes as fast as they are created, by a hub that stays small. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cluster } from './cluster.js';

const JOBS = 30_000;
const ITEMS = 2_500;
/** After the last was created; how fast the database takes them is the machine's affair. */
const ASSIGNED_WITHIN_MS = 10_000;
const HUB_MB = 400;

let cluster: Cluster;

beforeAll(async () => {
  cluster = await Cluster.start({ hubs: 1, weights: [1, 1, 1] });
}, 120_000);

afterAll(() => cluster?.stop());

function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)![1]) / 1_024;
}

it('assigns 30,000 jobs as fast as they come, with at most 400 MB resident in the hub', async () => {
  const startedAt = performance.now();
  for (let from = 0; from < JOBS; from += ITEMS) {
    const items = Array.from({ length: ITEMS }, (_, i) => ({
      name: `job-${from + i}`,
      schedule: { cron: `${(from + i) % 60} ${Math.floor((from + i) / 60) % 24} 1 1 *` },
      callback: { type: 'http', url: 'http://127.0.0.1:9/never' },
    }));
    const answer = await cluster.api.post<{ items: { status: number }[] }>('/jobs/bulk', { items });
    expect(answer.items.every(({ status }) => status === 201)).toBe(true);
  }
  const createdMs = performance.now() - startedAt;
  await cluster.waitForAssigned(JOBS, ASSIGNED_WITHIN_MS);
  const assignedMs = performance.now() - startedAt;
  const peakMb = residentMb(cluster.hubs[0]!.pid);
  const nodesMb = [...cluster.nodes.values()].map(({ pid }) => Math.round(residentMb(pid)));
  console.log(
    `created in ${Math.round(createdMs)} ms, assigned ${Math.round(assignedMs)} ms after the first request; ` +
      `peak resident: hub ${Math.round(peakMb)} MB, nodes ${nodesMb.join(', ')} MB`,
  );
  expect(peakMb).toBeLessThanOrEqual(HUB_MB);
  const counts = Object.values(await cluster.assignmentCounts());
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
}, 300_000);
