import { createRoute } from '@hono/zod-openapi';
import { SECOND_MS } from '@crony/shared/domain/durations';
import { hubPage, hubQuery } from '@crony/shared/wire/hub';
import { toInstant } from '@crony/shared/wire/instant';
import { access, API_PREFIX, jsonAnswer, problems, type ApiApp } from './api-route.js';
import { orderedPage } from './ordered-page.js';

/** Hubs tell every ten seconds. */
const FIGURES_LIFE_MS = 30 * SECOND_MS;

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
  app.openapi(list, async (c) => {
    const { cluster, store } = c.var.api;
    const [told, now] = await Promise.all([store.hubFigures.list(), store.now()]);
    const figuresOf = new Map(
      told.filter(({ at }) => at >= now - FIGURES_LIFE_MS).map(({ hubId, figures }) => [hubId, figures]),
    );
    const leader = cluster.leader();
    const hubs = [...cluster.hubs()].map(([id, { address, version, startedAt }]) => {
      const leads = leader?.hubId === id;
      const figures = figuresOf.get(id) ?? null;
      const term = leads ? leader.term : null;
      return { id, address, version, startedAt: toInstant(startedAt), leader: leads, term, figures };
    });
    return c.json(orderedPage(hubs, c.req.valid('query')), 200);
  });
}
