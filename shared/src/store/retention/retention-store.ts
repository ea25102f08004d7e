import type { Database } from '../database/database.js';
import type { RetentionStore } from '../store.js';
import { deleteAged, readAged } from './aged-rows.js';
import { deleteOutput, deleteRuns, readFinalRuns } from './aged-runs.js';

export function createRetentionStore(database: Database): RetentionStore {
  return {
    finalRuns: (state, after, before, limit) => readFinalRuns(database, state, after, before, limit),
    deleteOutput: (runIds, limit) => deleteOutput(database, runIds, limit),
    deleteRuns: (runs) => deleteRuns(database, runs),
    aged: (table, after, before, limit) => readAged(database, table, after, before, limit),
    deleteAged: (table, rows) => deleteAged(database, table, rows),
  };
}
