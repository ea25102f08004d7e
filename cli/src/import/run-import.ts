/** `crony import`: reads another system's jobs, says what becomes of each, and with `--out` writes a jobs file. */
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { DatabaseUrlError } from '@crony/shared/store/database-url';
import type { Clock } from '@crony/shared/runtime/clock';
import { messageOf } from '../startup.js';
import { CallbackMapError, readCallbackMap, type CallbackMap } from './callback-map.js';
import { importCronyGo } from './crony-go/import-crony-go.js';
import { readCronyGo } from './crony-go/read-crony-go.js';
import { importCrontab } from './crontab/import-crontab.js';
import { CrontabError } from './crontab/read-crontab.js';
import { EXIT_REFUSED } from './exit-refused.js';
import { importHelp } from './import-help.js';
import { ImportUsageError, readImportOptions, type ImportOptions } from './import-options.js';
import { reportAsJson, reportAsText, totalsOf } from './import-report.js';
import type { Import } from './imported-row.js';
import { SourceDatabase, SourceDatabaseError } from './source-database.js';
import { WriteError, writeImportedJobs } from './write-imported-jobs.js';
import { importXxlJobs } from './xxl-job/import-xxl-jobs.js';
import { readXxlJobs } from './xxl-job/read-xxl-jobs.js';

/** Nothing was imported: a file or a database could not be read, or written. */
const EXIT_FAILED = 1;
/** What the user wrote cannot be understood. */
const EXIT_USAGE = 2;

export interface ImportSurroundings {
  env: Readonly<Record<string, string | undefined>>;
  clock: Clock;
  stdin: AsyncIterable<Buffer | string>;
  print: (text: string, stream: 'stdout' | 'stderr') => void;
}

/** Answers with the exit code. */
export async function runImport(argv: readonly string[], surroundings: ImportSurroundings): Promise<number> {
  const { print, env } = surroundings;
  const [word] = argv;
  if (word === undefined || argv.includes('--help') || argv.includes('-h')) {
    print(importHelp(), word === undefined ? 'stderr' : 'stdout');
    return word === undefined ? EXIT_USAGE : 0;
  }
  try {
    const options = readImportOptions(argv, env);
    const done = await read(options, surroundings);
    if (options.paused) pauseAll(done);
    if (options.out !== null) await writeImportedJobs(options.out, done, options);
    print(options.json ? reportAsJson(done) : `${reportAsText(done)}\n${nextStep(options)}`, 'stdout');
    return totalsOf(done).refused > 0 && !options.allowRefused ? EXIT_REFUSED : 0;
  } catch (error) {
    if (error instanceof ImportUsageError) {
      print(`crony import: ${error.message}\n\nSee crony import --help.`, 'stderr');
      return EXIT_USAGE;
    }
    if (!(error instanceof ImportFailure || error instanceof WriteError)) throw error;
    print(`crony import: ${error.message}`, 'stderr');
    return EXIT_FAILED;
  }
}

function pauseAll({ rows }: Import): void {
  for (const { job } of rows) if (job !== undefined) job.enabled = false;
}

/** In a sentence what needs no stack to be understood. */
class ImportFailure extends Error {
  override name = 'ImportFailure';
}

async function read(options: ImportOptions, { stdin, clock }: ImportSurroundings): Promise<Import> {
  const { timeZone, timeZoneFrom, namePrefix, nodeLabels } = options;
  const map = options.mapFile === null ? undefined : await readMap(options.mapFile);
  const common = {
    timeZone,
    timeZoneFrom,
    namePrefix,
    map,
    ...(Object.keys(nodeLabels).length === 0 ? {} : { nodeLabels }),
  };
  if (options.source === 'crontab') {
    const file = options.file!;
    const text = file === '-' ? await textOf(stdin) : await readText(file);
    const system = options.system ?? isSystemPath(file);
    const from = `${file === '-' ? 'standard input' : file}: a ${system ? 'system' : "user's"} crontab`;
    const cwd = options.cwd ?? undefined;
    return explained([CrontabError], `${file}: `, () =>
      Promise.resolve(importCrontab(text, { ...common, from, system, cwd, now: clock.now() })),
    );
  }
  return explained([SourceDatabaseError, DatabaseUrlError], '', async () => {
    const database = await SourceDatabase.open(options.databaseUrl!, clock);
    try {
      const from = `${options.source === 'xxl-job' ? 'XXL-JOB' : 'Crony-Go'} in ${database.shown}`;
      if (options.source === 'xxl-job') return importXxlJobs(await readXxlJobs(database), { ...common, from });
      const { rows, scripts } = await readCronyGo(database);
      return importCronyGo(rows, { ...common, from, scripts });
    } finally {
      await database.close();
    }
  });
}

/** Debian and its kin read these with a user column. */
function isSystemPath(path: string): boolean {
  return /(?:^|\/)etc\/cron\.d\/[^/]+$/.test(path) || /(?:^|\/)etc\/crontab$/.test(path);
}

async function readMap(path: string): Promise<CallbackMap> {
  const text = await readText(path);
  return explained([CallbackMapError], `${path}: `, () => Promise.resolve(readCallbackMap(text)));
}

async function readText(path: string): Promise<string> {
  try {
    return await textOf(createReadStream(path));
  } catch (error) {
    throw new ImportFailure(`${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

const LARGEST_INPUT = 2 * 1_048_576;

async function textOf(stream: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > LARGEST_INPUT) throw new ImportFailure(`more than ${LARGEST_INPUT} bytes are no crontab and no map`);
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}

type ErrorClass = new (...parameters: never[]) => Error;

async function explained<T>(known: readonly ErrorClass[], prefix: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!known.some((one) => error instanceof one)) throw error;
    throw new ImportFailure(`${prefix}${messageOf(error)}`, { cause: error });
  }
}

function nextStep({ out, source, file }: ImportOptions): string {
  if (out === null) {
    const words = ['crony import', source, ...(file === null ? [] : [basename(file)])].join(' ');
    return `Nothing was written: this was a dry run. ${words} … --out jobs.yaml writes the jobs file.`;
  }
  return `Written to ${out}. Next: crony jobs plan -f ${out}, and then crony jobs apply -f ${out}.`;
}
