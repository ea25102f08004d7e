/**
 * All the changes of one apply, or none: every update and deletion is a compare-and-set on the version that it was made
 * for, in one transaction with their versions and their rows in the audit. Of two at once, whose changes meet in a job,
 * the database lets one go first; the other finds newer versions, is undone as a whole, and is told which.
 */
import type { Job, JobSpec } from '@crony/shared/domain/job';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { ChangeResult, Store } from '@crony/shared/store/store';
import { firstConflicts, type ApplyConflict, type ApplyInput } from '@crony/shared/wire/job-apply';
import type { FieldError } from '@crony/shared/wire/problem';
import { audited, type Acting, type AuditNote } from '../audit/audited.js';
import { jobNote } from '../audit/job-note.js';
import { ApiError, invalidInput } from './api-error.js';
import type { ApiDependencies } from './dependencies.js';
import { brokenJobRules, KnownProjects } from './job-rules.js';
import { tolerating, type AllowChange } from './job-writer.js';

type WriterDependencies = Pick<ApiDependencies, 'store' | 'changes' | 'clock'> & Pick<Acting, 'actor'>;

export interface Applied {
  created: Job[];
  updated: Job[];
  /** As they were. */
  deleted: Job[];
}

interface Change {
  path: string;
  before: Job;
  /** Null: it is to go. */
  after: JobSpec | null;
}

interface Plan {
  changes: Change[];
  creates: { path: string; spec: JobSpec }[];
  conflicts: ApplyConflict[];
}

const MOST_ERRORS = 50;
const MOST_NAMED = 5;

/** `allow` throws for a job that the caller may not change. */
export async function applyJobs(input: ApplyInput, allow: AllowChange, api: WriterDependencies): Promise<Applied> {
  const plan = await readPlan(input, allow, api);
  if (plan.conflicts.length > 0) throw await conflict(plan.conflicts, plan, api);
  await demandRules(plan, new KnownProjects(api.store));
  const conflicts: ApplyConflict[] = [];
  let applied: Applied;
  try {
    applied = await audited(api, async (store, note) => {
      conflicts.length = 0; // of a try before, after a deadlock
      const done = await write(plan, store, note, conflicts, api);
      if (conflicts.length > 0) throw new Undone();
      return done;
    });
  } catch (error) {
    if (error instanceof Undone) throw await conflict(conflicts, plan, api);
    throw error;
  }
  api.changes.jobsChanged([...applied.created, ...applied.updated, ...applied.deleted].map(({ id }) => id));
  return applied;
}

/** Takes the transaction back. */
class Undone extends Error {}

/** In the order of their ids, in which everybody locks jobs, and what goes first, so that its name is free. */
async function readPlan(input: ApplyInput, allow: AllowChange, { store }: WriterDependencies): Promise<Plan> {
  const { managedBy, creates, updates, deletes } = input;
  const jobs = await store.jobs.getMany([...updates, ...deletes].map(({ id }) => id));
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const conflicts: ApplyConflict[] = [];
  const changes: Change[] = [];
  const consider = (path: string, item: { id: string; version: number }, adopt: boolean, job: JobSpec | null): void => {
    const before = byId.get(item.id);
    if (before === undefined) {
      conflicts.push({ path, reason: 'gone', id: null, version: null, managedBy: null });
      return;
    }
    allow(before, job);
    if (before.version !== item.version) conflicts.push(standing(path, 'version', before));
    else if (before.managedBy !== managedBy && !adopt) conflicts.push(standing(path, 'managed_by_other', before));
    else changes.push({ path, before, after: job && { ...job, ...pauseOf(before, job) } });
  };
  deletes.forEach((item, index) => consider(`deletes.${index}`, item, false, null));
  updates.forEach((item, index) => consider(`updates.${index}`, item, item.adopt, { ...item.job, managedBy }));
  changes.sort((one, other) => {
    if ((one.after === null) !== (other.after === null)) return one.after === null ? -1 : 1;
    return one.before.id < other.before.id ? -1 : 1;
  });
  return {
    conflicts,
    changes,
    creates: creates.map((job, index) => ({ path: `creates.${index}`, spec: { ...job, managedBy } })),
  };
}

/** What was said of a pause lasts as long as the pause. */
function pauseOf(before: Job, after: JobSpec): Pick<JobSpec, 'pause'> {
  return !before.enabled && !after.enabled && before.pause !== undefined ? { pause: before.pause } : {};
}

