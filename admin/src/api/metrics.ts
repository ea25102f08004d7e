import { createRoute, z } from '@hono/zod-openapi';
import type { MetricsSource } from '@crony/shared/runtime/metrics';
import { access, problems, type ApiApp } from './api-route.js';

const read = createRoute({
  ...access('public'),
  method: 'get',
  path: '/metrics',
  operationId: 'getMetrics',
  tags: ['health'],
  summary: 'Figures for Prometheus',
  responses: {
    200: { description: 'Text exposition format.', content: { 'text/plain': { schema: z.string() } } },
    ...problems('public'),
  },
});

export function registerMetrics(app: ApiApp, source: MetricsSource): void {
  app.openapi(read, async (c) => {
    return c.text(await source.render(), 200, { 'content-type': source.contentType });
  });
}
