/**
 * What has to happen so that the hub has what the files say. Pure: files and the hub's jobs in, changes out. A job is
 * known by its project and name; one that is renamed is deleted and created.
 */
import { fieldChanges, type FieldChange } from '@crony/shared/domain/field-changes';
import { jobInput } from '@crony/shared/wire/job';
import { toSpecAnswer } from '@crony/shared/wire/job-answer';
import type { Job } from '@crony/sdk/client';
import type { DeclaredJob, JobDeclared, JobEntry } from './jobs-file.js';

export const ACTIONS = ['create', 'change', 'delete', 'unchanged', 'refused'] as const;
export type PlannedAction = (typeof ACTIONS)[number];

export interface PlannedJob {
  action: PlannedAction;
  project: string;
  name: string;
  /** As the hub has it. */
  job?: Job;
  /** As the files have it. */
  declared?: DeclaredJob;
  /** What will be written. */
  spec?: JobDeclared;
  changes: FieldChange[];
  /** It goes over to this owner from another, or from nobody. */
  adopted: boolean;
  /** What people should know of it. */
  note?: string;
}

export interface PlanQuestion {
  managedBy: string;
  declared: readonly DeclaredJob[];
  /** Of the hub: those of the projects that the files are about. */
  jobs: readonly Job[];
  adopt: boolean;
  /** Whether what carries the mark and is in no file goes. */
  deletes: boolean;
}

/** In the order of the files; what is to go stands behind. */
export function planJobs({ managedBy, declared, jobs, adopt, deletes }: PlanQuestion): PlannedJob[] {
  const byName = new Map(jobs.map((job) => [keyOf(job), job]));
  const planned = declared.map((one) => planOne(one, byName.get(keyOf(one.spec)), managedBy, adopt));
  const named = new Set(declared.map(({ spec }) => keyOf(spec)));
  const left = jobs.filter((job) => job.managedBy === managedBy && !named.has(keyOf(job)));
  const gone = left.map((job): PlannedJob => {
    const { project, name } = job;
    const action = deletes ? 'delete' : 'unchanged';
    const note = deletes ? {} : { note: 'is in no file, and stays by --no-delete' };
    return { action, project, name, job, changes: [], adopted: false, ...note };
  });
  return [...planned, ...gone];
}

function planOne(declared: DeclaredJob, job: Job | undefined, managedBy: string, adopt: boolean): PlannedJob {
  const { spec, given } = declared;
  const { project, name } = spec;
  const base = { project, name, declared };
  if (job === undefined)
    return { ...base, action: 'create', spec: { ...spec, managedBy }, changes: [], adopted: false };
  const present = specOfJob(job);
  // Whoever has paused a job by hand had a reason; a file that says nothing of it does not resume it.
  const enabled = given.has('enabled') ? spec.enabled : job.enabled;
  const wanted: JobDeclared = { ...spec, enabled, managedBy };
  const adopted = job.managedBy !== managedBy;
  const changes = fieldChanges(toSpecAnswer({ ...present, managedBy: job.managedBy }), toSpecAnswer(wanted));
  if (adopted && !adopt) {
    const owner = job.managedBy === null ? 'nobody' : JSON.stringify(job.managedBy);
    const note = `there is a job of this name, managed by ${owner}; --adopt takes it over`;
    return { ...base, job, action: 'refused', changes, adopted: false, note };
  }
  const paused =
    !enabled && !given.has('enabled') ? { note: 'is paused, and stays so: the file does not say `enabled`' } : {};
  const action = changes.length > 0 ? 'change' : 'unchanged';
  return { ...base, job, spec: wanted, action, changes, adopted, ...paused };
}

/** What the API answers beyond what it takes. */
const FIELDS = Object.keys(jobInput.shape).filter((name) => name !== 'managedBy');

/** A job of the hub as a file would say it. */
export function entryOf(job: Job): JobEntry {
  return Object.fromEntries(Object.entries(job).filter(([name]) => FIELDS.includes(name))) as unknown as JobEntry;
}

function specOfJob(job: Job): JobDeclared {
  const read = jobInput.safeParse(entryOf(job));
  if (read.success) return read.data;
  // Written under other rules, such as those of another time zone table: whatever the file says is then a change.
  return { ...jobInput.parse(PLACEHOLDER), ...(entryOf(job) as unknown as JobDeclared), schedule: { timeZone: '' } };
}

const PLACEHOLDER = { name: '-', schedule: { cron: '@hourly' }, callback: { type: 'shell', command: '-' } };

export interface PlanCounts extends Record<PlannedAction, number> {
  paused: number;
  resumed: number;
}

export function countPlan(planned: readonly PlannedJob[]): PlanCounts {
  const counts: PlanCounts = { create: 0, change: 0, delete: 0, unchanged: 0, refused: 0, paused: 0, resumed: 0 };
  for (const job of planned) {
    counts[job.action] += 1;
    const turn = turnOf(job);
    if (turn !== null) counts[turn] += 1;
  }
  return counts;
}

/** Whether a change pauses or resumes its job. */
export function turnOf({ action, changes }: PlannedJob): 'paused' | 'resumed' | null {
  const turn = action === 'change' && changes.find(({ path }) => path === 'enabled');
  if (!turn) return null;
  return turn.after === true ? 'resumed' : 'paused';
}

/** In percent of the jobs that carry the mark. */
export function deletedShare(planned: readonly PlannedJob[], managedBy: string): number {
  const owned = planned.filter(({ job }) => job?.managedBy === managedBy).length;
  return owned === 0 ? 0 : (100 * planned.filter(({ action }) => action === 'delete').length) / owned;
}

function keyOf({ project, name }: { project: string; name: string }): string {
  return JSON.stringify([project, name]);
}
