/** A cluster at work under faults from a seed, and the verdict. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../check/check.js';
import type { Story, Verdict } from '../check/story.js';
import { Random } from '../sim/random.js';
import { buildStory } from './build-story.js';
import { FaultCluster } from './fault-cluster.js';
import { Injectors, sleep } from './injectors.js';
import { Receiver } from './receiver.js';
import { Workload } from './workload.js';

export interface FaultRunOptions {
  durationMs: number;
  seed: number;
  runsPerSecond: number;
  ttlS: number;
  /** Faults that are chosen from; all by default. */
  only?: readonly string[];
  punctualWithinMs: number;
  /** Told as it goes. */
  tell: (line: string) => void;
}

export interface FaultRunResult {
  story: Story;
  verdict: Verdict;
  /** Faults by name. */
  counts: ReadonlyMap<string, number>;
  /** What a person needs to follow a finding up; null where there is none. */
  evidence: string | null;
}

/** Two faults begin this far apart, and up to three are under way at once. */
const PAUSE_MS = [500, 6_000] as const;
const MOST_AT_ONCE = 3;
const ACT_EVERY_MS = 2_000;
const WARM_UP_MS = 5_000;

export async function runFaults(options: FaultRunOptions): Promise<FaultRunResult> {
  const { durationMs, seed, runsPerSecond, ttlS, punctualWithinMs, tell } = options;
  const random = new Random(seed);
  const receiver = await Receiver.start();
  const cluster = await FaultCluster.start({ hubs: 2, nodes: 3, ttlS, receiverUrl: receiver.url });
  try {
    const startedAt = Date.now();
    const workload = new Workload(cluster, receiver.url, random);
    await workload.createMixed(runsPerSecond);
    tell(`${workload.stories.size} jobs, about ${runsPerSecond} runs a second, seed ${seed}`);
    await sleep(WARM_UP_MS);
    const injectors = new Injectors(cluster, random);
    await injectFor(durationMs, injectors, workload, random, options);
    await cluster.heal();
    for (const { id } of cluster.members.values()) await cluster.waitUntilReady(id, 60_000);
    // Leases, takeovers, rescues, retries and timeouts come to their end; what is planned meanwhile is not judged.
    const endedAt = Date.now() + 2_000;
    await sleep(3 * cluster.ttlMs + 20_000);
    await workload.settle();
    const { faults, counts } = injectors;
    const story = await buildStory({ cluster, receiver, workload, faults, startedAt, endedAt, punctualWithinMs });
    const verdict = check(story);
    const evidence = verdict.findings.length > 0 ? keepEvidence(story, verdict, cluster.logs()) : null;
    return { story, verdict, counts, evidence };
  } finally {
    await cluster.stop();
    await receiver.stop();
  }
}

async function injectFor(
  durationMs: number,
  injectors: Injectors,
  workload: Workload,
  random: Random,
  { only, tell }: FaultRunOptions,
): Promise<void> {
  const names = injectors.names.filter((name) => only?.includes(name) ?? true);
  const until = Date.now() + durationMs;
  const underWay = new Set<Promise<unknown>>();
  const acting = (async () => {
    while (Date.now() < until) {
      await sleep(ACT_EVERY_MS);
      await workload.act().catch(() => {}); // a hub or the database is away; `settle` finds out what came of it
    }
  })();
  while (Date.now() < until) {
    if (underWay.size >= MOST_AT_ONCE) await Promise.race(underWay);
    // What has come up least goes first, so that every kind comes up.
    const least = Math.min(...names.map((name) => injectors.counts.get(name) ?? 0));
    const behind = names.filter((name) => (injectors.counts.get(name) ?? 0) <= least + 1);
    const name = random.pick(behind);
    const work: Promise<unknown> = injectors
      .inject(name)
      .then((done) => done && tell(`${new Date().toISOString()} ${name}`))
      .catch((error: unknown) => tell(`${name} could not be injected: ${String(error)}`))
      .finally(() => underWay.delete(work));
    underWay.add(work);
    await sleep(random.integer(...PAUSE_MS));
  }
  await Promise.all([...underWay, acting]);
}

/** In a folder of its own, which is left for whoever looks into it. */
function keepEvidence(story: Story, verdict: Verdict, logs: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'crony-fault-evidence-'));
  const { deliveries, rows, ...rest } = story;
  writeFileSync(join(folder, 'findings.json'), JSON.stringify(verdict.findings, null, 1));
  writeFileSync(join(folder, 'story.json'), JSON.stringify(rest));
  const concerned = new Set(verdict.findings.map(({ jobId }) => jobId));
  const lines = (items: readonly { jobId: string }[]): string =>
    items
      .filter(({ jobId }) => concerned.has(jobId))
      .map((item) => JSON.stringify(item))
      .join('\n');
  writeFileSync(join(folder, 'deliveries.ndjson'), lines(deliveries));
  writeFileSync(join(folder, 'rows.ndjson'), lines(rows));
  writeFileSync(join(folder, 'logs.txt'), logs);
  return folder;
}
