import { createRoute } from '@hono/zod-openapi';
import { withDeadline } from '@crony/shared/runtime/clock';
import { aliveAnswer, notReadyProblem, readyAnswer, type ReadinessChecks } from '@crony/shared/wire/health';
import { PROBLEM_MEDIA_TYPE } from '@crony/shared/wire/problem';
import { ApiError } from './api-error.js';
import { access, jsonAnswer, problems, type ApiApp } from './api-route.js';
import type { ApiDependencies } from './dependencies.js';

const PING_DEADLINE_MS = 2_000;
const TAG = ['health'];

const alive = createRoute({
  ...access('public'),
  method: 'get',
  path: '/healthz',
  operationId: 'isAlive',
  tags: TAG,
  summary: 'Say that the process is alive',
  responses: { 200: jsonAnswer(aliveAnswer, 'It is.'), ...problems('public') },
});

const ready = createRoute({
  ...access('public'),
  method: 'get',
  path: '/readyz',
  operationId: 'isReady',
  tags: TAG,
  summary: 'Say whether etcd and the database answer',
  responses: {
    200: jsonAnswer(readyAnswer, 'Both answer.'),
    ...problems('public'),
    503: {
      description: '`not_ready`: one of them does not answer; `checks` says which.',
      content: { [PROBLEM_MEDIA_TYPE]: { schema: notReadyProblem } },
    },
  },
});

export function registerHealth(app: ApiApp): void {
  app.openapi(alive, (c) => c.json({ status: 'alive' as const }, 200));

  app.openapi(ready, async (c) => {
    const checks = await checkReadiness(c.var.api);
    const failed = (['etcd', 'database'] as const).filter((name) => !checks[name].ok);
    if (failed.length > 0) {
      const detail = `Not ready: ${failed.join(' and ')} ${failed.length > 1 ? 'do' : 'does'} not answer.`;
      throw new ApiError('not_ready', detail, { members: { checks } });
    }
    return c.json({ status: 'ready' as const, checks }, 200);
  });
}

async function checkReadiness(api: ApiDependencies): Promise<ReadinessChecks> {
  const check = async (what: string, ping: () => Promise<void>): Promise<ReadinessChecks['etcd']> => {
    try {
      await withDeadline(api.clock, PING_DEADLINE_MS, what, ping());
      return { ok: true };
    } catch (error) {
      api.logger.warn({ err: error, check: what }, 'not ready');
      return { ok: false, error: `no answer within ${PING_DEADLINE_MS} ms, or a refusal` };
    }
  };
  const [etcd, database] = await Promise.all([
    check('etcd', async () => api.pingCoordination()),
    check('database', async () => api.store.ping()),
  ]);
  return { etcd, database };
}
