/** The promises that have figures, each shown on real processes. */
import { check } from '../check/check.js';
import { alertDeaths } from './alert-deaths.js';
import { alertFlood } from './alert-flood.js';
import { blackHole } from './black-hole.js';
import type { FaultCluster } from './fault-cluster.js';
import { sleep } from './injectors.js';
import { onStage, quantile, TTL_S, verdictOf, type ScenarioOptions, type ScenarioResult } from './stage.js';
import { totalOutage } from './total-outage.js';

const STOP_WITHIN_MS = 40_000;
/** What was claimed before a delete fires, where nothing but the claim tells of it. */
const LOOK_AHEAD_MS = 500;

/** A node that holds 10,000 jobs is killed: every planned time is accounted for, and the other goes on in time. */
async function killedNode({ tell, scale }: ScenarioOptions): Promise<ScenarioResult> {
  const jobs = Math.round(20_000 * scale);
  const everyMs = 30_000;
  return onStage(2, async ({ cluster, workload, story }) => {
    await workload.createEqual(jobs, everyMs);
    tell(`${jobs} fire_all jobs on two nodes, each every ${everyMs} ms`);
    await sleep(everyMs + 5_000);
    const killedAt = Date.now();
    await cluster.kill('node-1');
    await sleep(everyMs + 30_000);
    const told = await story(Date.now() - 15_000, {
      kind: 'node_killed',
      target: 'node-1',
      from: killedAt,
      until: killedAt,
    });
    // So many jobs written within seconds are a load of their own, and begin late by a moment.
    const verdict = check({ ...told, punctualWithinMs: 2_500 });
    // Of the dead node's jobs, the first delivery of a time planned after the kill.
    const wasThere = new Set(
      told.deliveries.filter(({ nodeId, at }) => nodeId === 'node-1' && at < killedAt).map(({ jobId }) => jobId),
    );
    const firstElsewhere = new Map<string, { at: number; plannedAt: number }>();
    for (const { jobId, nodeId, at, plannedAt } of told.deliveries) {
      if (at < killedAt || nodeId === 'node-1' || !wasThere.has(jobId) || firstElsewhere.has(jobId)) continue;
      firstElsewhere.set(jobId, { at, plannedAt });
    }
    // A job that was due only later could not fire earlier.
    const waits = [...firstElsewhere.values()].map(({ at, plannedAt }) => at - Math.max(killedAt, plannedAt));
    const longestMs = Math.max(0, ...waits);
    const limitMs = TTL_S * 1_000 + 3_000;
    return verdictOf(verdict, told, longestMs <= limitMs && firstElsewhere.size === wasThere.size, [
      `jobs of the killed node: ${wasThere.size}, fired elsewhere: ${firstElsewhere.size}`,
      `longest wait for a due job after the kill: ${longestMs} ms (limit ${limitMs} ms)`,
    ]);
  });
}

/** The database is away for two minutes at 200 runs a second: all arrive on time, all are in the table afterwards. */
async function databaseAway({ tell, scale }: ScenarioOptions): Promise<ScenarioResult> {
  const outageMs = Math.round(120_000 * scale);
  return onStage(3, async ({ cluster, workload, story }) => {
    await workload.createEqual(200, 1_000);
    await sleep(15_000);
    const from = Date.now();
    await cluster.mariadb.kill();
    tell(`the database is down for ${outageMs} ms at 200 runs a second`);
    await sleep(outageMs);
    await cluster.mariadb.restart();
    const until = Date.now();
    await sleep(45_000);
    const told = await story(until + 10_000, { kind: 'database_down', target: 'all', from, until });
    const verdict = check(told);
    const planned = told.jobs.length * Math.floor(outageMs / 1_000);
    const inside = told.deliveries.filter(
      ({ plannedAt }) => plannedAt > from && plannedAt <= from + Math.floor(outageMs / 1_000) * 1_000,
    );
    const lateness = inside.map(({ at, plannedAt }) => at - plannedAt).sort((a, b) => a - b);
    const p99 = quantile(lateness, 0.99);
    const starts = new Map(told.rows.map(({ runId, startedAt }) => [runId, startedAt]));
    const untrue = inside.filter(({ runId, at }) => Math.abs((starts.get(runId) ?? 0) - at) > 1_000).length;
    const passed = inside.length === planned && untrue === 0 && p99 <= 50;
    return verdictOf(verdict, told, passed, [
      `arrived while the database was away: ${inside.length} of ${planned}`,
      `lateness at the target: p50 ${quantile(lateness, 0.5)} ms, p99 ${p99} ms (limit 50 ms)`,
      `without their true start in the table: ${untrue}`,
    ]);
  });
}

