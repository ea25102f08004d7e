/**
 * Hubs and nodes of an earlier commit at work, and each is replaced by this one, one after the other, as docs/operate.md
 * says: tables first, then hubs, then nodes. Nothing planned is lost, and nothing is sent twice.
 */
import { check } from '../check/check.js';
import type { Delivery } from '../check/story.js';
import { Random } from '../sim/random.js';
import { buildStory } from './build-story.js';
import { FaultCluster } from './fault-cluster.js';
import { sleep } from './injectors.js';
import { Receiver } from './receiver.js';
import { quantile, verdictOf, TTL_S, type ScenarioResult } from './stage.js';
import { Workload } from './workload.js';

const EVERY_MS = 2_000;
const SETTLED_MS = 15_000;
const BETWEEN_MS = 3_000;
const STOP_WITHIN_MS = 40_000;
/** As in the rolling restart: a job that has just moved may start late by a moment. */
const PUNCTUAL_WITHIN_MS = 2_500;
const LATE_MS = 500;

export interface RollingUpgradeOptions {
  /** The earlier build. */
  program: string;
  hubs: number;
  nodes: number;
  runsPerSecond: number;
  tell: (line: string) => void;
}

export async function rollingUpgrade(options: RollingUpgradeOptions): Promise<ScenarioResult> {
  const { program, hubs, nodes, runsPerSecond, tell } = options;
  const receiver = await Receiver.start();
  const cluster = await FaultCluster.start({ hubs, nodes, ttlS: TTL_S, receiverUrl: receiver.url, program });
  try {
    const workload = new Workload(cluster, receiver.url, new Random(1));
    const startedAt = Date.now();
    const jobs = Math.round((runsPerSecond * EVERY_MS) / 1_000);
    await workload.createEqual(jobs, EVERY_MS);
    tell(`${jobs} jobs, each every ${EVERY_MS} ms, on ${hubs} hubs and ${nodes} nodes of the earlier commit`);
    await sleep(SETTLED_MS);
    await cluster.migrate();
    tell('the tables are those of this commit');
    await sleep(BETWEEN_MS);
    const codes: (number | string)[] = [];
    const steps: { id: string; at: number }[] = [];
    for (const { id } of [...cluster.hubs(), ...cluster.nodes()]) {
      tell(`replacing ${id}`);
      steps.push({ id, at: Date.now() });
      codes.push(await cluster.terminate(id, STOP_WITHIN_MS));
      cluster.member(id).program = undefined;
      await cluster.startAgain(id);
      await cluster.waitUntilReady(id, 30_000);
      await sleep(BETWEEN_MS);
    }
    const versions = await Promise.all(cluster.hubs().map(({ process }) => versionOf(process.url)));
    const until = Date.now();
    await sleep(20_000);
    const story = await buildStory({
      ...{ cluster, receiver, workload, startedAt, endedAt: until },
      faults: [],
      punctualWithinMs: PUNCTUAL_WITHIN_MS,
    });
    const verdict = check(story);
    const twice = story.deliveries.length - new Set(story.deliveries.map(({ runId }) => runId)).size;
    const { lateness } = verdict.tally;
    const passed = twice === 0 && codes.every((code) => code === 0) && verdict.tally.planned > 0;
    return verdictOf(verdict, story, passed, [
      `under way for ${Math.round((until - startedAt) / 1_000)} s, replaced: ${codes.length}, exit codes: ${codes.join(', ')}`,
      `hubs now: ${versions.join(', ')}`,
      `sent twice: ${twice}`,
      `lateness at the target: p50 ${quantile(lateness, 0.5)} ms, p99 ${quantile(lateness, 0.99)} ms, ` +
        `most ${lateness.at(-1) ?? 0} ms`,
      `later than ${LATE_MS} ms, by the step under way: ${lateBySteps(story.deliveries, steps)}`,
    ]);
  } finally {
    await cluster.stop();
    await receiver.stop();
  }
}

/** Which replacement costs what. */
function lateBySteps(deliveries: readonly Delivery[], steps: readonly { id: string; at: number }[]): string {
  const counts = new Map<string, number>();
  for (const { at, plannedAt } of deliveries) {
    if (at - plannedAt <= LATE_MS) continue;
    const step = steps.findLast(({ at: from }) => from <= plannedAt)?.id ?? 'none';
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  return [...counts].map(([step, n]) => `${step} ${n}`).join(', ') || 'none';
}

async function versionOf(url: string): Promise<string> {
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as { info: { version: string } };
  return document.info.version;
}
