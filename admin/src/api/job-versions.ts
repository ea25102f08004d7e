/** Who made of a job what, what differs, and the way back. */
import type { Context } from 'hono';
import { createRoute } from '@hono/zod-openapi';
import { fieldChanges } from '@crony/shared/domain/field-changes';
import type { JobSpec } from '@crony/shared/domain/job';
import type { JobStore, JobVersion, JobVersionHead } from '@crony/shared/store/store';
import { toInstant } from '@crony/shared/wire/instant';
import { jobAnswer, jobParams } from '@crony/shared/wire/job';
import { toSpecAnswer } from '@crony/shared/wire/job-answer';
import {
  jobDiffAnswer,
  jobDiffParams,
  jobVersionAnswer,
  jobVersionPage,
  jobVersionParams,
  jobVersionsQuery,
} from '@crony/shared/wire/job-version';
import { acting } from '../audit/acting.js';
import { audits } from '../audit/audited.js';
import { ApiError } from './api-error.js';
import {
  access,
  API_PREFIX,
  etagHeader,
  jsonAnswer,
  noQuery,
  problems,
  type ApiApp,
  type ApiEnv,
} from './api-route.js';
import { demand } from './demand.js';
import type { ApiDependencies } from './dependencies.js';
import { etagOf, ifMatchHeader } from './if-match.js';
import { viewJob } from './job-view.js';
import { editJob, getJob, jobNotFound } from './job-writer.js';
import { mayWrite } from './jobs.js';

const TAG = ['jobs'];
const PATH = `${API_PREFIX}/jobs/{id}/versions`;

const list = createRoute({
  ...access('jobs:read'),
  method: 'get',
  path: PATH,
  operationId: 'listJobVersions',
  tags: TAG,
  summary: 'List the versions of a job, newest first',
  description: 'Also of a job that is deleted, until its versions are too old to be kept.',
  request: { params: jobParams, query: jobVersionsQuery },
  responses: {
    200: jsonAnswer(jobVersionPage, 'A page of versions.'),
    ...problems('jobs:read', 'invalid_input', 'job_not_found'),
  },
});

const read = createRoute({
  ...access('jobs:read'),
  method: 'get',
  path: `${PATH}/{version}`,
  operationId: 'getJobVersion',
  tags: TAG,
  summary: 'Read a job as it was in a version',
  request: { params: jobVersionParams, query: noQuery },
  responses: {
    200: jsonAnswer(jobVersionAnswer, 'The version.'),
    ...problems('jobs:read', 'invalid_input', 'job_not_found', 'job_version_not_found'),
  },
});

const diff = createRoute({
  ...access('jobs:read'),
  method: 'get',
  path: `${PATH}/{version}/diff/{other}`,
  operationId: 'diffJobVersions',
  tags: TAG,
  summary: 'Say what differs between two versions of a job',
  request: { params: jobDiffParams, query: noQuery },
  responses: {
    200: jsonAnswer(jobDiffAnswer, 'Each field that differs, before (`version`) and after (`other`).'),
    ...problems('jobs:read', 'invalid_input', 'job_not_found', 'job_version_not_found'),
  },
});

const restore = createRoute({
  ...access('jobs:write'),
  ...audits('job.restore'),
  method: 'post',
  path: `${PATH}/{version}/restore`,
  operationId: 'restoreJobVersion',
  tags: TAG,
  summary: 'Make a job what it was in a version',
  description:
    'All of it, also whether it was paused; checked as an edit is. It becomes a new version, and the schedule counts from now.',
  request: { params: jobVersionParams, query: noQuery, headers: ifMatchHeader },
  responses: {
    200: jsonAnswer(jobAnswer, 'The job as it is now.', etagHeader),
    ...problems(
      'jobs:write',
      'invalid_input',
      'job_not_found',
      'job_version_not_found',
      'job_name_taken',
      'version_mismatch',
      'write_conflict',
    ),
  },
});

