import { createRoute } from '@hono/zod-openapi';
import { toInstant } from '@crony/shared/wire/instant';
import { upcomingAnswer, upcomingQuery } from '@crony/shared/wire/upcoming';
import { access, API_PREFIX, jsonAnswer, problems, type ApiApp } from './api-route.js';
import { narrowedProjects } from './demand.js';
import { BUCKET_MS, MOST_JOBS, Outlooks } from './outlooks.js';

const read = createRoute({
  ...access('jobs:read'),
  method: 'get',
  path: `${API_PREFIX}/schedules/upcoming`,
  operationId: 'getUpcoming',
  tags: ['schedules'],
  summary: 'Show what fires next, and how much in each minute of the next 24 hours',
  description: `Looks at no more than ${MOST_JOBS} jobs. With very many jobs answers may be a minute old, and the first may be the beginning of what is found (complete is false then).`,
  request: { query: upcomingQuery },
  responses: { 200: jsonAnswer(upcomingAnswer, 'What is planned.'), ...problems('jobs:read', 'invalid_input') },
});

export function registerUpcoming(app: ApiApp): void {
  let outlooks: Outlooks | undefined;
  app.openapi(read, async (c) => {
    const { api } = c.var;
    const { project, limit } = c.req.valid('query');
    outlooks ??= new Outlooks(api);
    const { load, from, jobs, complete } = await outlooks.get(narrowedProjects(c, 'jobs:read', project));
    const now = api.clock.now();
    const items = load
      .soonest()
      .filter(({ at }) => at > now)
      .slice(0, limit)
      .map(({ job, at }) => ({ jobId: job.id, jobName: job.name, project: job.project, plannedAt: toInstant(at) }));
    return c.json({ items, from: toInstant(from), bucketMs: BUCKET_MS, planned: load.counts, jobs, complete }, 200);
  });
}
