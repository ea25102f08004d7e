import { serve, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import type { MetricsSource } from '@crony/shared/runtime/metrics';
import type { Service } from '@crony/shared/runtime/service';

export interface NodeHealth {
  /** What keeps this node from being ready, by part; empty when it is. */
  problems(): Promise<Record<string, string>>;
}

/** The node's own pages: alive, ready, metrics. */
export function createHealthApp(health: NodeHealth, metrics: MetricsSource): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    const problems = await health.problems();
    return Object.keys(problems).length === 0
      ? c.json({ status: 'ready' })
      : c.json({ status: 'not_ready', problems }, 503);
  });
  app.get('/metrics', async (c) => c.text(await metrics.render(), 200, { 'content-type': metrics.contentType }));
  return app;
}

export function createHealthServer(app: Hono, host: string, port: number): Service {
  let server: ServerType | undefined;
  return {
    start: () =>
      new Promise((resolve, reject) => {
        if (server) return resolve();
        server = serve({ fetch: app.fetch, hostname: host, port }, () => resolve());
        server.once('error', reject);
      }),
    stop: () =>
      new Promise((resolve) => {
        if (!server) return resolve();
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
