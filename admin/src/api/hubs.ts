import { createRoute } from '@hono/zod-openapi';
import { hubPage, hubQuery } from '@crony/shared/wire/hub';
import { toInstant } from '@crony/shared/wire/instant';
import { access, API_PREFIX, jsonAnswer, problems, type ApiApp } from './api-route.js';
import { orderedPage } from './ordered-page.js';

const list = createRoute({
  ...access('cluster:read'),
  method: 'get',
  path: `${API_PREFIX}/hubs`,
  operationId: 'listHubs',
  tags: ['cluster'],
  summary: 'List the living hubs, by id',
  request: { query: hubQuery },
  responses: { 200: jsonAnswer(hubPage, 'A page of hubs.'), ...problems('cluster:read', 'invalid_input') },
});

export function registerHubs(app: ApiApp): void {
  app.openapi(list, (c) => {
    const { cluster } = c.var.api;
    const leader = cluster.leader();
    const hubs = [...cluster.hubs()].map(([id, { address, version, startedAt }]) => {
      const leads = leader?.hubId === id;
      return { id, address, version, startedAt: toInstant(startedAt), leader: leads, term: leads ? leader.term : null };
    });
    return c.json(orderedPage(hubs, c.req.valid('query')), 200);
  });
}
