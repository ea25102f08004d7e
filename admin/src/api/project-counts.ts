import { createRoute } from '@hono/zod-openapi';
import { projectCountsAnswer } from '@crony/shared/wire/project-counts';
import type { ProjectCounts } from '@crony/shared/store/store';
import { access, API_PREFIX, jsonAnswer, noQuery, problems, type ApiApp } from './api-route.js';
import { allowedProjects } from './demand.js';
import { keyOf, Remembered } from './remembered.js';
import type { ApiDependencies } from './dependencies.js';

/** Counting a hundred thousand jobs is not for every glance of everybody. */
const LIFE_MS = 5_000;
const MOST_REMEMBERED = 200;

const read = createRoute({
  ...access('projects:read'),
  method: 'get',
  path: `${API_PREFIX}/stats/projects`,
  operationId: 'countByProject',
  tags: ['stats'],
  summary: 'Count jobs, members and channels by project',
  request: { query: noQuery },
  responses: { 200: jsonAnswer(projectCountsAnswer, 'The counts.'), ...problems('projects:read', 'invalid_input') },
});

export function registerProjectCounts(app: ApiApp, { clock }: Pick<ApiDependencies, 'clock'>): void {
  const remembered = new Remembered<ProjectCounts[]>(clock, MOST_REMEMBERED);
  app.openapi(read, async (c) => {
    const { store } = c.var.api;
    const names = allowedProjects(c, 'projects:read');
    const items = await remembered.get(keyOf(names), LIFE_MS, () => store.projects.counts({ names }));
    return c.json({ items }, 200);
  });
}
