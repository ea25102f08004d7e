/** What callbacks are sent to: limits that people set, and how the nodes get on with them. */
import { createRoute } from '@hono/zod-openapi';
import type { Store, TargetSettings } from '@crony/shared/store/store';
import {
  targetAnswer,
  targetList,
  targetQuery,
  targetSettingsInput,
  type TargetAnswer,
} from '@crony/shared/wire/target';
import { acting } from '../audit/acting.js';
import { audited, audits, type AuditNote } from '../audit/audited.js';
import { ApiError } from './api-error.js';
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
import type { ApiDependencies } from './dependencies.js';

const TAG = ['targets'];
const MOST_TARGETS = 10_000;

const list = createRoute({
  ...access('targets:read'),
  method: 'get',
  path: `${API_PREFIX}/targets`,
  operationId: 'listTargets',
  tags: TAG,
  summary: 'List targets that have settings, or of which a node has something to say',
  description: 'Circuits that are open, queues, failures, as of the nodes’ last heartbeats.',
  request: { query: noQuery },
  responses: { 200: jsonAnswer(targetList, 'All of them.'), ...problems('targets:read', 'invalid_input') },
});

const save = createRoute({
  ...access('targets:write'),
  ...audits('target.put'),
  method: 'put',
  path: `${API_PREFIX}/targets`,
  operationId: 'putTarget',
  tags: TAG,
  summary: 'Set the limits of a target',
  description: 'For each node; nodes follow within ten seconds.',
  request: { query: noQuery, body: jsonBody(targetSettingsInput) },
  responses: {
    200: jsonAnswer(targetAnswer, 'The target as it is now.'),
    ...problems('targets:write', ...BODY_PROBLEMS),
  },
});

const remove = createRoute({
  ...access('targets:write'),
  ...audits('target.delete'),
  method: 'delete',
  path: `${API_PREFIX}/targets`,
  operationId: 'deleteTarget',
  tags: TAG,
  summary: 'Give a target its default limits back',
  request: { query: targetQuery },
  responses: {
    204: { description: 'It has no settings any more.' },
    ...problems('targets:write', 'invalid_input', 'target_not_found'),
  },
});

export function registerTargets(app: ApiApp): void {
  app.openapi(list, async (c) => c.json({ items: await listTargets(c.var.api), nextCursor: null }, 200));

  app.openapi(save, async (c) => {
    const { api } = c.var;
    const { target, maxInFlight = null, maxPerSecond = null, breaker } = c.req.valid('json');
    const settings: TargetSettings = { target, maxInFlight, maxPerSecond, breaker };
    await audited(acting(c), async (store, note) => {
      const before = await settingsOf(target, store);
      await store.targets.save(settings, api.clock.now());
      note({ ...noteOf('target.put', target), before, after: settings });
    });
    const known = (await listTargets(api)).find((one) => one.target === target);
    return c.json(known ?? { ...settings, nodes: [] }, 200);
  });

  app.openapi(remove, async (c) => {
    const { target } = c.req.valid('query');
    await audited(acting(c), async (store, note) => {
      const before = await settingsOf(target, store);
      if (!(await store.targets.remove(target))) {
        throw new ApiError('target_not_found', `There are no settings for ${target}.`);
      }
      note({ ...noteOf('target.delete', target), before });
    });
    return c.body(null, 204);
  });
}

function noteOf(action: AuditNote['action'], target: string): AuditNote {
  return { action, project: null, subject: { type: 'target', id: target.slice(0, 255), name: target.slice(0, 255) } };
}

async function settingsOf(target: string, { targets }: Pick<Store, 'targets'>): Promise<TargetSettings | undefined> {
  return (await targets.list(MOST_TARGETS)).find((one) => one.target === target);
}

async function listTargets({ store, cluster }: ApiDependencies): Promise<TargetAnswer[]> {
  const holders = [...cluster.nodes()].map(([nodeId, { incarnation }]) => ({ nodeId, incarnation }));
  const [settings, states] = await Promise.all([store.targets.list(MOST_TARGETS), store.nodes.targets(holders)]);
  const known = new Map<string, TargetAnswer>(settings.map((one) => [one.target, { ...one, nodes: [] }]));
  for (const { nodeId, targets } of states) {
    for (const { target, ...state } of targets) {
      const entry = known.get(target) ?? { target, maxInFlight: null, maxPerSecond: null, breaker: true, nodes: [] };
      entry.nodes.push({ nodeId, ...state });
      known.set(target, entry);
    }
  }
  return [...known.values()].sort((a, b) => (a.target < b.target ? -1 : 1));
}
