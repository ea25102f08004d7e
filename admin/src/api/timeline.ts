import { createRoute } from '@hono/zod-openapi';
import { compileSchedule, nextTimes } from '@crony/shared/domain/schedule/compile-schedule';
import { ScheduleError } from '@crony/shared/domain/schedule/schedule';
import type { Job } from '@crony/shared/domain/job';
import { toInstant, toInstantOrNull } from '@crony/shared/wire/instant';
import { timelineAnswer, timelineQuery, type TimelineAnswer } from '@crony/shared/wire/timeline';
import { access, API_PREFIX, jsonAnswer, problems, type ApiApp } from './api-route.js';
import { allowedProjects } from './demand.js';
import type { ApiDependencies } from './dependencies.js';
import { withRunning } from './under-way.js';

/** Reads at once, so that one page does not take every connection to the database. */
const AT_ONCE = 8;

const read = createRoute({
  ...access('runs:read'),
  method: 'get',
  path: `${API_PREFIX}/timeline`,
  operationId: 'getTimeline',
  tags: ['runs'],
  summary: 'Show the runs of several jobs side by side, and what they plan next',
  request: { query: timelineQuery },
  responses: { 200: jsonAnswer(timelineAnswer, 'The jobs.'), ...problems('runs:read', 'invalid_input') },
});

type Item = TimelineAnswer['items'][number];
interface Stretch {
  from?: number | undefined;
  to?: number | undefined;
  limit: number;
}

export function registerTimeline(app: ApiApp): void {
  app.openapi(read, async (c) => {
    const { api } = c.var;
    const { jobId: ids = [], ...stretch } = c.req.valid('query');
    const allowed = allowedProjects(c, 'runs:read');
    const found = await api.store.jobs.getMany(ids);
    const jobs = found.filter(({ project }) => allowed === undefined || allowed.includes(project));
    const byId = new Map<string, Item>();
    for (let start = 0; start < jobs.length; start += AT_ONCE) {
      const part = await Promise.all(jobs.slice(start, start + AT_ONCE).map((job) => itemOf(job, stretch, api)));
      for (const item of part) byId.set(item.jobId, item);
    }
    return c.json({ items: ids.flatMap((id) => byId.get(id) ?? []) }, 200);
  });
}

async function itemOf(job: Job, { from, to, limit }: Stretch, api: ApiDependencies): Promise<Item> {
  const page = await api.store.runs.list({ jobId: job.id, from, to }, { limit });
  const runs = await withRunning(api.store.nodes, page.items);
  const ahead = to === undefined ? { times: [], complete: true } : planned(job, from, to, limit, api.clock.now());
  return {
    jobId: job.id,
    runs: runs.map((run) => ({
      id: run.id,
      trigger: run.trigger,
      plannedAt: toInstant(run.plannedAt),
      startedAt: toInstantOrNull(run.startedAt),
      finishedAt: toInstantOrNull(run.finishedAt),
      status: run.state,
      reason: run.reason,
    })),
    planned: ahead.times.map(toInstant),
    complete: page.nextCursor === null && ahead.complete,
  };
}

function planned(job: Job, from: number | undefined, to: number, limit: number, now: number) {
  if (!job.enabled) return { times: [], complete: true };
  try {
    const after = Math.max(now, job.effectiveFrom, (from ?? 0) - 1);
    const times = nextTimes(compileSchedule(job.schedule), after, limit + 1).filter((time) => time < to);
    return { times: times.slice(0, limit), complete: times.length <= limit };
  } catch (error) {
    if (error instanceof ScheduleError) return { times: [], complete: true };
    throw error;
  }
}
