import { createRoute } from '@hono/zod-openapi';
import type { AuditAction } from '@crony/shared/domain/audit';
import type { Job } from '@crony/shared/domain/job';
import { compileSchedule } from '@crony/shared/domain/schedule/compile-schedule';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { Backfill, Store } from '@crony/shared/store/store';
import {
  backfillAnswer,
  backfillInput,
  backfillPage,
  backfillParams,
  backfillPreview,
  backfillQuery,
  MOST_BACKFILLED,
  MOST_TIMES_SHOWN,
  type BackfillAnswer,
} from '@crony/shared/wire/backfill';
import { toInstant, toInstantOrNull } from '@crony/shared/wire/instant';
import { jobParams } from '@crony/shared/wire/job';
import { acting } from '../audit/acting.js';
import { audited, audits, type AuditNote } from '../audit/audited.js';
import { ApiError, invalidInput } from './api-error.js';
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
import { demand } from './demand.js';
import { getJob, jobNotFound } from './job-writer.js';

const TAG = ['runs'];

const create = createRoute({
  ...access('runs:write'),
  ...audits('backfill.create'),
  method: 'post',
  path: `${API_PREFIX}/jobs/{id}/backfill`,
  operationId: 'backfillJob',
  tags: TAG,
  summary: 'Run planned times of the past',
  description: `By the job’s schedule as it is now; at most ${MOST_BACKFILLED} planned times. Runs that were there already stay, and are run again.`,
  request: { params: jobParams, query: noQuery, body: jsonBody(backfillInput) },
  responses: {
    200: jsonAnswer(backfillPreview, 'What would run (`dryRun`).'),
    201: jsonAnswer(backfillAnswer, 'The backfill, under way.'),
    ...problems('runs:write', ...BODY_PROBLEMS, 'job_not_found'),
  },
});

const list = createRoute({
  ...access('runs:read'),
  method: 'get',
  path: `${API_PREFIX}/jobs/{id}/backfills`,
  operationId: 'listBackfills',
  tags: TAG,
  summary: 'List the backfills of a job, newest first',
  request: { params: jobParams, query: backfillQuery },
  responses: { 200: jsonAnswer(backfillPage, 'A page.'), ...problems('runs:read', 'invalid_input', 'job_not_found') },
});

const read = createRoute({
  ...access('runs:read'),
  method: 'get',
  path: `${API_PREFIX}/backfills/{id}`,
  operationId: 'getBackfill',
  tags: TAG,
  summary: 'Read a backfill',
  request: { params: backfillParams, query: noQuery },
  responses: {
    200: jsonAnswer(backfillAnswer, 'The backfill.'),
    ...problems('runs:read', 'invalid_input', 'backfill_not_found'),
  },
});

const cancel = createRoute({
  ...access('runs:write'),
  ...audits('backfill.cancel'),
  method: 'post',
  path: `${API_PREFIX}/backfills/{id}/cancel`,
  operationId: 'cancelBackfill',
  tags: TAG,
  summary: 'Create no more runs of a backfill',
  description: 'Its runs that are open go on.',
  request: { params: backfillParams, query: noQuery },
  responses: {
    200: jsonAnswer(backfillAnswer, 'The backfill as it is now.'),
    ...problems('runs:write', 'invalid_input', 'backfill_not_found'),
  },
});

