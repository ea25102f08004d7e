import { and, asc, count, eq, gt, sum } from 'drizzle-orm';
import { storable } from '../claims/attempt-text.js';
import { DuplicateKeyError, type Database } from '../database/database.js';
import type { OutputChunk, OutputStore, StoredChunk } from '../store.js';

const MOST_CHUNK_CHARACTERS = 256 * 1_024;
const MOST_AT_ONCE = 200;

export function createOutputStore(database: Database): OutputStore {
  const insert = async (chunks: readonly OutputChunk[]): Promise<void> => {
    const rows = chunks.map((chunk) => {
      const text = storable(chunk.text, MOST_CHUNK_CHARACTERS) ?? '';
      return { ...chunk, text, bytes: Buffer.byteLength(text) };
    });
    await database.orm((db, { runOutput }) => db.insert(runOutput).values(rows));
  };
  return {
    async append(chunks) {
      let added = 0;
      for (let from = 0; from < chunks.length; from += MOST_AT_ONCE) {
        const part = chunks.slice(from, from + MOST_AT_ONCE);
        try {
          await insert(part);
          added += part.length;
        } catch (error) {
          if (!(error instanceof DuplicateKeyError)) throw error;
          added += await insertEach(part, insert);
        }
      }
      return added;
    },

    async read(runId, afterSeq, limit) {
      const rows = await database.orm((db, { runOutput }) =>
        db
          .select()
          .from(runOutput)
          .where(and(eq(runOutput.runId, runId), gt(runOutput.seq, afterSeq)))
          .orderBy(asc(runOutput.seq))
          .limit(limit),
      );
      return rows.map(({ bytes: _, ...chunk }) => chunk as StoredChunk);
    },

    async size(runId) {
      const [row] = await database.orm((db, { runOutput }) =>
        db
          .select({ chunks: count(), bytes: sum(runOutput.bytes) })
          .from(runOutput)
          .where(eq(runOutput.runId, runId)),
      );
      return { chunks: Number(row?.chunks ?? 0), bytes: Number(row?.bytes ?? 0) };
    },
  };
}

async function insertEach(
  chunks: readonly OutputChunk[],
  insert: (chunks: readonly OutputChunk[]) => Promise<void>,
): Promise<number> {
  let added = 0;
  for (const chunk of chunks) {
    try {
      await insert([chunk]);
      added += 1;
    } catch (error) {
      if (!(error instanceof DuplicateKeyError)) throw error; // it came before
    }
  }
  return added;
}
