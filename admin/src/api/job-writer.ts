/** Every change of a job goes through here: the rules, the compare-and-set, and word to the leader. */
import { specOf, type Job, type JobSpec } from '@crony/shared/domain/job';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { ChangeResult, CreateResult } from '@crony/shared/store/store';
import { ApiError, invalidInput } from './api-error.js';
import type { AuditAction } from '@crony/shared/domain/audit';
import { audited, type Acting } from '../audit/audited.js';
import { jobNote } from '../audit/job-note.js';
import type { ApiDependencies } from './dependencies.js';
import { versionMismatch } from './if-match.js';
import { brokenJobRules, KnownProjects, type ProjectFacts } from './job-rules.js';

/** With whoever makes the change: every version has an author, and every change its row in the audit. */
type WriterDependencies = Pick<ApiDependencies, 'store' | 'changes' | 'clock'> & Pick<Acting, 'actor'>;

/** An edit is computed from what was read; when somebody else was faster it is computed again, this often. */
const MOST_EDIT_ATTEMPTS = 5;

export async function createJob(spec: JobSpec, api: WriterDependencies): Promise<Job> {
  const [outcome] = await createJobs([spec], new KnownProjects(api.store), api);
  if (outcome instanceof ApiError) throw outcome;
  return outcome!;
}

/** For each spec, in order, the job or what speaks against it. */
export async function createJobs(
  specs: readonly JobSpec[],
  projects: KnownProjects,
  api: WriterDependencies,
): Promise<(Job | ApiError)[]> {
  const now = api.clock.now();
  const outcomes: (Job | ApiError | undefined)[] = await Promise.all(
    specs.map(async (spec) => {
      const errors = brokenJobRules(spec, await projects.facts(spec));
      return errors.length > 0 ? invalidInput(errors) : undefined;
    }),
  );
  const sound = specs.filter((_, index) => outcomes[index] === undefined);
  if (sound.length === 0) return outcomes as ApiError[];
  const jobs = sound.map((spec) => ({ ...spec, id: uuidv7(api.clock) }));
  const results = await audited(api, async (store, note) => {
    const written = await store.jobs.createMany(jobs, now, api.actor.name);
    for (const result of written) if ('created' in result) note(jobNote('job.create', null, result.created));
    return written;
  });
  const created = results.flatMap((result) => ('created' in result ? [result.created.id] : []));
  if (created.length > 0) api.changes.jobsChanged(created);
  let next = 0;
  return outcomes.map((outcome, index) => outcome ?? toOutcome(results[next++]!, specs[index]!));
}

function toOutcome(result: CreateResult, spec: JobSpec): Job | ApiError {
  return 'created' in result ? result.created : nameTaken(spec, result.existingId);
}

/** Throws what speaks against the change of this job, or (null) against its deletion. */
export type AllowChange = (job: Job, after: JobSpec | null) => void;

/** A channel may be deleted while jobs name it: that must not keep them from being paused, or from any other edit. */
export function tolerating(before: JobSpec, after: JobSpec, facts: ProjectFacts): ProjectFacts {
  const { channels } = facts;
  if (channels === null || before.project !== after.project) return facts;
  const { channels: named, escalation } = before.alerts;
  return { ...facts, channels: new Set([...channels, ...named, ...(escalation?.channels ?? [])]) };
}

/**
 * Writes `edit` of the present spec, if `allow` lets it. With an expected version it is that version or a 412; without, the edit lands on
 * whatever is current. An edit that returns its argument changes nothing.
 */
export async function editJob(
  id: string,
  expectedVersion: number | null,
  edit: (spec: JobSpec) => JobSpec,
  allow: AllowChange,
  api: WriterDependencies,
  action: AuditAction = 'job.edit',
): Promise<Job> {
  for (let attempt = 0; attempt < MOST_EDIT_ATTEMPTS; attempt++) {
    const job = await getJob(id, api);
    const before = specOf(job);
    const after = edit(before);
    allow(job, after);
    if (expectedVersion !== null && job.version !== expectedVersion)
      throw versionMismatch(expectedVersion, job.version);
    if (after === before) return job;
    const facts = await new KnownProjects(api.store).facts(after);
    const errors = brokenJobRules(after, tolerating(before, after, facts));
    if (errors.length > 0) throw invalidInput(errors);
    const now = api.clock.now();
    const result = await audited(api, async (store, note) => {
      const written = await store.jobs.replace(id, after, job.version, now, api.actor.name);
      if ('changed' in written) note(jobNote(action, job, written.changed));
      return written;
    });
    if ('conflict' in result && result.conflict === 'version') continue;
    return changedJob(result, id, after, expectedVersion, api);
  }
  throw new ApiError('write_conflict', `Job ${id} kept changing; try again.`);
}

export async function deleteJob(
  id: string,
  expectedVersion: number | null,
  allow: AllowChange,
  api: WriterDependencies,
): Promise<void> {
  for (let attempt = 0; attempt < MOST_EDIT_ATTEMPTS; attempt++) {
    const job = await getJob(id, api);
    allow(job, null);
    // The version that was looked at: in between it may have moved to a project where the caller may do nothing.
    const result = await audited(api, async (store, note) => {
      const written = await store.jobs.delete(id, expectedVersion ?? job.version);
      if ('changed' in written) note(jobNote('job.delete', written.changed, null));
      return written;
    });
    if (expectedVersion === null && 'conflict' in result && result.conflict === 'version') continue;
    changedJob(result, id, null, expectedVersion, api);
    return;
  }
  throw new ApiError('write_conflict', `Job ${id} kept changing; try again.`);
}

export async function getJob(id: string, { store }: Pick<ApiDependencies, 'store'>): Promise<Job> {
  const job = await store.jobs.get(id);
  if (!job) throw jobNotFound(id);
  return job;
}

function changedJob(
  result: ChangeResult,
  id: string,
  spec: JobSpec | null,
  expectedVersion: number | null,
  api: WriterDependencies,
): Job {
  if ('changed' in result) {
    api.changes.jobsChanged([id]);
    return result.changed;
  }
  switch (result.conflict) {
    case 'not_found':
      throw jobNotFound(id);
    case 'version':
      throw versionMismatch(expectedVersion ?? result.version, result.version);
    case 'name':
      throw nameTaken(spec!, result.existingId);
  }
}

export function jobNotFound(id: string): ApiError {
  return new ApiError('job_not_found', `There is no job ${id}.`);
}

function nameTaken(spec: JobSpec, existingId: string): ApiError {
  const detail = `Project ${spec.project} has a job named ${JSON.stringify(spec.name)} already: ${existingId}.`;
  return new ApiError('job_name_taken', detail, { members: { existingId } });
}
