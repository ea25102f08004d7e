import { createRoute } from '@hono/zod-openapi';
import { isOpen } from '@crony/shared/domain/run';
import { childTraceparent } from '@crony/shared/domain/traceparent';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { NewPendingRun } from '@crony/shared/store/store';
import { runAnswer, runDetailAnswer, runPage, runParams, runQuery } from '@crony/shared/wire/run';
import { toRunAnswer, toRunDetailAnswer } from '@crony/shared/wire/run-answer';
import { acting } from '../audit/acting.js';
import { audited, audits } from '../audit/audited.js';
import { runNote } from '../audit/run-note.js';
import { ApiError } from './api-error.js';
import { access, API_PREFIX, jsonAnswer, noQuery, problems, type ApiApp } from './api-route.js';
import { allowedProjects, demand } from './demand.js';
import { livingOwner } from './job-view.js';
import { getJob, jobNotFound } from './job-writer.js';
import { statesToRead, withRunning } from './under-way.js';
import { tellAsked } from './tell-asked.js';

const TAG = ['runs'];

const list = createRoute({
  ...access('runs:read'),
  method: 'get',
  path: `${API_PREFIX}/runs`,
  operationId: 'listRuns',
  tags: TAG,
  summary: 'List runs, newest planned time first',
  request: { query: runQuery },
  responses: { 200: jsonAnswer(runPage, 'A page of runs.'), ...problems('runs:read', 'invalid_input') },
});

const read = createRoute({
  ...access('runs:read'),
  method: 'get',
  path: `${API_PREFIX}/runs/{id}`,
  operationId: 'getRun',
  tags: TAG,
  summary: 'Read a run with its attempts',
  request: { params: runParams, query: noQuery },
  responses: {
    200: jsonAnswer(runDetailAnswer, 'The run.'),
    ...problems('runs:read', 'invalid_input', 'run_not_found'),
  },
});

const cancel = createRoute({
  ...access('runs:write'),
  ...audits('run.cancel'),
  method: 'post',
  path: `${API_PREFIX}/runs/{id}/cancel`,
  operationId: 'cancelRun',
  tags: TAG,
  summary: 'Ask for a run to be cancelled',
  description:
    'A run that nobody has taken is cancelled at once. One that is under way is cancelled by its node as soon as the node has heard of it.',
  request: { params: runParams, query: noQuery },
  responses: {
    202: jsonAnswer(runAnswer, 'The request is on record.'),
    ...problems('runs:write', 'invalid_input', 'run_not_found', 'run_not_open'),
  },
});

const rerun = createRoute({
  ...access('runs:write'),
  ...audits('run.rerun'),
  method: 'post',
  path: `${API_PREFIX}/runs/{id}/rerun`,
  operationId: 'rerunRun',
  tags: TAG,
  summary: 'Run again what this run ran',
  description: 'A new run of the job as it is now, with the overrides of the first. Refused while the first is open.',
  request: { params: runParams, query: noQuery },
  responses: {
    201: jsonAnswer(runAnswer, 'The new run.'),
    ...problems('runs:write', 'invalid_input', 'run_not_found', 'job_not_found', 'run_still_open'),
  },
});

export function registerRuns(app: ApiApp): void {
  registerRerun(app);

  app.openapi(list, async (c) => {
    const { limit, cursor, status, ...filter } = c.req.valid('query');
    const { runs, nodes } = c.var.api.store;
    const projects = allowedProjects(c, 'runs:read');
    const page = await runs.list({ ...filter, projects, states: statesToRead(status) }, { limit, cursor });
    // A page may come out shorter than asked for; the cursor goes on behind what was read.
    const found = (await withRunning(nodes, page.items)).filter(({ state }) => !status || status.includes(state));
    return c.json({ items: found.map(toRunAnswer), nextCursor: page.nextCursor }, 200);
  });

  app.openapi(read, async (c) => {
    const { id } = c.req.valid('param');
    const { runs, nodes } = c.var.api.store;
    const found = await runs.get(id);
    if (!found) throw runNotFound(id);
    demand(c, 'runs:read', found.run.project, () => runNotFound(id));
    const [run] = await withRunning(nodes, [found.run]);
    return c.json(toRunDetailAnswer(run!, found.attempts), 200);
  });

  app.openapi(cancel, async (c) => {
    const { api } = c.var;
    const { id } = c.req.valid('param');
    const found = await api.store.runs.get(id);
    if (!found) throw runNotFound(id);
    // A run stays in the project in which it was made.
    demand(c, 'runs:write', found.run.project, () => runNotFound(id));
    const run = await audited(acting(c), async (store, note) => {
      const before = (await store.runs.get(id))?.run;
      const after = await store.runs.requestCancel(id, api.clock.now());
      const isAsked = before?.cancelRequestedAt === null && after?.cancelRequestedAt != null;
      if (isAsked) note(runNote('run.cancel', before, after));
      return after;
    });
    if (!run) throw runNotFound(id);
    // Asking twice is no error: the first request may be what brought the run to its end.
    if (!isOpen(run.state) && run.cancelRequestedAt === null) {
      throw new ApiError('run_not_open', `Run ${id} is ${run.state} already.`);
    }
    // Of one that a service has accepted, its node tells the service.
    if ((isOpen(run.state) || run.acceptedAt !== null) && run.nodeId !== null) api.commands.cancelRun(run.nodeId, id);
    return c.json(toRunAnswer(run), 202);
  });
}

function registerRerun(app: ApiApp): void {
  app.openapi(rerun, async (c) => {
    const { api } = c.var;
    const { id } = c.req.valid('param');
    const found = await api.store.runs.get(id);
    if (!found) throw runNotFound(id);
    demand(c, 'runs:write', found.run.project, () => runNotFound(id));
    if (isOpen(found.run.state)) throw new ApiError('run_still_open', `Run ${id} is ${found.run.state}.`);
    const job = await getJob(found.run.jobId, api);
    demand(c, 'runs:write', job.project, () => jobNotFound(job.id)); // it may have moved since
    const nodeId = livingOwner(job, api);
    const wantedRun: NewPendingRun = {
      id: uuidv7(api.clock),
      jobId: job.id,
      jobName: job.name,
      project: job.project,
      trigger: 'manual',
      plannedAt: api.clock.now(),
      jobVersion: job.version,
      nodeId,
      overrides: found.overrides,
      traceparent: childTraceparent(c.var.traceparent),
      rerunOf: id,
    };
    const { run } = await audited(acting(c), async (store, note) => {
      const made = await store.runs.createPending(wantedRun);
      note(runNote('run.rerun', null, made.run, { rerunOf: id }));
      return made;
    });
    tellAsked(c, run);
    if (nodeId !== null) api.commands.lookAtPending(nodeId);
    return c.json(toRunAnswer(run), 201, { Location: `${API_PREFIX}/runs/${run.id}` });
  });
}

function runNotFound(id: string): ApiError {
  return new ApiError('run_not_found', `There is no run ${id}.`);
}
