/**
 * A first attempt's `running` is its holder's memory: the table learns of it with the result. Holders publish what has
 * been under way for a while with their heartbeats, and here it is laid over the rows that people read.
 */
import type { Holder, Run, RunState } from '@crony/shared/domain/run';
import type { NodeStore } from '@crony/shared/store/store';

/** The rows of one page have at most as many holders. */
const MOST_HOLDERS = 1_000;

export async function withRunning(nodes: Pick<NodeStore, 'running'>, runs: readonly Run[]): Promise<Run[]> {
  const holders = new Map<string, Holder>();
  for (const { state, nodeId, incarnation } of runs) {
    if (state === 'claimed' && nodeId !== null && incarnation !== null && holders.size < MOST_HOLDERS) {
      holders.set(`${nodeId}/${incarnation}`, { nodeId, incarnation });
    }
  }
  if (holders.size === 0) return [...runs];
  const running = new Map((await nodes.running([...holders.values()])).map((one) => [one.runId, one]));
  return runs.map((run) => {
    const published = run.state === 'claimed' ? running.get(run.id) : undefined;
    if (!published || published.attempt !== run.attempt + 1) return run;
    const { attempt, startedAt } = published;
    return { ...run, state: 'running', attempt, startedAt: run.startedAt ?? startedAt };
  });
}

/** To find what runs, claimed rows must be read too, and the other way round. */
export function statesToRead(wanted: readonly RunState[] | undefined): readonly RunState[] | undefined {
  if (!wanted?.some((state) => state === 'running' || state === 'claimed')) return wanted;
  return [...new Set([...wanted, 'running', 'claimed'] as const)];
}
