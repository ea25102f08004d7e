import type { Context } from 'hono';
import { createRoute, z } from '@hono/zod-openapi';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import { childTraceparent } from '@crony/shared/domain/traceparent';
import type { JobSpec } from '@crony/shared/domain/job';
import type { NewPendingRun } from '@crony/shared/store/store';
import { toInstant } from '@crony/shared/wire/instant';
import { jobAnswer, jobParams, pauseInput } from '@crony/shared/wire/job';
import { runAnswer, runId, runOverridesInput } from '@crony/shared/wire/run';
import { toRunAnswer } from '@crony/shared/wire/run-answer';
import { acting } from '../audit/acting.js';
import { audited, audits } from '../audit/audited.js';
import { runNote } from '../audit/run-note.js';
import { ApiError, invalidInput } from './api-error.js';
import {
  access,
  API_PREFIX,
  BODY_PROBLEMS,
  etagHeader,
  jsonAnswer,
  noQuery,
  problems,
  type ApiApp,
  type ApiEnv,
} from './api-route.js';
import { demand } from './demand.js';
import { etagOf, ifMatchHeader } from './if-match.js';
import { secretsBeyond } from './job-rules.js';
import { livingOwner, viewJob } from './job-view.js';
import { editJob, getJob, jobNotFound, type AllowChange } from './job-writer.js';
import { tellAsked } from './tell-asked.js';

const TAG = ['jobs'];

const idempotencyKey = z.object({
  'Idempotency-Key': runId.optional().openapi({
    description: 'Becomes the run’s id: a second request with the same key answers the first one’s run.',
  }),
});

const run = createRoute({
  ...access('runs:write'),
  ...audits('run.create'),
  method: 'post',
  path: `${API_PREFIX}/jobs/{id}/run`,
  operationId: 'runJob',
  tags: TAG,
  summary: 'Run a job now',
  description:
    'Outside of its schedule, and also while it is paused. Overrides that name a secret which the job does not name need `jobs:write`.',
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

const pause = createRoute({
  ...access('jobs:operate'),
  ...audits('job.pause'),
  method: 'post',
  path: `${API_PREFIX}/jobs/{id}/pause`,
  operationId: 'pauseJob',
  tags: TAG,
  summary: 'Pause a job',
  description: 'No planned time of it fires until it is resumed, by somebody or at `until`.',
  request: {
    params: jobParams,
    query: noQuery,
    headers: ifMatchHeader,
    body: { required: false, content: { 'application/json': { schema: pauseInput } } },
  },
  responses: {
    200: jsonAnswer(jobAnswer, 'The job as it is now.', etagHeader),
    ...problems('jobs:operate', ...BODY_PROBLEMS, 'job_not_found', 'version_mismatch', 'write_conflict'),
  },
});

const resume = createRoute({
  ...access('jobs:operate'),
  ...audits('job.resume'),
  method: 'post',
  path: `${API_PREFIX}/jobs/{id}/resume`,
  operationId: 'resumeJob',
  tags: TAG,
  summary: 'Resume a job',
  description: 'Its schedule counts from now: what was paused over is not made up.',
  request: { params: jobParams, query: noQuery, headers: ifMatchHeader },
  responses: {
    200: jsonAnswer(jobAnswer, 'The job as it is now.', etagHeader),
    ...problems('jobs:operate', 'invalid_input', 'job_not_found', 'version_mismatch', 'write_conflict'),
  },
});

export function registerJobActions(app: ApiApp): void {
  app.openapi(run, async (c) => {
    const { api } = c.var;
    const job = await getJob(c.req.valid('param').id, api);
    demand(c, 'runs:write', job.project, () => jobNotFound(job.id));
    const { headers, body, nodeId: wanted } = c.req.valid('json') ?? {};
    const overrides = {
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
    };
    // To have a secret sent where its job does not send it is as good as to write the job.
    if (secretsBeyond(job, overrides).length > 0) demand(c, 'jobs:write', job.project, () => jobNotFound(job.id));
    if (wanted !== undefined && !api.cluster.nodes().has(wanted)) {
      throw invalidInput([{ path: 'nodeId', value: wanted, rule: 'must be the id of a node that lives' }]);
    }
    const nodeId = wanted ?? livingOwner(job, api);
    const wantedRun: NewPendingRun = {
      id: c.req.valid('header')['Idempotency-Key'] ?? uuidv7(api.clock),
      jobId: job.id,
      jobName: job.name,
      project: job.project,
      trigger: 'manual',
      plannedAt: api.clock.now(),
      jobVersion: job.version,
      nodeId,
      overrides: Object.keys(overrides).length === 0 ? null : overrides,
      traceparent: childTraceparent(c.var.traceparent),
    };
    const { run: taken, created } = await audited(acting(c), async (store, note) => {
      const made = await store.runs.createPending(wantedRun);
      if (made.created) note(runNote('run.create', null, made.run, { overrides: wantedRun.overrides }));
      return made;
    });
    if (taken.jobId !== job.id || taken.trigger !== 'manual') {
      throw new ApiError('idempotency_key_reused', `The Idempotency-Key ${taken.id} belongs to another run.`);
    }
    if (created) tellAsked(c, taken);
    if (created && nodeId !== null) api.commands.lookAtPending(nodeId);
    return c.json(toRunAnswer(taken), 201, { Location: `${API_PREFIX}/runs/${taken.id}` });
  });

  app.openapi(pause, async (c) => {
    const { api } = c.var;
    const { note = null, until = null } = c.req.valid('json') ?? {};
    if (until !== null && until <= api.clock.now()) {
      throw invalidInput([{ path: 'until', value: toInstant(until), rule: 'must lie in the future' }]);
    }
    const said = note !== null || until !== null;
    const paused = (spec: JobSpec): JobSpec => {
      const { pause: _, ...rest } = spec;
      if (said) return { ...rest, enabled: false, pause: { note, until } };
      return spec.enabled ? { ...rest, enabled: false } : spec;
    };
    const expected = c.req.valid('header')['If-Match'] ?? null;
    const job = await editJob(c.req.valid('param').id, expected, paused, mayOperate(c), acting(c), 'job.pause');
    return c.json(viewJob(job, api), 200, { ETag: etagOf(job.version) });
  });

  app.openapi(resume, async (c) => {
    const { api } = c.var;
    const expected = c.req.valid('header')['If-Match'] ?? null;
    const resumed = (spec: JobSpec): JobSpec => {
      const { pause: _, ...rest } = spec;
      return spec.enabled ? spec : { ...rest, enabled: true };
    };
    const job = await editJob(c.req.valid('param').id, expected, resumed, mayOperate(c), acting(c), 'job.resume');
    return c.json(viewJob(job, api), 200, { ETag: etagOf(job.version) });
  });
}

function mayOperate(c: Pick<Context<ApiEnv>, 'var'>): AllowChange {
  return (job) => demand(c, 'jobs:operate', job.project, () => jobNotFound(job.id));
}
