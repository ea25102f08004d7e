import { existsSync, renameSync } from 'node:fs';
import Libsql from 'libsql';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { Spool } from './spool.js';

/** In the data directory. */
export const SPOOL_FILE = 'spool.db';
const IN_MEMORY = ':memory:';
const FILES = ['', '-wal', '-shm'];

export interface OpenSpoolOptions {
  /** A file, or `:memory:` for tests. */
  path: string;
  maxBytes: number;
  clock: Clock;
  logger: Logger;
}

/**
 * Opens the spool with whatever an earlier process has left in it. A file that cannot be read is put aside and not
 * deleted: it may still tell somebody what happened. Its runs are then in doubt like those of any dead holder.
 */
export function openSpool({ path, maxBytes, clock, logger }: OpenSpoolOptions): Spool {
  try {
    return open(path, maxBytes, clock);
  } catch (error) {
    if (path === IN_MEMORY || !existsSync(path)) throw error;
    const aside = `${path}.unreadable-${clock.now()}`;
    for (const suffix of FILES) if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
    logger.error({ err: error, aside }, 'the spool cannot be read: it was put aside, and a new one begun');
    return open(path, maxBytes, clock);
  }
}

function open(path: string, maxBytes: number, clock: Clock): Spool {
  const db = new Libsql(path);
  try {
    const [answer] = db.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
    if (answer && answer.quick_check !== 'ok') throw new Error(answer.quick_check);
    return new Spool(db, maxBytes, clock);
  } catch (error) {
    db.close();
    throw error;
  }
}
