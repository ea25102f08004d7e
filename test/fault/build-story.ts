/** Reads what the table keeps, and puts the history together for the checker. */
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { Delivery, Fault, RunRow, Story } from '../check/story.js';
import type { FaultCluster } from './fault-cluster.js';
import type { Receiver } from './receiver.js';
import type { Workload } from './workload.js';

const ROWS_AT_ONCE = 20_000;

export interface StoryOptions {
  cluster: FaultCluster;
  receiver: Receiver;
  workload: Workload;
  faults: readonly Fault[];
  startedAt: number;
  endedAt: number;
  punctualWithinMs: number;
}

export async function buildStory(options: StoryOptions): Promise<Story> {
  const { cluster, receiver, workload, faults, startedAt, endedAt, punctualWithinMs } = options;
  const deliveries = await receiver.deliveries(join(cluster.folder, 'ledger.ndjson'));
  const { rows, callers } = await readTable(cluster);
  for (const delivery of deliveries) {
    const nodeId = callerOf(delivery, callers);
    if (nodeId !== undefined) delivery.nodeId = nodeId;
  }
  return {
    startedAt,
    endedAt,
    observedUntil: Date.now(),
    ttlMs: cluster.ttlMs,
    punctualWithinMs,
    jobs: [...workload.stories.values()],
    deliveries,
    rows,
    faults: faults.map((fault) => ({ ...fault, until: Math.min(fault.until, Date.now()) })),
    assignments: [],
  };
}

interface Caller {
  nodeId: string;
  startedAt: number;
}

/** Who is known to have made an attempt. Of two under one number the start tells them apart. */
function callerOf({ runId, attempt, at }: Delivery, callers: ReadonlyMap<string, Caller[]>): string | undefined {
  const known = callers.get(`${runId}/${attempt}`) ?? [];
  if (known.length <= 1) return known[0]?.nodeId;
  return [...known].sort((a, b) => Math.abs(a.startedAt - at) - Math.abs(b.startedAt - at))[0]!.nodeId;
}

async function readTable(cluster: FaultCluster): Promise<{ rows: RunRow[]; callers: Map<string, Caller[]> }> {
  const connection = await createConnection(cluster.mariadb.url(cluster.databaseName));
  const rows: RunRow[] = [];
  const callers = new Map<string, Caller[]>();
  const note = (runId: string, attempt: number, nodeId: string | null, startedAt: number | null): void => {
    if (nodeId === null || startedAt === null) return;
    const key = `${runId}/${attempt}`;
    callers.set(key, [...(callers.get(key) ?? []), { nodeId, startedAt: Number(startedAt) }]);
  };
  try {
    for (let after = ''; ;) {
      const [page] = await connection.query<RowDataPacket[]>(
        `SELECT id AS runId, job_id AS jobId, run_trigger AS \`trigger\`, planned_at AS plannedAt, state, reason,
           missed_last_at AS missedLastAt, missed_count AS missedCount, started_at AS startedAt,
           finished_at AS finishedAt, attempt, retries_used AS retriesUsed, late_results AS lateResults,
           cancel_requested_at AS cancelRequestedAt, node_id AS nodeId, first_node_id AS firstNodeId
         FROM runs WHERE id > ? ORDER BY id LIMIT ${ROWS_AT_ONCE}`,
        [after],
      );
      if (page.length === 0) break;
      after = String(page.at(-1)!['runId']);
      for (const { firstNodeId, ...row } of page) {
        rows.push(row as unknown as RunRow);
        note(String(row['runId']), 1, firstNodeId as string | null, row['startedAt'] as number | null);
      }
    }
    const [attempts] = await connection.query<RowDataPacket[]>(
      'SELECT run_id AS runId, number, node_id AS nodeId, started_at AS startedAt FROM attempts',
    );
    for (const { runId, number, nodeId, startedAt } of attempts) {
      note(String(runId), Number(number), nodeId as string, startedAt as number);
    }
  } finally {
    await connection.end();
  }
  return { rows, callers };
}
