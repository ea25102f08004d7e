/** From rows of Crony-Go's table `job` to jobs, and what is to be said of each. Pure. */
import { DAY_MS, MINUTE_MS, SECOND_MS } from '@crony/shared/domain/durations';
import { CallbackMapError, withoutTemplates, type CallbackMap } from '../callback-map.js';
import { descriptionOf, refusal, rowOf, type Import, type ImportedJob, type ImportedRow } from '../imported-row.js';
import { slugOf, UniqueNames } from '../job-name.js';
import { Untranslatable } from '../untranslatable.js';
import { splitArguments } from './split-arguments.js';
import { translateRobfig } from './robfig-cron.js';

export interface CronyGoRow {
  id: number;
  name: string;
  command: string;
  /** JSON: ids of rows of `script`. */
  script_id: string | null;
  /** Seconds. */
  timeout: number | null;
  retry_times: number | null;
  /** Seconds. */
  retry_interval: number | null;
  /** 1 command, 2 HTTP. */
  type: number;
  /** 1 GET, 2 POST. */
  http_method: number | null;
  /** JSON: ids of users. */
  notify_to: string | null;
  spec: string;
  note: string | null;
}

export interface CronyGoOptions {
  from: string;
  timeZone: string;
  timeZoneFrom: string;
  /** Commands of preset scripts, by id. */
  scripts: ReadonlyMap<number, string>;
  map?: CallbackMap | undefined;
  namePrefix?: string;
  nodeLabels?: Record<string, string>;
}

const COMMAND = 1;
const HTTP = 2;
const GET = 1;
/** Of HTTP, also where a row says more or nothing. */
const LONGEST_HTTP_S = 300;

export function importCronyGo(rows: readonly CronyGoRow[], options: CronyGoOptions): Import {
  const names = new UniqueNames();
  const done = rows.map((row) => rowFor(row, options, names));
  return { from: options.from, rows: done, remarks: remarksOn(done, options) };
}

function rowFor(row: CronyGoRow, options: CronyGoOptions, names: UniqueNames): ImportedRow {
  const seen = { where: `job ${row.id}`, source: [row.name, row.spec, row.command].join(' | ') };
  try {
    return rowOf({ ...seen, ...jobOf(row, options, names) });
  } catch (error) {
    if (!(error instanceof Untranslatable || error instanceof CallbackMapError)) throw error;
    return refusal({ ...seen, notes: [error.message] });
  }
}

function jobOf(row: CronyGoRow, options: CronyGoOptions, names: UniqueNames): { job: ImportedJob; changes: string[] } {
  const { schedule, changes } = translateRobfig(row.spec, options.timeZone);
  const { callback, job, notes } = callbackOf(row, options);
  changes.push(...notes);
  const retries = Math.min(Math.max(row.retry_times ?? 0, 0), 100);
  const pauseS = row.retry_interval ?? 0;
  if (retries > 0 && pauseS <= 0) {
    changes.push(
      'without an interval Crony-Go sets one retry, whatever was asked for, and waits a minute more each time',
    );
  }
  const recipients = idsIn(row.notify_to).length;
  if (recipients > 0) changes.push(`told ${recipients} users when it failed: alerts go to channels (alerts.channels)`);
  return {
    changes,
    job: {
      name: names.take(`${options.namePrefix ?? ''}${slugOf(row.name)}-${row.id}`),
      schedule,
      callback,
      timeoutMs: timeoutOf(row),
      ...(retries > 0
        ? { retry: { limit: retries, delayMs: pauseS > 0 ? pauseS * SECOND_MS : MINUTE_MS, factor: 1 } }
        : {}),
      // As there: whatever an earlier run does, and never later.
      concurrency: 'allow',
      misfire: 'skip',
      ...(options.nodeLabels === undefined ? {} : { nodeLabels: { ...options.nodeLabels } }),
      description: descriptionOf([row.name, row.note ?? '', `Crony-Go ${row.id}: ${row.spec} ${row.command}`]),
      ...job,
    },
  };
}

