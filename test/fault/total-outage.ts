/**
 * Everything was away for ten minutes, and 10,000 jobs of once a second are behind by all of it. The jobs are written as
 * if ten minutes ago, which spares the waiting; meanwhile others are due now, and must not notice.
 */
import { createConnection, type Connection } from 'mysql2/promise';
import { systemClock } from '@crony/shared/runtime/clock';
import { silentLogger } from '@crony/shared/runtime/logger';
import { openStore } from '@crony/shared/store/open-store';
import { check } from '../check/check.js';
import { newJob } from '../kit/factories.js';
import { waitUntil } from '../kit/wait-until.js';
import type { FaultCluster } from './fault-cluster.js';
import { sleep } from './injectors.js';
import { onStage, quantile, verdictOf, type ScenarioOptions, type ScenarioResult } from './stage.js';

const MINUTE_MS = 60_000;
const OUTAGE_MINUTES = 10;
const AT_ONCE = 500;
const PROBE_INTERVAL_MS = 50;
const QUIET_MS = 10_000;
const NOTHING_MORE_MS = 5_000;
const LONGEST_CATCH_UP_MS = 8 * MINUTE_MS;
/** A database that is worked to death answers later than this. */
const SLOWEST_ANSWER_MS = 500;
const POLICIES = [{ misfire: 'skip' }, { misfire: 'fire_once' }, { misfire: 'fire_all', misfireLimit: 30 }] as const;

/** Due once a second in the minutes of the outage and at no other time: what comes later is not their load. */
function behind(count: number, callerUrl: string, outageEndsAt: number) {
  const last = Math.floor(outageEndsAt / MINUTE_MS) - 1; // the minute that goes on would be load of today
  const minutes = Array.from({ length: OUTAGE_MINUTES }, (_, i) => (last - i) % 60).sort((a, b) => a - b);
  return Array.from({ length: count }, (_, i) =>
    newJob({
      name: `behind-${i}`,
      schedule: { cron: `* ${minutes.join(',')} * * * *`, timeZone: 'UTC' },
      callback: { type: 'http', method: 'POST', url: `${callerUrl}/quick` },
      concurrency: 'allow',
      ...POLICIES[i % POLICIES.length]!,
    }),
  );
}

export async function totalOutage({ tell, scale }: ScenarioOptions): Promise<ScenarioResult> {
  const count = Math.round(10_000 * scale);
  return onStage(2, async ({ cluster, receiver, workload, startedAt, story }) => {
    await workload.createEqual(200, 1_000);
    await sleep(QUIET_MS);
    const probe = await Probe.start(cluster);
    await sleep(QUIET_MS);
    const before = probe.take();

    const back = await goneAndBack(cluster, async () => {
      const jobs = behind(count, receiver.url, Date.now());
      await write(cluster, jobs, startedAt - OUTAGE_MINUTES * MINUTE_MS);
    });
    tell(`${count} jobs of once a second are ${OUTAGE_MINUTES} minutes behind`);
    probe.take();
    const doneAt = await caughtUp(cluster);
    const during = probe.take();
    await probe.stop();
    await sleep(QUIET_MS);
    await workload.adopt();

    const told = await story(Date.now() - QUIET_MS);
    const first = Math.min(...told.jobs.flatMap(({ versions }) => versions.map(({ effectiveFrom }) => effectiveFrom)));
    // Everything that was due while nobody was there is late, or missed, with that reason.
    const outage = { kind: 'nodes_all_gone', target: 'all', from: first, until: doneAt } as const;
    const verdict = check({ ...told, startedAt: first, faults: [outage] });
    const punctual = (from: number, until: number): number[] =>
      told.deliveries
        .filter(({ plannedAt, jobId }) => workload.isPunctual(jobId) && plannedAt > from && plannedAt <= until)
        .map(({ at, plannedAt }) => at - plannedAt)
        .sort((a, b) => a - b);
    const beforeMs = punctual(startedAt + QUIET_MS, before.until);
    const duringMs = punctual(back, doneAt);
    const late = told.deliveries.filter(({ jobId }) => !workload.isPunctual(jobId));
    const twice = late.length - new Set(late.map(({ runId }) => runId)).size;
    const tookS = (doneAt - back) / 1_000;
    const passed = twice === 0 && quantile(during.answersMs, 0.99) <= SLOWEST_ANSWER_MS;
    return verdictOf(verdict, told, passed, [
      `caught up in ${tookS.toFixed(0)} s: ${late.length} late runs, ${(late.length / tookS).toFixed(0)} a second, ${twice} of them twice, ` +
        `${told.rows.filter(({ missedLastAt }) => missedLastAt !== null).length} rows for whole stretches`,
      `the database's answer to a reader: p50 ${quantile(before.answersMs, 0.5)} ms, p99 ${quantile(before.answersMs, 0.99)} ms before; ` +
        `p50 ${quantile(during.answersMs, 0.5)} ms, p99 ${quantile(during.answersMs, 0.99)} ms while catching up (limit ${SLOWEST_ANSWER_MS} ms)`,
      `lateness of what was due: p50 ${quantile(beforeMs, 0.5)} ms, p99 ${quantile(beforeMs, 0.99)} ms before; ` +
        `p50 ${quantile(duringMs, 0.5)} ms, p99 ${quantile(duringMs, 0.99)} ms while catching up`,
    ]);
  });
}

