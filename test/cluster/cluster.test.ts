/**
 * The whole on real processes: two hubs, three nodes, etcd and MariaDB. The steps build on each other, as the life of
 * a cluster does; at the end the whole history of etcd is read for a moment at which a job had two owners or none.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CallbackTarget } from '../kit/callback-target.js';
import { waitUntil } from '../kit/wait-until.js';
import { Cluster } from './cluster.js';

const TTL_S = 3;
const TTL_MS = TTL_S * 1_000;
const JOBS = 600;
const PERIOD_MS = 4_000;

let cluster: Cluster;
let target: CallbackTarget;
/** Ids of the jobs that exist. */
const jobs = new Set<string>();
/** Ids of jobs that were deleted, with nothing to say about their keys afterwards. */
const deleted = new Set<string>();

beforeAll(async () => {
  target = await CallbackTarget.start();
  cluster = await Cluster.start({ hubs: 2, weights: [1, 2, 3], ttlS: TTL_S });
}, 120_000);

afterAll(async () => {
  await cluster?.stop();
  await target?.stop();
});

async function createJobs(count: number, from: number): Promise<void> {
  const items = Array.from({ length: count }, (_, i) => ({
    name: `job-${from + i}`,
    schedule: { everyMs: PERIOD_MS, phaseMs: ((from + i) * 37) % PERIOD_MS },
    callback: { type: 'http', url: target.url('/ok') },
  }));
  const answer = await cluster.api.post<{ items: { status: number; job: { id: string } }[] }>('/jobs/bulk', { items });
  for (const { status, job } of answer.items) {
    expect(status).toBe(201);
    jobs.add(job.id);
  }
}

/** Jobs called since a request number, by their ids. */
function firedAfter(requestNumber: number): Set<string> {
  return new Set(target.ledger.records({ afterNumber: requestNumber }).map(({ jobId }) => jobId));
}

const lastRequest = (): number => target.ledger.summary().requests;

async function expectAllFireFrom(requestNumber: number, ids: Iterable<string>, limitMs: number): Promise<void> {
  const missing = new Set(ids);
  await waitUntil(`all of ${missing.size} jobs fire`, limitMs, () => {
    for (const jobId of firedAfter(requestNumber)) missing.delete(jobId);
    return missing.size === 0;
  }).catch((error: unknown) => {
    throw new Error(`${missing.size} jobs did not fire, such as ${[...missing][0]}\n${cluster.logs()}`, {
      cause: error,
    });
  });
}

