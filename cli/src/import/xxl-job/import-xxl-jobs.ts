/** From rows of `xxl_job_info` to jobs, and what is to be said of each. Pure. */
import { DAY_MS, SECOND_MS } from '@crony/shared/domain/durations';
import { CallbackMapError, type CallbackMap } from '../callback-map.js';
import { descriptionOf, refusal, rowOf, type Import, type ImportedJob, type ImportedRow } from '../imported-row.js';
import { slugOf, UniqueNames } from '../job-name.js';
import { Untranslatable } from '../untranslatable.js';
import { translateQuartz } from './quartz-cron.js';

/** Columns that one version has and another has not are null. */
export interface XxlJobRow {
  id: number;
  job_group: number;
  /** Of `xxl_job_group`. */
  app_name: string | null;
  job_desc: string | null;
  author: string | null;
  alarm_email: string | null;
  /** Up to 2.2: the expression. */
  job_cron: string | null;
  /** From 2.3: CRON, FIX_RATE, NONE. */
  schedule_type: string | null;
  schedule_conf: string | null;
  /** Of forks that have time zones. */
  schedule_timezone: string | null;
  misfire_strategy: string | null;
  executor_route_strategy: string | null;
  executor_handler: string | null;
  executor_param: string | null;
  executor_block_strategy: string | null;
  executor_timeout: number | null;
  executor_fail_retry_count: number | null;
  glue_type: string | null;
  /** Its beginning, when it is longer than a command of Crony may be. */
  glue_source: string | null;
  child_jobid: string | null;
  trigger_status: number | null;
}

export interface XxlOptions {
  from: string;
  timeZone: string;
  timeZoneFrom: string;
  map?: CallbackMap | undefined;
  namePrefix?: string;
  nodeLabels?: Record<string, string>;
}

const CONCURRENCY: Readonly<Record<string, ImportedJob['concurrency']>> = {
  SERIAL_EXECUTION: 'queue',
  DISCARD_LATER: 'forbid',
  COVER_EARLY: 'replace',
};
const MISFIRE: Readonly<Record<string, ImportedJob['misfire']>> = { DO_NOTHING: 'skip', FIRE_ONCE_NOW: 'fire_once' };
const LONGEST_COMMAND = 8_192;

export function importXxlJobs(rows: readonly XxlJobRow[], options: XxlOptions): Import {
  const names = new UniqueNames();
  const done = rows.map((row) => rowFor(row, options, names));
  return { from: options.from, rows: done, remarks: remarksOn(done, options) };
}

function rowFor(row: XxlJobRow, options: XxlOptions, names: UniqueNames): ImportedRow {
  const seen = { where: `xxl_job_info ${row.id}`, source: sourceOf(row) };
  try {
    return rowOf({ ...seen, ...jobOf(row, options, names) });
  } catch (error) {
    if (!(error instanceof Untranslatable || error instanceof CallbackMapError)) throw error;
    return refusal({ ...seen, notes: [error.message] });
  }
}

function sourceOf(row: XxlJobRow): string {
  const times = row.schedule_type === null ? row.job_cron : `${row.schedule_type} ${row.schedule_conf ?? ''}`;
  const work = isBean(row) ? `BEAN ${row.executor_handler ?? ''}` : (row.glue_type ?? '');
  const parts = [row.app_name ?? `group ${row.job_group}`, row.job_desc, times, work, row.executor_param];
  return parts.filter((part) => part !== null && part !== '').join(' | ');
}

function isBean({ glue_type }: XxlJobRow): boolean {
  return glue_type === null || glue_type === '' || glue_type === 'BEAN';
}

function jobOf(row: XxlJobRow, options: XxlOptions, names: UniqueNames): { job: ImportedJob; changes: string[] } {
  const { schedule, changes } = scheduleOf(row, row.schedule_timezone || options.timeZone);
  const { callback, job, notes } = callbackOf(row, options.map);
  changes.push(...notes);
  const concurrency = CONCURRENCY[row.executor_block_strategy ?? 'SERIAL_EXECUTION'];
  if (concurrency === undefined)
    changes.push(`executor_block_strategy ${row.executor_block_strategy} is unknown: queue`);
  const misfire = MISFIRE[row.misfire_strategy ?? 'DO_NOTHING'];
  if (misfire === undefined) changes.push(`misfire_strategy ${row.misfire_strategy} is unknown: skip`);
  const timeoutS = row.executor_timeout ?? 0;
  const retries = row.executor_fail_retry_count ?? 0;
  changes.push(...lossesOf(row));
  const word = isBean(row) ? row.executor_handler : row.job_desc;
  return {
    changes,
    job: {
      name: names.take(`${options.namePrefix ?? ''}${slugOf(word || row.job_desc || 'job')}-${row.id}`),
      enabled: row.trigger_status === 1,
      schedule,
      callback,
      timeoutMs: timeoutS > 0 ? Math.min(timeoutS * SECOND_MS, DAY_MS) : DAY_MS,
      concurrency: concurrency ?? 'queue',
      misfire: misfire ?? 'skip',
      ...(retries > 0 ? { retry: { limit: Math.min(retries, 100) } } : {}),
      ...(row.app_name === null ? {} : { tags: { 'xxl-job-group': row.app_name } }),
      ...(row.author ? { owner: row.author } : {}),
      ...(options.nodeLabels === undefined ? {} : { nodeLabels: { ...options.nodeLabels } }),
      description: descriptionOf([row.job_desc ?? '', `XXL-JOB ${row.id}: ${sourceOf(row)}`]),
      ...job,
    },
  };
}