/** Nobody is there while `work` is done. Resolves with the instant from which everybody is again. */
async function goneAndBack(cluster: FaultCluster, work: () => Promise<void>): Promise<number> {
  const members = [...cluster.hubs(), ...cluster.nodes()];
  for (const { id } of members) await cluster.kill(id);
  await work();
  for (const { id } of members) await cluster.startAgain(id);
  for (const { id } of members) await cluster.waitUntilReady(id, MINUTE_MS);
  return Date.now();
}

async function write(cluster: FaultCluster, jobs: ReturnType<typeof behind>, at: number): Promise<void> {
  const url = cluster.mariadb.url(cluster.databaseName);
  const store = await openStore(url, { clock: systemClock, logger: silentLogger });
  try {
    for (let from = 0; from < jobs.length; from += AT_ONCE) {
      const results = await store.jobs.createMany(jobs.slice(from, from + AT_ONCE), at);
      const refused = results.find((result) => !('created' in result));
      if (refused) throw new Error(`a job was not created: ${JSON.stringify(refused)}`);
    }
  } finally {
    await store.close();
  }
}

/** Resolves with the instant from which no node had anything left to catch up with. */
async function caughtUp(cluster: FaultCluster): Promise<number> {
  const waiting = async (): Promise<number> => {
    const found = await Promise.all(cluster.nodes().map(({ process }) => gauges(process.url)));
    return found.flat().reduce((sum, value) => sum + value, 0);
  };
  await waitUntil('jobs are caught up with', MINUTE_MS, async () => (await waiting()) > 0);
  // The jobs come to their nodes in portions: none may wait for a moment, and more are to come.
  let doneAt = Infinity;
  await waitUntil('all jobs are caught up with', LONGEST_CATCH_UP_MS, async () => {
    doneAt = (await waiting()) > 0 ? Infinity : Math.min(doneAt, Date.now());
    return Date.now() - doneAt >= NOTHING_MORE_MS;
  });
  return doneAt;
}

async function gauges(url: string): Promise<number[]> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return [...text.matchAll(/^crony_jobs_catching_up(?:\{.*\})? (\d+)$/gm)].map(([, value]) => Number(value));
}

interface Answers {
  /** How long each took, the shortest first. */
  answersMs: number[];
  until: number;
}

/** Somebody who reads from the database all the while. */
class Probe {
  readonly #connection: Connection;
  #answersMs: number[] = [];
  #stopped = false;
  #looking: Promise<void> | undefined;

  static async start(cluster: FaultCluster): Promise<Probe> {
    const probe = new Probe(await createConnection(cluster.mariadb.url(cluster.databaseName)));
    probe.#looking = probe.#look();
    return probe;
  }

  private constructor(connection: Connection) {
    this.#connection = connection;
  }

  take(): Answers {
    const answersMs = this.#answersMs.sort((a, b) => a - b);
    this.#answersMs = [];
    return { answersMs, until: Date.now() };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#looking;
    await this.#connection.end();
  }

  async #look(): Promise<void> {
    while (!this.#stopped) {
      const from = performance.now();
      await this.#connection.query('SELECT state FROM runs ORDER BY id DESC LIMIT 100');
      this.#answersMs.push(Math.round(performance.now() - from));
      await sleep(PROBE_INTERVAL_MS);
    }
  }
}
