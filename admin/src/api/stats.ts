import { createRoute } from '@hono/zod-openapi';
import { DAY_MS } from '@crony/shared/domain/durations';
import { toInstant, toInstantOrNull } from '@crony/shared/wire/instant';
import { statsAnswer, statsQuery } from '@crony/shared/wire/stats';
import { access, API_PREFIX, jsonAnswer, problems, type ApiApp } from './api-route.js';
import { allowedProjects } from './demand.js';

const read = createRoute({
  ...access('runs:read'),
  method: 'get',
  path: `${API_PREFIX}/stats`,
  operationId: 'getStats',
  tags: ['stats'],
  summary: 'Count jobs, runs by state, nodes and hubs',
  request: { query: statsQuery },
  responses: { 200: jsonAnswer(statsAnswer, 'The counts.'), ...problems('runs:read', 'invalid_input') },
});

export function registerStats(app: ApiApp): void {
  app.openapi(read, async (c) => {
    const { store, cluster, clock } = c.var.api;
    const { project, from = clock.now() - DAY_MS, to, status } = c.req.valid('query');
    // The caller's part of the cluster; how many nodes and hubs there are is no secret.
    const projects = allowedProjects(c, 'runs:read');
    const [jobs, runs] = await Promise.all([
      store.jobs.count({ project, projects }),
      store.runs.countByState({ project, projects, from, to, states: status }),
    ]);
    const answer = {
      from: toInstant(from),
      to: toInstantOrNull(to ?? null),
      jobs,
      runs,
      nodes: { live: cluster.nodes().size },
      hubs: { live: cluster.hubs().size, leader: cluster.leader()?.hubId ?? null },
    };
    return c.json(answer, 200);
  });
}