/** etcd is away for two minutes: all fire, none twice, and edits and deletes take effect meanwhile. */
async function etcdAway({ tell, scale }: ScenarioOptions): Promise<ScenarioResult> {
  const outageMs = Math.round(120_000 * scale);
  return onStage(3, async ({ cluster, workload, story }) => {
    await workload.createEqual(200, 1_000);
    await sleep(15_000);
    const from = Date.now();
    await cluster.etcd.kill();
    tell(`etcd is down for ${outageMs} ms`);
    await sleep(outageMs / 3);
    const [edited, deleted] = [...workload.stories.keys()] as [string, string];
    await workload.edit(edited, { everyMs: 5_000 });
    await workload.delete(deleted);
    await sleep((outageMs * 2) / 3);
    await cluster.etcd.restart();
    const until = Date.now();
    const convergedMs = await readyAgainWithin(cluster, until);
    await sleep(40_000);
    const told = await story(until + 10_000, { kind: 'etcd_down', target: 'all', from, until });
    const verdict = check(told);
    const twice = told.deliveries.length - new Set(told.deliveries.map(({ runId }) => runId)).size;
    const deletedAt = workload.stories.get(deleted)!.deletedAt!;
    const afterDelete = told.deliveries.filter(
      ({ jobId, plannedAt }) => jobId === deleted && plannedAt > deletedAt + LOOK_AHEAD_MS,
    ).length;
    const passed = twice === 0 && afterDelete === 0 && convergedMs <= 2_000;
    return verdictOf(verdict, told, passed, [
      `sent twice: ${twice}; of the deleted job after its delete: ${afterDelete}`,
      `every process ready again ${convergedMs} ms after etcd answered (limit 2000 ms)`,
    ]);
  });
}

async function readyAgainWithin(cluster: FaultCluster, since: number): Promise<number> {
  for (const { id } of cluster.members.values()) await cluster.waitUntilReady(id, 30_000);
  return Date.now() - since;
}

/** A node stands still for 30 s and goes on: what was taken over meanwhile it does not fire again. */
async function stoppedNode({ tell }: ScenarioOptions): Promise<ScenarioResult> {
  return onStage(3, async ({ cluster, workload, story }) => {
    await workload.createEqual(200, 1_000);
    await sleep(15_000);
    const from = Date.now();
    tell('a node stands still for 30 s');
    cluster.member('node-1').process.kill('SIGSTOP');
    await sleep(30_000);
    cluster.member('node-1').process.kill('SIGCONT');
    const until = Date.now();
    await sleep(40_000);
    const told = await story(until + 10_000, { kind: 'node_stalled', target: 'node-1', from, until });
    const again = told.deliveries.filter(
      (one) =>
        one.nodeId === 'node-1' && one.at > until && one.plannedAt < until - 2_000 && one.plannedAt > from + 2_000,
    ).length;
    return verdictOf(check(told), told, again === 0, [
      `sent by the node after it went on, of what others had: ${again}`,
    ]);
  });
}

/** Every node and hub is restarted by SIGTERM, one after the other, under load: nothing missed, nothing sent twice. */
async function rollingRestart({ tell }: ScenarioOptions): Promise<ScenarioResult> {
  return onStage(3, async ({ cluster, workload, story }) => {
    await workload.createEqual(400, 2_000);
    await sleep(15_000);
    const codes: (number | string)[] = [];
    for (const { id } of [...cluster.nodes(), ...cluster.hubs()]) {
      tell(`restarting ${id}`);
      codes.push(await cluster.terminate(id, STOP_WITHIN_MS));
      await cluster.startAgain(id);
      await cluster.waitUntilReady(id, 30_000);
      await sleep(3_000);
    }
    const until = Date.now();
    await sleep(25_000);
    const told = await story(until);
    // No fault is told of: a clean restart excuses nothing but a start that is late by a moment.
    const verdict = check({ ...told, punctualWithinMs: 2_500 });
    const twice = told.deliveries.length - new Set(told.deliveries.map(({ runId }) => runId)).size;
    return verdictOf(verdict, told, twice === 0 && codes.every((code) => code === 0), [
      `exit codes: ${codes.join(', ')}; sent twice: ${twice}`,
    ]);
  });
}

export const SCENARIOS: Record<string, (options: ScenarioOptions) => Promise<ScenarioResult>> = {
  'killed-node': killedNode,
  'database-away': databaseAway,
  'etcd-away': etcdAway,
  'stopped-node': stoppedNode,
  'rolling-restart': rollingRestart,
  'total-outage': totalOutage,
  'black-hole': blackHole,
  'alert-deaths': alertDeaths,
  'alert-flood': alertFlood,
};
