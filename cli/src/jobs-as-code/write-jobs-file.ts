/** The way back: jobs as a file that says no more than it must, and reads back as the same jobs. */
import { Document, isMap, isSeq, type Node } from 'yaml';
import { fieldChanges } from '@crony/shared/domain/field-changes';
import { NO_RETRY } from '@crony/shared/domain/retry-policy';
import { JOB_DEFAULTS } from '@crony/shared/wire/job';
import type { JobEntry } from './jobs-file.js';

export interface WrittenJob {
  job: JobEntry;
  /** Lines above the job, for people: where it comes from, what is to be looked at. */
  comment?: string | undefined;
}

export interface WrittenFile {
  managedBy?: string | undefined;
  /** The project of most jobs; those of others name theirs. */
  project?: string | undefined;
  jobs: readonly WrittenJob[];
  /** At the top of the file. */
  comment?: string | undefined;
  /** Where editors find the schema, as seen from the file. */
  schema?: string | undefined;
}

const SCHEMA = './jobs.schema.json';
/** Long lines stay whole: what is folded is hard to compare. */
const FORMAT = { lineWidth: 0, indentSeq: true } as const;

/** As YAML. Fields with their default values are left out. */
export function writeJobsFile(file: WrittenFile): string {
  const { managedBy, project = JOB_DEFAULTS.project, jobs, comment, schema = SCHEMA } = file;
  const document = new Document({
    ...(managedBy === undefined ? {} : { managedBy }),
    project,
    jobs: jobs.map(({ job }) => withoutDefaults(job, project)),
  });
  document.commentBefore = commentLines([`yaml-language-server: $schema=${schema}`, ...(comment ? [comment] : [])]);
  const list = document.get('jobs', true);
  if (isSeq(list)) {
    list.items.forEach((item, index) => {
      if (!isMap(item)) return;
      const node = item as Node;
      node.spaceBefore = index > 0;
      const above = jobs[index]?.comment;
      if (above !== undefined && above !== '') node.commentBefore = commentLines([above]);
    });
  }
  return document.toString(FORMAT);
}

/** In the order in which people look at a job. */
const FIRST = ['name', 'project', 'enabled', 'description', 'owner', 'tags', 'schedule', 'callback'];

/** `project`: that of the file. */
export function withoutDefaults(job: JobEntry, project: string = JOB_DEFAULTS.project): JobEntry {
  const defaults: Record<string, unknown> = { ...JOB_DEFAULTS, project };
  const short: Record<string, unknown> = { ...job, schedule: shortSchedule(job), callback: shortCallback(job) };
  if (job.retry !== undefined) short.retry = shortRetry(job.retry);
  if (job.alerts !== undefined) short.alerts = without(job.alerts, JOB_DEFAULTS.alerts);
  const rank = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  const kept = Object.entries(short)
    .filter(([name, value]) => value !== undefined && !isDefault(value, defaults[name]) && !isEmptied(name, value))
    .sort(([one], [other]) => rank(one) - rank(other));
  return Object.fromEntries(kept) as unknown as JobEntry; // fields were only left out that have defaults
}

/** Of which nothing is left once its defaults are gone. */
function isEmptied(name: string, value: unknown): boolean {
  return (name === 'retry' || name === 'alerts') && Object.keys(value as object).length === 0;
}

function shortSchedule({ schedule }: JobEntry): JobEntry['schedule'] {
  return without(schedule, { timeZone: 'UTC' });
}

function shortCallback({ callback }: JobEntry): JobEntry['callback'] {
  return callback.type === 'http' ? without(callback, { method: 'POST' }) : callback;
}

function shortRetry(retry: NonNullable<JobEntry['retry']>): JobEntry['retry'] {
  const { delayMs = NO_RETRY.delayMs } = retry;
  return without(retry, { ...NO_RETRY, maxDelayMs: Math.max(NO_RETRY.maxDelayMs, delayMs) });
}

function without<T extends object>(value: T, defaults: Record<string, unknown>): T {
  const kept = Object.entries(value).filter(
    ([name, inside]) => inside !== undefined && !isDefault(inside, defaults[name]),
  );
  return Object.fromEntries(kept) as T;
}

function isDefault(value: unknown, standard: unknown): boolean {
  return standard !== undefined && fieldChanges(standard, value).length === 0;
}

function commentLines(texts: readonly string[]): string {
  return texts
    .flatMap((text) => text.split(/\r\n|[\n\r\u2028\u2029\u0085]/))
    .map((line) => ` ${line}`.trimEnd())
    .join('\n');
}
