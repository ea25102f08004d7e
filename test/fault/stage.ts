/** A cluster at work, for one scenario, and what comes of it. */
import type { Story, Verdict } from '../check/story.js';
import { Random } from '../sim/random.js';
import { buildStory } from './build-story.js';
import { FaultCluster } from './fault-cluster.js';
import { Receiver } from './receiver.js';
import { Workload } from './workload.js';

export interface ScenarioResult {
  passed: boolean;
  lines: string[];
}

export interface ScenarioOptions {
  tell: (line: string) => void;
  /** A part of the whole, for the tests: 1 is what the promise says. */
  scale: number;
}

export interface Stage {
  cluster: FaultCluster;
  receiver: Receiver;
  workload: Workload;
  startedAt: number;
  story: (endedAt: number, fault?: Story['faults'][number]) => Promise<Story>;
}

export const TTL_S = 6;

export async function onStage(nodes: number, play: (stage: Stage) => Promise<ScenarioResult>): Promise<ScenarioResult> {
  const receiver = await Receiver.start();
  const cluster = await FaultCluster.start({ hubs: 2, nodes, ttlS: TTL_S, receiverUrl: receiver.url });
  try {
    const workload = new Workload(cluster, receiver.url, new Random(1));
    const startedAt = Date.now();
    const story: Stage['story'] = (endedAt, fault) =>
      buildStory({
        cluster,
        receiver,
        workload,
        faults: fault ? [fault] : [],
        startedAt,
        endedAt,
        punctualWithinMs: 1_000,
      });
    return await play({ cluster, receiver, workload, startedAt, story });
  } finally {
    await cluster.stop();
    await receiver.stop();
  }
}

export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.floor(q * (sorted.length - 1))] ?? 0;
}

export function verdictOf(
  { findings, tally }: Verdict,
  story: Story,
  passed: boolean,
  lines: string[],
): ScenarioResult {
  return {
    passed: passed && findings.length === 0,
    lines: [
      ...lines,
      `planned ${tally.planned}, fired ${tally.delivered}, deliveries ${story.deliveries.length}, ` +
        `missed by policy ${tally.missedByPolicy}, re-dispatched ${tally.redispatched}`,
      `${findings.length} findings`,
      ...findings
        .slice(0, 5)
        .map(({ kind, jobId, plannedAt, message }) => `  ${kind}: job ${jobId}, planned ${plannedAt}: ${message}`),
    ],
  };
}