async function demandRules({ changes, creates }: Plan, projects: KnownProjects): Promise<void> {
  const errors: FieldError[] = [];
  const add = (path: string, found: FieldError[]): void => {
    const inJob = path.startsWith('updates') ? `${path}.job` : path;
    errors.push(...found.map((error) => ({ ...error, path: error.path === '' ? inJob : `${inJob}.${error.path}` })));
  };
  for (const { path, spec } of creates) add(path, brokenJobRules(spec, await projects.facts(spec)));
  for (const { path, before, after } of changes) {
    if (after !== null) add(path, brokenJobRules(after, tolerating(before, after, await projects.facts(after))));
  }
  if (errors.length > 0) throw invalidInput(errors.slice(0, MOST_ERRORS));
}

async function write(
  { changes, creates }: Plan,
  store: Store,
  note: (note: AuditNote) => void,
  conflicts: ApplyConflict[],
  { clock, actor }: WriterDependencies,
): Promise<Applied> {
  const now = clock.now();
  const updated = new Map<string, Job>();
  const deleted = new Map<string, Job>();
  for (const { path, before, after } of changes) {
    const result =
      after === null
        ? await store.jobs.delete(before.id, before.version)
        : await store.jobs.replace(before.id, after, before.version, now, actor.name);
    if (!('changed' in result)) conflicts.push(conflictOf(path, result, before));
    else {
      note(jobNote(after === null ? 'job.delete' : 'job.edit', before, after === null ? null : result.changed));
      (after === null ? deleted : updated).set(path, result.changed);
    }
  }
  const jobs = creates.map(({ spec }) => ({ ...spec, id: uuidv7(clock) }));
  const results = jobs.length === 0 ? [] : await store.jobs.createMany(jobs, now, actor.name);
  const created = results.flatMap((result, index) => {
    if ('created' in result) {
      note(jobNote('job.create', null, result.created));
      return [result.created];
    }
    const { path } = creates[index]!;
    conflicts.push({ path, reason: 'name_taken', id: result.existingId, version: null, managedBy: null });
    return [];
  });
  return { created, updated: inOrder(updated), deleted: inOrder(deleted) };
}

function conflictOf(
  path: string,
  result: Exclude<ChangeResult, { changed: Job }>,
  { id, managedBy }: Job,
): ApplyConflict {
  switch (result.conflict) {
    case 'not_found':
      return { path, reason: 'gone', id: null, version: null, managedBy: null };
    case 'version':
      return { path, reason: 'version', id, version: result.version, managedBy };
    case 'name':
      return { path, reason: 'name_taken', id: result.existingId, version: null, managedBy: null };
  }
}

function standing(path: string, reason: ApplyConflict['reason'], { id, version, managedBy }: Job): ApplyConflict {
  return { path, reason, id, version, managedBy };
}

/** As they stand now, after everything was undone. */
async function conflict(found: readonly ApplyConflict[], plan: Plan, { store }: WriterDependencies): Promise<ApiError> {
  const named = firstConflicts(found);
  const jobs = await store.jobs.getMany(named.flatMap(({ id }) => (id === null ? [] : [id])));
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const conflicts = named.map((one) => {
    const job = one.id === null ? undefined : byId.get(one.id);
    return job === undefined ? one : standing(one.path, one.reason, job);
  });
  const names = conflicts.slice(0, MOST_NAMED).map(({ path, id }) => JSON.stringify(nameAt(path, id, plan, byId)));
  const more = found.length > names.length ? ` and ${found.length - names.length} more` : '';
  const verb = found.length === 1 ? 'stands' : 'stand';
  const detail = `Nothing was changed: ${names.join(', ')}${more} ${verb} in the way, changed or taken by somebody else meanwhile.`;
  return new ApiError('apply_conflict', detail, { members: { conflicts } });
}

function nameAt(path: string, id: string | null, plan: Plan, byId: ReadonlyMap<string, Job>): string {
  const create = plan.creates.find((one) => one.path === path);
  const change = plan.changes.find((one) => one.path === path);
  return create?.spec.name ?? change?.before.name ?? (id === null ? undefined : byId.get(id)?.name) ?? path;
}

function inOrder(jobs: ReadonlyMap<string, Job>): Job[] {
  const numberOf = (path: string): number => Number(path.slice(path.indexOf('.') + 1));
  return [...jobs].sort(([one], [other]) => numberOf(one) - numberOf(other)).map(([, job]) => job);
}
