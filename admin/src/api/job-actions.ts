import { createRoute, z } from '@hono/zod-openapi';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import { childTraceparent } from '@crony/shared/domain/traceparent';
import { jobAnswer, jobParams } from '@crony/shared/wire/job';
import { runAnswer, runId, runOverridesInput } from '@crony/shared/wire/run';
import { toRunAnswer } from '@crony/shared/wire/run-answer';
import { ApiError } from './api-error.js';
import {
  access,
  API_PREFIX,
  BODY_PROBLEMS,
  etagHeader,
  jsonAnswer,
  noQuery,
  problems,
  type ApiApp,
} from './api-route.js';
import { etagOf, ifMatchHeader } from './if-match.js';
import { livingOwner, viewJob } from './job-view.js';
import { editJob, getJob } from './job-writer.js';

const TAG = ['jobs'];

const idempotencyKey = z.object({
  'Idempotency-Key': runId.optional().openapi({
    description: 'Becomes the run’s id: a second request with the same key answers the first one’s run.',
  }),
});

const run = createRoute({
  ...access('runs:write'),
  method: 'post',
  path: `${API_PREFIX}/jobs/{id}/run`,
  operationId: 'runJob',
  tags: TAG,
  summary: 'Run a job now',
  description: 'Outside of its schedule, and also while it is paused.',
  request: {
    params: jobParams,
    query: noQuery,
    headers: idempotencyKey,
    body: { required: false, content: { 'application/json': { schema: runOverridesInput } } },
  },
  responses: {
    201: jsonAnswer(runAnswer, 'The run.'),
    ...problems('runs:write', ...BODY_PROBLEMS, 'job_not_found', 'idempotency_key_reused'),
  },
});

function switchRoute(action: 'pause' | 'resume', summary: string, description: string) {
  return createRoute({
    ...access('jobs:write'),
    method: 'post',
    path: `${API_PREFIX}/jobs/{id}/${action}`,
    operationId: `${action}Job`,
    tags: TAG,
    summary,
    description,
    request: { params: jobParams, query: noQuery, headers: ifMatchHeader },
    responses: {
      200: jsonAnswer(jobAnswer, 'The job as it is now.', etagHeader),
      ...problems('jobs:write', 'invalid_input', 'job_not_found', 'version_mismatch', 'write_conflict'),
    },
  });
}

const pause = switchRoute('pause', 'Pause a job', 'No planned time of it fires until it is resumed.');
const resume = switchRoute(
  'resume',
  'Resume a job',
  'Its schedule counts from now: what was paused over is not made up.',
);

export function registerJobActions(app: ApiApp): void {
  app.openapi(run, async (c) => {
    const { api } = c.var;
    const job = await getJob(c.req.valid('param').id, api);
    const { headers, body } = c.req.valid('json') ?? {};
    const nodeId = livingOwner(job, api);
    const { run: taken, created } = await api.store.runs.createPending({
      id: c.req.valid('header')['Idempotency-Key'] ?? uuidv7(api.clock),
      jobId: job.id,
      jobName: job.name,
      project: job.project,
      trigger: 'manual',
      plannedAt: api.clock.now(),
      jobVersion: job.version,
      nodeId,
      overrides: headers === undefined && body === undefined ? null : { headers, body },
      traceparent: childTraceparent(c.req.header('traceparent') ?? null),
    });
    if (taken.jobId !== job.id || taken.trigger !== 'manual') {
      throw new ApiError('idempotency_key_reused', `The Idempotency-Key ${taken.id} belongs to another run.`);
    }
    if (created && nodeId !== null) api.commands.lookAtPending(nodeId);
    return c.json(toRunAnswer(taken), 201, { Location: `${API_PREFIX}/runs/${taken.id}` });
  });

  const setEnabled = (enabled: boolean) => (route: typeof pause) =>
    app.openapi(route, async (c) => {
      const { api } = c.var;
      const expected = c.req.valid('header')['If-Match'] ?? null;
      const job = await editJob(
        c.req.valid('param').id,
        expected,
        (spec) => (spec.enabled === enabled ? spec : { ...spec, enabled }),
        api,
      );
      return c.json(viewJob(job, api), 200, { ETag: etagOf(job.version) });
    });
  setEnabled(false)(pause);
  setEnabled(true)(resume);
}