export function registerBackfills(app: ApiApp): void {
  app.openapi(create, async (c) => {
    const { clock } = c.var.api;
    const job = await getJob(c.req.valid('param').id, c.var.api);
    demand(c, 'runs:write', job.project, () => jobNotFound(job.id));
    const { from, to, concurrency, dryRun } = c.req.valid('json');
    const now = clock.now();
    if (to > now) throw invalidInput([{ path: 'to', value: toInstant(to), rule: 'must not lie in the future' }]);
    const { planned, times } = plannedBetween(job, from, to);
    if (planned > MOST_BACKFILLED) {
      const rule = `must leave at most ${MOST_BACKFILLED} planned times after from`;
      throw invalidInput([{ path: 'to', value: toInstant(to), rule }]);
    }
    if (dryRun) return c.json({ planned, times: times.map(toInstant) }, 200);
    const backfill: Backfill = {
      id: uuidv7(clock),
      jobId: job.id,
      from,
      to,
      nextAfter: from - 1,
      concurrency,
      planned,
      created: 0,
      state: 'running',
      createdAt: now,
      finishedAt: null,
    };
    await audited(acting(c), async (inner, note) => {
      await inner.backfills.create(backfill);
      note(noteOf('backfill.create', job, null, backfill));
    });
    return c.json(view(backfill), 201, { Location: `${API_PREFIX}/backfills/${backfill.id}` });
  });

  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const { id } = c.req.valid('param');
    const { store } = c.var.api;
    demand(c, 'runs:read', await projectOf(id, store), () => jobNotFound(id));
    const page = await store.backfills.list(id, { limit, cursor });
    return c.json({ items: page.items.map(view), nextCursor: page.nextCursor }, 200);
  });

  app.openapi(read, async (c) => {
    const { id } = c.req.valid('param');
    const { store } = c.var.api;
    const backfill = await store.backfills.get(id);
    if (!backfill) throw notFound(id);
    demand(c, 'runs:read', await projectOf(backfill.jobId, store), () => notFound(id));
    return c.json(view(backfill), 200);
  });

  app.openapi(cancel, async (c) => {
    const { store, clock } = c.var.api;
    const { id } = c.req.valid('param');
    const before = await store.backfills.get(id);
    if (!before) throw notFound(id);
    demand(c, 'runs:write', await projectOf(before.jobId, store), () => notFound(id));
    const backfill = await audited(acting(c), async (inner, note) => {
      const isCancelled = await inner.backfills.cancel(id, clock.now()); // one that has ended stays as it is
      const after = await inner.backfills.get(id);
      if (!after) throw notFound(id);
      if (isCancelled) note(noteOf('backfill.cancel', await inner.jobs.get(after.jobId), before, after));
      return after;
    });
    return c.json(view(backfill), 200);
  });
}

/** Null: the job is gone, and what is left of it is for cluster administrators. */
async function projectOf(jobId: string, { jobs }: Pick<Store, 'jobs'>): Promise<string | null> {
  return (await jobs.get(jobId))?.project ?? null;
}

/** Of a job that is gone the backfill belongs to nobody. */
function noteOf(action: AuditAction, job: Job | null, before: Backfill | null, after: Backfill): AuditNote {
  const subject = { type: 'backfill', id: after.id, name: job?.name ?? after.jobId };
  return { action, project: job?.project ?? null, subject, before: before && view(before), after: view(after) };
}

/** Counts one more than may be, and no further. */
function plannedBetween(job: Job, from: number, to: number): { planned: number; times: number[] } {
  const schedule = compileSchedule(job.schedule);
  const times: number[] = [];
  let planned = 0;
  for (let at = schedule.next(from - 1); at !== null && at < to; at = schedule.next(at)) {
    planned += 1;
    if (times.length < MOST_TIMES_SHOWN) times.push(at);
    if (planned > MOST_BACKFILLED) break;
  }
  return { planned, times };
}

function view({
  id,
  jobId,
  from,
  to,
  concurrency,
  planned,
  created,
  state,
  createdAt,
  finishedAt,
}: Backfill): BackfillAnswer {
  return {
    id,
    jobId,
    from: toInstant(from),
    to: toInstant(to),
    concurrency,
    planned,
    created,
    status: state,
    createdAt: toInstant(createdAt),
    finishedAt: toInstantOrNull(finishedAt),
  };
}

function notFound(id: string): ApiError {
  return new ApiError('backfill_not_found', `There is no backfill ${id}.`);
}
