/** What the retention loop reads, and what goes with each row. One reading is one table in the order of its age. */
import { FINAL_STATES } from '@crony/schema/run-state-lists';
import type { Retained } from '@crony/shared/domain/retention';
import {
  AGED_TABLES,
  type Aged,
  type AgedPosition,
  type AgedRun,
  type AgedTable,
  type Deleted,
} from '@crony/shared/store/store';
import type { LeaderStore } from '../leader-store.js';

type RetentionStore = LeaderStore['retention'];

/** What a busy database needs for as many is about what a run may be late without anybody noticing: tens of milliseconds. */
export const ROWS_AT_ONCE = 200;
/** A piece of output may have 64 KiB. */
const OUTPUT_AT_ONCE = 200;

export interface Reading {
  /** Unlike any other's. */
  name: string;
  kind: Retained;
  read(store: RetentionStore, after: AgedPosition | null, before: number): Promise<Aged[]>;
  /** One step: false when there is more to delete of these rows, and it is to be called again. */
  remove(store: RetentionStore, rows: readonly Aged[]): Promise<{ deleted: Deleted; done: boolean }>;
}

const KINDS: Record<AgedTable, Retained> = {
  alerts: 'alerts',
  audit: 'audit',
  backfills: 'runs',
  job_hours: 'stats',
  job_versions: 'versions',
  notifications: 'alerts',
  project_hours: 'stats',
};

export const READINGS: readonly Reading[] = [
  ...FINAL_STATES.map((state): Reading => ({
    name: `runs/${state}`,
    kind: 'runs',
    read: (store, after, before) => store.finalRuns(state, after, before, ROWS_AT_ONCE),
    async remove(store, rows) {
      const runs = rows as AgedRun[];
      const ids = runs.map(({ id }) => id);
      const pieces = await store.deleteOutput(ids, OUTPUT_AT_ONCE);
      if (pieces === OUTPUT_AT_ONCE) return { deleted: { run_output: pieces }, done: false };
      return { deleted: { run_output: pieces, ...(await store.deleteRuns(runs)) }, done: true };
    },
  })),
  ...AGED_TABLES.map((table): Reading => ({
    name: table,
    kind: KINDS[table],
    read: (store, after, before) => store.aged(table, after, before, ROWS_AT_ONCE),
    remove: async (store, rows) => ({ deleted: await store.deleteAged(table, rows), done: true }),
  })),
];