export function registerJobVersions(app: ApiApp): void {
  app.openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const { limit, cursor } = c.req.valid('query');
    await demandRead(c, id);
    const page = await c.var.api.store.jobs.versions(id, { limit, cursor });
    return c.json({ items: await withChanges(id, page.items, c.var.api.store.jobs), nextCursor: page.nextCursor }, 200);
  });

  app.openapi(read, async (c) => {
    const { id, version } = c.req.valid('param');
    await demandRead(c, id);
    const found = await versionOf(id, version, c.var.api);
    return c.json({ ...viewHead(found), job: toSpecAnswer(found.spec) }, 200);
  });

  app.openapi(diff, async (c) => {
    const { id, version, other } = c.req.valid('param');
    await demandRead(c, id);
    const [before, after] = [await versionOf(id, version, c.var.api), await versionOf(id, other, c.var.api)];
    const changes = fieldChanges(toSpecAnswer(before.spec), toSpecAnswer(after.spec));
    return c.json({ jobId: id, before: version, after: other, changes }, 200);
  });

  app.openapi(restore, async (c) => {
    const { api } = c.var;
    const { id, version } = c.req.valid('param');
    // A deleted job has versions, but nothing that could become one of them again.
    const { project } = await getJob(id, api);
    demand(c, 'jobs:write', project, () => jobNotFound(id));
    const expected = c.req.valid('header')['If-Match'] ?? null;
    const { spec } = await versionOf(id, version, api);
    const restored = restorable(spec, api.clock.now());
    const job = await editJob(id, expected, () => restored, mayWrite(c), acting(c), 'job.restore');
    return c.json(viewJob(job, api), 200, { ETag: etagOf(job.version) });
  });
}

/** Of a job that is gone its newest version tells the project. */
async function demandRead(c: Pick<Context<ApiEnv>, 'var'>, id: string): Promise<void> {
  const { jobs } = c.var.api.store;
  const project = (await jobs.get(id))?.project ?? (await newestSpec(jobs, id))?.project;
  if (project === undefined) throw jobNotFound(id);
  demand(c, 'jobs:read', project, () => jobNotFound(id));
}

async function newestSpec(jobs: JobStore, id: string): Promise<JobSpec | undefined> {
  const [newest] = (await jobs.versions(id, { limit: 1 })).items;
  return newest && (await jobs.version(id, newest.version))?.spec;
}

/** A pause whose end has passed meanwhile would end at once: whoever goes back to it wants it to last. */
function restorable({ pause, ...spec }: JobSpec, now: number): JobSpec {
  if (pause === undefined) return spec;
  const until = pause.until !== null && pause.until > now ? pause.until : null;
  return pause.note === null && until === null ? spec : { ...spec, pause: { note: pause.note, until } };
}

async function versionOf(id: string, version: number, { store }: ApiDependencies): Promise<JobVersion> {
  const found = await store.jobs.version(id, version);
  if (!found) throw new ApiError('job_version_not_found', `There is no record of version ${version} of job ${id}.`);
  return found;
}

function viewHead({ jobId, version, author, createdAt }: JobVersionHead) {
  return { jobId, version, author, createdAt: toInstant(createdAt) };
}

/** Specs in hand at once: each may have as much in it as fits into an assignment. */
const SPECS_AT_ONCE = 100;

/** `heads`: newest first, without gaps but for those that are too old. */
async function withChanges(id: string, heads: readonly JobVersionHead[], jobs: JobStore) {
  const views: (ReturnType<typeof viewHead> & { changed: string[] | null })[] = [];
  for (let start = 0; start < heads.length; start += SPECS_AT_ONCE) {
    const part = heads.slice(start, start + SPECS_AT_ONCE);
    const specs = await jobs.versionSpecs(id, part.at(-1)!.version - 1, part[0]!.version);
    views.push(...part.map((head) => ({ ...viewHead(head), changed: changedIn(head.version, specs) })));
  }
  return views;
}

function changedIn(version: number, specs: ReadonlyMap<number, JobSpec>): string[] | null {
  const [before, after] = [specs.get(version - 1), specs.get(version)];
  if (!before || !after) return null;
  return fieldChanges(toSpecAnswer(before), toSpecAnswer(after)).map(({ path }) => path);
}
