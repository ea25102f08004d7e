import type { Context } from 'hono';
import { createRoute } from '@hono/zod-openapi';
import { applyPatch, jobAnswer, jobInput, jobPage, jobParams, jobPatch, jobQuery } from '@crony/shared/wire/job';
import { acting } from '../audit/acting.js';
import { audits } from '../audit/audited.js';
import {
  access,
  API_PREFIX,
  BODY_PROBLEMS,
  etagHeader,
  jsonAnswer,
  jsonBody,
  noQuery,
  problems,
  type ApiApp,
  type ApiEnv,
} from './api-route.js';
import { allowedProjects, demand } from './demand.js';
import { etagOf, ifMatchHeader } from './if-match.js';
import { viewJob } from './job-view.js';
import { unknownProject } from './job-rules.js';
import { createJob, deleteJob, editJob, getJob, jobNotFound, type AllowChange } from './job-writer.js';

const TAG = ['jobs'];

const create = createRoute({
  ...access('jobs:write'),
  ...audits('job.create'),
  method: 'post',
  path: `${API_PREFIX}/jobs`,
  operationId: 'createJob',
  tags: TAG,
  summary: 'Create a job',
  description: 'While etcd is away the job is accepted all the same, and assigned once etcd is back.',
  request: { query: noQuery, body: jsonBody(jobInput) },
  responses: {
    201: jsonAnswer(jobAnswer, 'The job.', etagHeader),
    ...problems('jobs:write', ...BODY_PROBLEMS, 'job_name_taken'),
  },
});

const list = createRoute({
  ...access('jobs:read'),
  method: 'get',
  path: `${API_PREFIX}/jobs`,
  operationId: 'listJobs',
  tags: TAG,
  summary: 'List jobs, oldest first',
  request: { query: jobQuery },
  responses: { 200: jsonAnswer(jobPage, 'A page of jobs.'), ...problems('jobs:read', 'invalid_input') },
});

const read = createRoute({
  ...access('jobs:read'),
  method: 'get',
  path: `${API_PREFIX}/jobs/{id}`,
  operationId: 'getJob',
  tags: TAG,
  summary: 'Read a job',
  request: { params: jobParams, query: noQuery },
  responses: {
    200: jsonAnswer(jobAnswer, 'The job.', etagHeader),
    ...problems('jobs:read', 'invalid_input', 'job_not_found'),
  },
});

const edit = createRoute({
  ...access('jobs:write'),
  ...audits('job.edit'),
  method: 'patch',
  path: `${API_PREFIX}/jobs/{id}`,
  operationId: 'editJob',
  tags: TAG,
  summary: 'Change some fields of a job',
  description:
    'Each field that is given replaces the job’s field as a whole; null puts it back to its default. The result is validated as a new job is.',
  request: { params: jobParams, query: noQuery, headers: ifMatchHeader, body: jsonBody(jobPatch) },
  responses: {
    200: jsonAnswer(jobAnswer, 'The job as it is now.', etagHeader),
    ...problems(
      'jobs:write',
      ...BODY_PROBLEMS,
      'job_not_found',
      'job_name_taken',
      'version_mismatch',
      'write_conflict',
    ),
  },
});

const remove = createRoute({
  ...access('jobs:write'),
  ...audits('job.delete'),
  method: 'delete',
  path: `${API_PREFIX}/jobs/{id}`,
  operationId: 'deleteJob',
  tags: TAG,
  summary: 'Delete a job',
  description: 'Its runs stay on record.',
  request: { params: jobParams, query: noQuery, headers: ifMatchHeader },
  responses: {
    204: { description: 'It is gone.' },
    ...problems('jobs:write', 'invalid_input', 'job_not_found', 'version_mismatch'),
  },
});

export function registerJobs(app: ApiApp): void {
  app.openapi(create, async (c) => {
    const { api } = c.var;
    const spec = c.req.valid('json');
    demand(c, 'jobs:write', spec.project, () => unknownProject(spec));
    const job = await createJob(spec, acting(c));
    const headers = { ETag: etagOf(job.version), Location: `${API_PREFIX}/jobs/${job.id}` };
    return c.json(viewJob(job, api), 201, headers);
  });

  app.openapi(list, async (c) => {
    const { api } = c.var;
    const { limit, cursor, project, enabled, managedBy, name, nodeId, tag, id, assignment, lastRun } =
      c.req.valid('query');
    const filter = {
      project,
      projects: allowedProjects(c, 'jobs:read'),
      managedBy,
      enabled: assignment === 'pending' ? true : enabled,
      nameContains: name,
      nodeId,
      ids: id,
      notOwnedBy: assignment === 'pending' ? [...api.cluster.nodes().keys()] : undefined,
      tags: tag && tagsOf(tag),
      lastRun,
    };
    const page = await api.store.jobs.list(filter, { limit, cursor });
    return c.json({ items: page.items.map((job) => viewJob(job, api)), nextCursor: page.nextCursor }, 200);
  });

  app.openapi(read, async (c) => {
    const { api } = c.var;
    const job = await getJob(c.req.valid('param').id, api);
    demand(c, 'jobs:read', job.project, () => jobNotFound(job.id));
    return c.json(viewJob(job, api), 200, { ETag: etagOf(job.version) });
  });

  app.openapi(edit, async (c) => {
    const { api } = c.var;
    const patch = c.req.valid('json');
    const expected = c.req.valid('header')['If-Match'] ?? null;
    const allow = mayWrite(c);
    const job = await editJob(c.req.valid('param').id, expected, (spec) => applyPatch(spec, patch), allow, acting(c));
    return c.json(viewJob(job, api), 200, { ETag: etagOf(job.version) });
  });

  app.openapi(remove, async (c) => {
    const expected = c.req.valid('header')['If-Match'] ?? null;
    await deleteJob(c.req.valid('param').id, expected, mayWrite(c), acting(c));
    return c.body(null, 204);
  });
}

/** A job that moves is written in two projects. */
export function mayWrite(c: Pick<Context<ApiEnv>, 'var'>): AllowChange {
  return (job, after) => {
    demand(c, 'jobs:write', job.project, () => jobNotFound(job.id));
    if (after !== null) demand(c, 'jobs:write', after.project, () => unknownProject(after));
  };
}

function tagsOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf(':')), pair.slice(pair.indexOf(':') + 1)]));
}
