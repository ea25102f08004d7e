/**
 * The directory that a process keeps between its starts: SQLite, spool, its id, a generated secret.
 *
 * It belongs to one process at a time, because two nodes under one id would fight for every run. The lock is
 * SQLite's own on a file that holds nothing else: the kernel gives it back when the process ends, however it ends, so
 * there is no stale lock to judge. `crony.pid` beside it only serves to name the holder.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Database from 'libsql';
import { generateMemberName } from './member-name.js';

/** One clear sentence for the person who started the program. */
export class DataDirectoryError extends Error {
  override name = 'DataDirectoryError';
}

export interface DataDirectory {
  readonly path: string;
  /** The path of a file in it. */
  file(name: string): string;
  /** Generated at first use, and the same from then on. */
  nodeId(): string;
  /** Generated at first use, readable by this user alone, and the same from then on. */
  secret(): string;
  /** Gives the directory back; the end of the process does the same. */
  release(): void;
}

const LOCK_FILE = 'crony.lock';
const PID_FILE = 'crony.pid';
const NODE_ID_FILE = 'node-id';
const SECRET_FILE = 'secret';
/** What a copy of the directory needs beside the database. */
export const KEPT_FILES = [NODE_ID_FILE, SECRET_FILE] as const;
/** Of standalone. */
export const SQLITE_FILE = 'crony.db';
const SECRET_BYTES = 32;
/** Processes that start at the same instant get into each other's way for a moment; one of them must win. */
const RACE_MS = 500;

/** Creates the directory where there is none, and takes it. */
export function openDataDirectory(directory: string): DataDirectory {
  const path = resolve(directory);
  const file = (name: string): string => join(path, name);
  createDirectory(path);
  const lock = takeLock(path);
  let held = true;
  writeDurably(file(PID_FILE), `${process.pid}\n`);
  return {
    path,
    file,
    nodeId: () => readOrCreate(file(NODE_ID_FILE), generateMemberName),
    secret: () => readOrCreate(file(SECRET_FILE), () => randomBytes(SECRET_BYTES).toString('base64url')),
    release() {
      if (!held) return;
      held = false;
      rmSync(file(PID_FILE), { force: true });
      lock.close();
    },
  };
}

function createDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unusable(path, error);
  }
}

function takeLock(path: string): Database.Database {
  let lock: Database.Database | undefined;
  try {
    // The file must exist with our mode before SQLite makes it with its own.
    closeSync(openSync(join(path, LOCK_FILE), 'a', 0o600));
    lock = new Database(join(path, LOCK_FILE), { timeout: RACE_MS });
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') throw inUse(path);
    throw unusable(path, error);
  }
}

function inUse(path: string): DataDirectoryError {
  const holder = readText(join(path, PID_FILE))?.trim();
  const who = holder && /^\d+$/.test(holder) ? `process ${holder}` : 'another process';
  return new DataDirectoryError(
    `the data directory ${path} belongs to ${who}, which is running: stop it, or give this one its own CRONY_DATA_DIR`,
  );
}

function unusable(path: string, error: unknown): DataDirectoryError {
  const why = error instanceof Error ? error.message : String(error);
  return new DataDirectoryError(`the data directory ${path} cannot be used (CRONY_DATA_DIR): ${why}`, { cause: error });
}

function readOrCreate(path: string, create: () => string): string {
  const kept = readText(path)?.trim();
  if (kept === '') {
    // To go on under a new id or secret would orphan everything that was done under the lost one.
    throw new DataDirectoryError(`${path} is empty: restore it, or delete it to have a new one generated`);
  }
  if (kept !== undefined) return kept;
  const created = create();
  writeDurably(path, `${created}\n`);
  return created;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new DataDirectoryError(`cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** Whole or not at all, even if the machine stops in between. */
function writeDurably(path: string, text: string): void {
  const draft = `${path}.new`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, path);
  const directory = openSync(dirname(path), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
