/** What an import reads: a crontab or a map from a file, or another system's tables. */
import { createReadStream } from 'node:fs';
import { DatabaseUrlError } from '@crony/shared/store/database-url';
import { messageOf } from '../startup.js';
import { CommandError, usageError, type Given, type Terminal } from '../terminal/command.js';
import { CallbackMapError, readCallbackMap, type CallbackMap } from './callback-map.js';
import { DATABASE_URL_VARIABLE } from './import-options.js';
import { SourceDatabase, SourceDatabaseError } from './source-database.js';

const LARGEST_INPUT = 2 * 1_048_576;

/** `-` is the standard input. Throws a `CommandError`. */
export async function readText(path: string, { stdin }: Terminal): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    const stream: AsyncIterable<Buffer | string> = path === '-' ? stdin : createReadStream(path);
    for await (const chunk of stream) {
      const part = Buffer.from(chunk);
      bytes += part.length;
      if (bytes > LARGEST_INPUT) throw new Error(`it has more than ${LARGEST_INPUT} bytes`);
      chunks.push(part);
    }
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${messageOf(error)}`);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Of `--map`. Throws a `CommandError`. */
export async function readMap(given: Given, terminal: Terminal): Promise<CallbackMap | undefined> {
  const path = given.text('map');
  if (path === undefined) return undefined;
  const text = await readText(path, terminal);
  try {
    return readCallbackMap(text);
  } catch (error) {
    if (error instanceof CallbackMapError) throw new CommandError(`${path}: ${error.message}`);
    throw error;
  }
}

/** Throws a `CommandError`. */
export async function withSourceDatabase<T>(
  given: Given,
  { env, clock }: Terminal,
  work: (database: SourceDatabase) => Promise<T>,
): Promise<T> {
  const url = given.text('database-url') ?? env[DATABASE_URL_VARIABLE];
  if (url === undefined) {
    throw usageError(`--database-url mysql://user:password@host/database is needed, or ${DATABASE_URL_VARIABLE}`);
  }
  let database: SourceDatabase | undefined;
  try {
    database = await SourceDatabase.open(url, clock);
    return await work(database);
  } catch (error) {
    if (error instanceof SourceDatabaseError || error instanceof DatabaseUrlError)
      throw new CommandError(error.message);
    throw error;
  } finally {
    await database?.close();
  }
}
