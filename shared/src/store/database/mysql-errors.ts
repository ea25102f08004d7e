/**
 * What an error of mysql2 means for the caller. The rule: a complaint about the statement is ours to repair; everything
 * else (no connection, no answer, a server that shuts down or is full) leaves the statement's fate unknown.
 */
import { StoreUnavailableError } from '../store.js';
import { DuplicateKeyError } from './database.js';

interface MysqlError extends Error {
  code?: string;
  errno?: number;
  sqlState?: string;
  fatal?: boolean;
}

/** The server undid the statement and asks for it again. */
const REPEATABLE = new Set(['ER_LOCK_DEADLOCK', 'ER_NEED_REPREPARE', 'ER_CHECKREAD']);
const LOCK_WAIT = 'ER_LOCK_WAIT_TIMEOUT';
const DUPLICATE = new Set(['ER_DUP_ENTRY', 'ER_DUP_ENTRY_WITH_KEY_NAME']);

/** Answers of a server that is alive but cannot serve: by number, because the names differ between the two. */
const UNABLE = new Set([
  1020, // record has changed since last read (MariaDB, snapshot isolation)
  1021, // disk full
  1037, // out of memory
  1038, // out of sort memory
  1040, // too many connections
  1041, // out of resources
  1053, // server shutdown in progress
  1077, // normal shutdown
  1079, // shutdown complete
  1105, // unknown error: Galera and proxies use it for a node that is not ready
  1114, // table is full
  1158, // network read error
  1159, // network read timeout
  1160, // network write error
  1161, // network write timeout
  1180, // error during commit
  1181, // error during rollback
  1184, // new connection aborted
  1203, // too many user connections
  1205, // lock wait timeout
  1213, // deadlock
  1226, // resource limit of the user
  1290, // read only: a fail-over is under way
  1317, // query interrupted
  1792, // read-only transaction
  1836, // read-only mode
  1927, // connection killed (MariaDB)
  1969, // statement timeout (MariaDB)
  3024, // statement timeout (MySQL)
  4031, // disconnected for inactivity (MySQL)
]);

export function isRepeatable(error: unknown): boolean {
  return REPEATABLE.has((error as MysqlError).code ?? '');
}

export function isLockWait(error: unknown): boolean {
  return (error as MysqlError).code === LOCK_WAIT;
}

/** After one of these the connection is in no known state. */
export function breaksConnection(error: unknown): boolean {
  const { errno, sqlState, fatal } = error as MysqlError;
  return fatal === true || sqlState === undefined || (errno !== undefined && UNABLE.has(errno));
}

/** Null: it is something else. */
export function duplicateKey(error: unknown): DuplicateKeyError | null {
  const { message, code } = error as MysqlError;
  return DUPLICATE.has(code ?? '') ? new DuplicateKeyError(message, { cause: error }) : null;
}

export function toStoreError(error: unknown): Error {
  if (error instanceof StoreUnavailableError || error instanceof DuplicateKeyError) return error;
  const { message, code, errno, sqlState, fatal } = error as MysqlError;
  // Not an answer of the server at all, and not a programming error of our own either.
  const unanswered = sqlState === undefined && (code !== undefined || (error as Error).name === 'TimeoutError');
  if (fatal === true || unanswered || (errno !== undefined && UNABLE.has(errno))) {
    return new StoreUnavailableError(`the database is unavailable: ${message}`, { cause: error });
  }
  return error as Error;
}