function scheduleOf(row: XxlJobRow, timeZone: string): { schedule: ImportedJob['schedule']; changes: string[] } {
  const type = row.schedule_type ?? 'CRON';
  if (type === 'CRON') {
    const expression = row.schedule_type === null ? row.job_cron : row.schedule_conf;
    if (!expression) throw new Untranslatable('the row has no cron expression');
    const { cron, changes } = translateQuartz(expression, timeZone);
    return { schedule: { cron, timeZone }, changes };
  }
  if (type === 'FIX_RATE') {
    const seconds = Number(row.schedule_conf);
    if (!Number.isInteger(seconds) || seconds < 1) {
      throw new Untranslatable(`schedule_conf "${row.schedule_conf ?? ''}" must be whole seconds from 1`);
    }
    return {
      schedule: { everyMs: seconds * SECOND_MS, timeZone },
      changes: [`every ${seconds} s, counted from 1970-01-01T00:00:00Z and not from when the job was started`],
    };
  }
  if (type === 'NONE') {
    throw new Untranslatable(
      'schedule_type NONE has no times: it is started by hand, by the API or by a parent job, and a job of Crony needs a schedule',
    );
  }
  throw new Untranslatable(`schedule_type "${type}" is unknown: there are CRON, FIX_RATE and NONE`);
}

function callbackOf(
  row: XxlJobRow,
  map: CallbackMap | undefined,
): { callback: ImportedJob['callback']; job: Partial<ImportedJob>; notes: string[] } {
  const param = row.executor_param ?? '';
  if (isBean(row)) {
    const handler = row.executor_handler ?? '';
    const given = { handler, param, id: String(row.id), app: row.app_name ?? '', description: row.job_desc ?? '' };
    const mapped = map?.find(handler, given);
    if (mapped) return { ...mapped, notes: [] };
    throw new Untranslatable(
      `BEAN handler "${handler}" is code in the executor ${row.app_name ?? row.job_group}: give it an HTTP endpoint, and a ` +
        `rule in --map that says which`,
    );
  }
  if (row.glue_type !== 'GLUE_SHELL') {
    throw new Untranslatable(
      `${row.glue_type} keeps its source in XXL-JOB: put it into a service or a script of the node`,
    );
  }
  const source = (row.glue_source ?? '').replaceAll('\r\n', '\n');
  if (source === '') throw new Untranslatable('GLUE_SHELL without any source');
  if (source.length > LONGEST_COMMAND) {
    throw new Untranslatable(`the script is longer than ${LONGEST_COMMAND} characters: put it on the nodes as a file`);
  }
  return {
    job: { onNodeLoss: 'lost' },
    notes: ['its script runs on nodes with CRONY_NODE_SHELL=on, with the same arguments: param, 0, 1 (no sharding)'],
    callback: { type: 'shell', command: '/bin/bash', args: ['-c', source, 'glue', param, '0', '1'] },
  };
}

/** What no field of a job stands for. */
function lossesOf(row: XxlJobRow): string[] {
  const children = (row.child_jobid ?? '').split(',').filter((id) => id.trim() !== '');
  const isSharded = row.executor_route_strategy === 'SHARDING_BROADCAST';
  return [
    ...(children.length === 0
      ? []
      : [`no longer starts its child jobs ${children.join(', ').slice(0, 100)} when it succeeds`]),
    ...(isSharded
      ? ['SHARDING_BROADCAST ran it on every executor; one call is made now, and the service may share out']
      : []),
    ...(row.alarm_email
      ? [`alarm_email ${row.alarm_email.slice(0, 100)}: alerts go to channels (alerts.channels)`]
      : []),
  ];
}

function remarksOn(rows: readonly ImportedRow[], { timeZone, timeZoneFrom }: XxlOptions): string[] {
  const jobs = rows.flatMap(({ job }) => (job === undefined ? [] : [job]));
  const beans = rows.filter(({ notes }) => notes.some((note) => note.startsWith('BEAN handler'))).length;
  return [
    `Time zone: ${timeZone} (${timeZoneFrom}); XXL-JOB takes that of its admin's machine.`,
    ...(jobs.length === 0
      ? []
      : [
          'SERIAL_EXECUTION, DISCARD_LATER, COVER_EARLY became queue, forbid, replace: across the cluster, not per executor.',
          'Where XXL-JOB sets no time limit, jobs have the longest, 24 h. Consider completion: async for long work.',
          'Retries begin after a pause (retry.delayMs); XXL-JOB has none. Jobs that are stopped there are paused here.',
        ]),
    ...(beans === 0 ? [] : [`BEAN handlers without a rule in --map: ${beans}.`]),
  ];
}