describe('a cluster', () => {
  it('gives 600 jobs to nodes of weight 1, 2 and 3 as 100, 200 and 300', async () => {
    await createJobs(JOBS, 0);
    await cluster.waitForAssigned(JOBS, 20_000);
    const counts = await cluster.assignmentCounts();
    expect(counts['node-1']).toBeGreaterThanOrEqual(99);
    expect(counts['node-1']).toBeLessThanOrEqual(101);
    expect(counts['node-2']).toBeGreaterThanOrEqual(199);
    expect(counts['node-2']).toBeLessThanOrEqual(201);
    expect(counts['node-3']).toBeGreaterThanOrEqual(299);
    expect(counts['node-3']).toBeLessThanOrEqual(301);
    await expectAllFireFrom(0, jobs, PERIOD_MS + 5_000);
  }, 60_000);

  it('keeps the shares within 5 % after 300 random deletes and 300 creates', async () => {
    const doomed = [...jobs].sort(() => Math.random() - 0.5).slice(0, 300);
    await Promise.all(doomed.map((id) => cluster.api.delete(`/jobs/${id}`)));
    for (const id of doomed) {
      jobs.delete(id);
      deleted.add(id);
    }
    await cluster.waitForAssigned(JOBS - 300, 20_000);
    await createJobs(300, JOBS);
    await cluster.waitForAssigned(JOBS, 20_000);
    const counts = await cluster.assignmentCounts();
    expect(Math.abs(counts['node-1']! - 100)).toBeLessThanOrEqual(5);
    expect(Math.abs(counts['node-2']! - 200)).toBeLessThanOrEqual(10);
    expect(Math.abs(counts['node-3']! - 300)).toBeLessThanOrEqual(15);
  }, 60_000);

  it('another hub leads within TTL + 1 s of the death of the leader', async () => {
    const leader = (await cluster.leader())!;
    leader.kill('SIGKILL');
    const diedAt = performance.now();
    await waitUntil('another leader', TTL_MS + 5_000, async () => {
      const next = await cluster.leader();
      return next !== undefined && next !== leader;
    });
    expect(performance.now() - diedAt).toBeLessThanOrEqual(TTL_MS + 1_000);
    await createJobs(10, 2_000);
    await cluster.waitForAssigned(JOBS + 10, 10_000);
  }, 60_000);

  it('fires the jobs of a killed node elsewhere within TTL + 3 s, and moves no other job', async () => {
    const before = await cluster.assignments();
    const request = lastRequest();
    cluster.nodes.get('node-2')!.kill('SIGKILL');
    await expectAllFireFrom(request, before.get('node-2')!, TTL_MS + 3_000);
    await cluster.waitForAssigned(jobs.size, 5_000);
    const after = await cluster.assignments();
    expect(after.has('node-2')).toBe(false);
    for (const nodeId of ['node-1', 'node-3']) {
      const lost = [...before.get(nodeId)!].filter((jobId) => !after.get(nodeId)!.has(jobId));
      expect(lost, `jobs that left ${nodeId}, which lives`).toEqual([]);
    }
  }, 60_000);

  it('goes on where it was when a killed node is back under its id within the TTL', async () => {
    const before = await cluster.assignments();
    const runsBefore = lastRequest();
    const node = cluster.nodes.get('node-3')!;
    node.kill('SIGKILL');
    await node.exited;
    await cluster.addNode('node-3', 3);
    // Each of its jobs fires twice more: once could be a run that the dead process had begun.
    await expectAllFireFrom(runsBefore, before.get('node-3')!, PERIOD_MS + TTL_MS + 5_000);
    await expectAllFireFrom(lastRequest(), before.get('node-3')!, PERIOD_MS + 5_000);
    const stuck = await waitUntil('no run is stuck', TTL_MS + 10_000, async () => {
      const open = await cluster.api.list<{ plannedAt: string }>('/runs?status=claimed');
      return open.every(({ plannedAt }) => Date.parse(plannedAt) > Date.now() - 5_000);
    });
    expect(stuck).toBe(true);
  }, 90_000);

  it('a node that joins takes its share without a job being skipped', async () => {
    const request = lastRequest();
    await cluster.addNode('node-2', 2);
    await waitUntil('the joining node has jobs', 60_000, async () => {
      const counts = await cluster.assignmentCounts();
      return (counts['node-2'] ?? 0) > 150;
    });
    await expectAllFireFrom(request, jobs, 2 * PERIOD_MS + 5_000);
  }, 90_000);

  it('drains a node that is told to stop: its jobs move first, and nothing is skipped', async () => {
    const node = cluster.nodes.get('node-1')!;
    const jobsOfNode = (await cluster.assignments()).get('node-1')!;
    const request = lastRequest();
    expect(await node.stop()).toBe(0);
    expect((await cluster.assignments()).has('node-1')).toBe(false);
    await expectAllFireFrom(request, jobsOfNode, PERIOD_MS + 5_000);
  }, 60_000);

  it('with every hub dead the nodes go on firing', async () => {
    for (const hub of cluster.hubs) hub.kill('SIGKILL');
    await Promise.all(cluster.hubs.map(({ exited }) => exited));
    await expectAllFireFrom(lastRequest(), jobs, PERIOD_MS + 3_000);
  }, 60_000);

  it('every planned time since the beginning has one row, and was called once', async () => {
    await cluster.addHub();
    const jobId = [...jobs][0]!;
    const runs = await cluster.api.list<{ plannedAt: string; trigger: string }>(`/runs?jobId=${jobId}`);
    const planned = runs.map(({ plannedAt }) => Date.parse(plannedAt)).sort((a, b) => a - b);
    const gaps = planned.slice(1).filter((time, i) => time - planned[i]! !== PERIOD_MS);
    expect(gaps).toEqual([]);
    const { repeatedRuns, runs: called } = target.ledger.summary();
    // A run whose node was killed between its call and its result is called again, under its next attempt number.
    expect(repeatedRuns / called).toBeLessThan(0.01);
    expect(target.ledger.summary().duplicates).toBe(0);
  }, 60_000);

  it('at no revision of etcd had a job two owners, or none', async () => {
    const owners = new Map<string, string>();
    for (const { revision, puts, deletes } of await cluster.assignmentHistory()) {
      const left = new Set<string>();
      for (const key of deletes) {
        const [nodeId, jobId] = key.split('/') as [string, string];
        expect(owners.get(jobId), `owner of ${jobId} before revision ${revision}`).toBe(nodeId);
        owners.delete(jobId);
        left.add(jobId);
      }
      for (const key of puts) {
        const [nodeId, jobId] = key.split('/') as [string, string];
        expect([undefined, nodeId], `${jobId} is owned twice at revision ${revision}`).toContain(owners.get(jobId));
        owners.set(jobId, nodeId);
        left.delete(jobId);
      }
      for (const jobId of left) expect(deleted.has(jobId), `${jobId} has no owner after ${revision}`).toBe(true);
    }
    expect(owners.size).toBe(jobs.size);
  }, 60_000);
});

describe('the policy fewest_jobs', () => {
  it('keeps the nodes within one job of each other, whatever their weights', async () => {
    const even = await Cluster.start({
      hubs: 1,
      weights: [1, 2, 3],
      ttlS: TTL_S,
      env: { CRONY_ASSIGNMENT_POLICY: 'fewest_jobs' },
    });
    try {
      const items = Array.from({ length: 100 }, (_, i) => ({
        name: `even-${i}`,
        schedule: { cron: '0 0 1 1 *' },
        callback: { type: 'http', url: target.url('/ok') },
      }));
      await even.api.post('/jobs/bulk', { items });
      await even.waitForAssigned(100, 20_000);
      const counts = Object.values(await even.assignmentCounts());
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    } finally {
      await even.stop();
    }
  }, 60_000);
});
