import { createRoute } from '@hono/zod-openapi';
import type { Job } from '@crony/shared/domain/job';
import { applyAnswer, applyInput, MOST_APPLIED } from '@crony/shared/wire/job-apply';
import { acting } from '../audit/acting.js';
import { audits } from '../audit/audited.js';
import {
  access,
  API_PREFIX,
  BODY_PROBLEMS,
  jsonAnswer,
  jsonBody,
  noQuery,
  problems,
  type ApiApp,
} from './api-route.js';
import { applyJobs } from './apply-jobs.js';
import { allowedProjects, demand } from './demand.js';
import { unknownProject } from './job-rules.js';
import { mayWrite } from './jobs.js';

const MAX_APPLY_BYTES = 16 * 1_024 * 1_024;

const apply = createRoute({
  ...access('jobs:write', MAX_APPLY_BYTES),
  ...audits('job.create', 'job.edit', 'job.delete'),
  method: 'post',
  path: `${API_PREFIX}/jobs/apply`,
  operationId: 'applyJobs',
  tags: ['jobs'],
  summary: `Create, change and delete up to ${MOST_APPLIED} jobs, all or none`,
  description:
    'For jobs that are kept in files, as `crony jobs apply` does. Each change names the version that it was made for. When one job has another version by now, has gone, or belongs to somebody else, nothing is changed at all, and the answer says which.',
  request: { query: noQuery, body: jsonBody(applyInput) },
  responses: {
    200: jsonAnswer(applyAnswer, 'All of it is done.'),
    ...problems('jobs:write', ...BODY_PROBLEMS, 'apply_conflict'),
  },
});

export function registerJobApply(app: ApiApp): void {
  app.openapi(apply, async (c) => {
    const input = c.req.valid('json');
    allowedProjects(c, 'jobs:write'); // each job is asked about for itself
    input.creates.forEach(({ project }, index) => {
      demand(c, 'jobs:write', project, () => unknownProject({ project }, `creates.${index}.project`));
    });
    const { created, updated, deleted } = await applyJobs(input, mayWrite(c), acting(c));
    return c.json({ created: created.map(view), updated: updated.map(view), deleted: deleted.map(view) }, 200);
  });
}

function view({ id, project, name, version }: Job) {
  return { id, project, name, version };
}
