/** Reads what the table keeps, and puts the history together for the checker. */
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { Fault, RunRow, Story } from '../check/story.js';
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
  const rows = await readTable(cluster);
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
    assignments: cluster.assignments.changes,
  };
}

async function readTable(cluster: FaultCluster): Promise<RunRow[]> {
  const connection = await createConnection(cluster.mariadb.url(cluster.databaseName));
  const rows: RunRow[] = [];
  try {
    for (let after = ''; ;) {
      const [page] = await connection.query<RowDataPacket[]>(
        `SELECT id AS runId, job_id AS jobId, run_trigger AS \`trigger\`, planned_at AS plannedAt, state, reason,
           missed_last_at AS missedLastAt, missed_count AS missedCount, started_at AS startedAt,
           finished_at AS finishedAt, attempt, retries_used AS retriesUsed, late_results AS lateResults,
           cancel_requested_at AS cancelRequestedAt, node_id AS nodeId
         FROM runs WHERE id > ? ORDER BY id LIMIT ${ROWS_AT_ONCE}`,
        [after],
      );
      if (page.length === 0) break;
      after = String(page.at(-1)!['runId']);
      for (const row of page) rows.push(row as unknown as RunRow);
    }
  } finally {
    await connection.end();
  }
  return rows;
}