function timeoutOf({ type, timeout }: CronyGoRow): number {
  const seconds = timeout ?? 0;
  if (type === HTTP) return (seconds > 0 ? Math.min(seconds, LONGEST_HTTP_S) : LONGEST_HTTP_S) * SECOND_MS;
  return seconds > 0 ? Math.min(seconds * SECOND_MS, DAY_MS) : DAY_MS;
}

function callbackOf(
  row: CronyGoRow,
  { map, scripts }: CronyGoOptions,
): { callback: ImportedJob['callback']; job: Partial<ImportedJob>; notes: string[] } {
  const mapped = map?.find(row.command, { command: row.command, name: row.name, id: String(row.id) });
  if (mapped) return { ...mapped, notes: ['the command is replaced by a rule of --map'] };
  if (row.type === HTTP) return httpCallback(row);
  if (row.type !== COMMAND) throw new Untranslatable(`type ${row.type} is unknown: there are 1 (command) and 2 (HTTP)`);
  if (map?.unmatched === 'refuse') throw new Untranslatable('no rule of --map matches the command');
  const [program, ...args] = splitArguments(row.command);
  if (program === undefined) throw new Untranslatable('the row has no command');
  const notes: string[] = [];
  const wanted = idsIn(row.script_id);
  const found = wanted.flatMap((id) => scripts.get(id) ?? []);
  if (wanted.length > 0)
    notes.push(`${found.length} of ${wanted.length} preset scripts became its setup, run once on each node`);
  return {
    notes,
    job: { onNodeLoss: 'lost' },
    callback: {
      type: 'shell',
      command: program,
      // A program with its arguments, and no shell, as there.
      args,
      ...(found.length === 0 ? {} : { setup: { command: ['set -e', ...found].join('\n') } }),
    },
  };
}

function httpCallback(row: CronyGoRow): {
  callback: ImportedJob['callback'];
  job: Partial<ImportedJob>;
  notes: string[];
} {
  if (row.http_method === GET) {
    const callback = { type: 'http' as const, method: 'GET', url: withoutTemplates(row.command.trim()) };
    return { callback, job: {}, notes: [] };
  }
  // What stands between the first two question marks is the body.
  const [url = '', body = ''] = row.command.trim().split('?');
  return {
    job: {},
    notes: ['Crony-Go took any answer to a POST for success; now it must be 2xx'],
    callback: {
      type: 'http',
      method: 'POST',
      url: withoutTemplates(url),
      ...(body === '' ? {} : { body: withoutTemplates(body), headers: { 'content-type': 'application/json' } }),
    },
  };
}

function idsIn(json: string | null): number[] {
  if (json === null || json === '') return [];
  try {
    const read: unknown = JSON.parse(json);
    return Array.isArray(read) ? read.filter((id): id is number => typeof id === 'number') : [];
  } catch {
    return []; // nothing that Crony-Go itself could have read
  }
}

function remarksOn(rows: readonly ImportedRow[], { timeZone, timeZoneFrom }: CronyGoOptions): string[] {
  const jobs = rows.flatMap(({ job }) => (job === undefined ? [] : [job]));
  const shellJobs = jobs.filter(({ callback }) => callback.type === 'shell').length;
  return [
    `Time zone: ${timeZone} (${timeZoneFrom}); Crony-Go takes that of the machine of each node.`,
    'The form of Crony-Go writes Quartz weekdays (1 is Sunday), its engine reads 0 as Sunday: what is imported is what fired.',
    ...(jobs.length === 0 ? [] : ['As there, runs of a job may overlap and missed times are not made up for.']),
    ...(shellJobs === 0
      ? []
      : [
          `Programs (${shellJobs}) run on nodes with CRONY_NODE_SHELL=on only, on any of them unless --node-label says which.`,
        ]),
  ];
}
