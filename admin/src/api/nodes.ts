import { createRoute } from '@hono/zod-openapi';
import type { NodeIncarnation, NodeSettings } from '@crony/shared/store/store';
import type { NodeRegistration } from '@crony/shared/domain/assignment';
import { toInstant } from '@crony/shared/wire/instant';
import { nodeAnswer, nodePage, nodeParams, nodePatch, nodeQuery, type NodeAnswer } from '@crony/shared/wire/node';
import { nodeWarnings, OWN_TZ_VERSION } from '../cluster/node-warnings.js';
import { acting } from '../audit/acting.js';
import { audited, audits } from '../audit/audited.js';
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
import { orderedPage } from './ordered-page.js';

const TAG = ['cluster'];
/** More than one cluster ever has; those that live are listed in any case. */
const MOST_RECORDS = 10_000;

const list = createRoute({
  ...access('cluster:read'),
  method: 'get',
  path: `${API_PREFIX}/nodes`,
  operationId: 'listNodes',
  tags: TAG,
  summary: 'List the nodes that live or are on record, by id',
  request: { query: nodeQuery },
  responses: { 200: jsonAnswer(nodePage, 'A page of nodes.'), ...problems('cluster:read', 'invalid_input') },
});

const edit = createRoute({
  ...access('cluster:write'),
  ...audits('node.edit'),
  method: 'patch',
  path: `${API_PREFIX}/nodes/{id}`,
  operationId: 'editNode',
  tags: TAG,
  summary: 'Set weight and draining of a node',
  request: { params: nodeParams, query: noQuery, body: jsonBody(nodePatch) },
  responses: {
    200: jsonAnswer(nodeAnswer, 'The node as it is now.'),
    ...problems('cluster:write', ...BODY_PROBLEMS, 'node_not_found'),
  },
});

export function registerNodes(app: ApiApp): void {
  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    return c.json(orderedPage(await listNodes(c.var.api), { limit, cursor }), 200);
  });

  app.openapi(edit, async (c) => {
    const { api } = c.var;
    const { id } = c.req.valid('param');
    const { weight, draining } = c.req.valid('json');
    const node = (await listNodes(api)).find((known) => known.id === id);
    if (!node) throw new ApiError('node_not_found', `No node ${JSON.stringify(id)} lives or is on record.`);
    const settings = {
      weight: weight === undefined ? node.settings.weight : weight,
      draining: draining === undefined ? node.settings.draining : draining,
    };
    await audited(acting(c), async (store, note) => {
      await store.nodes.saveSettings({ nodeId: id, ...settings });
      const subject = { type: 'node', id, name: id };
      note({ action: 'node.edit', project: null, subject, before: node.settings, after: settings });
    });
    const changed = (await listNodes(api)).find((known) => known.id === id);
    return c.json(changed ?? node, 200);
  });
}

async function listNodes(api: ApiDependencies): Promise<NodeAnswer[]> {
  const [records, settings] = await Promise.all([api.store.nodes.listNewest(MOST_RECORDS), api.store.nodes.settings()]);
  const living = api.cluster.nodes();
  const recordOf = new Map(records.map((record) => [record.nodeId, record]));
  const settingsOf = new Map(settings.map((one) => [one.nodeId, one]));
  const ids = new Set([...living.keys(), ...recordOf.keys()]);
  return [...ids].map((id) => viewNode(id, living.get(id), recordOf.get(id), settingsOf.get(id)));
}

function viewNode(
  id: string,
  live: NodeRegistration | undefined,
  newest: NodeIncarnation | undefined,
  settings: NodeSettings | undefined,
): NodeAnswer {
  const registration = live ?? newest!.registration;
  // The record of an earlier start says nothing about this one.
  const record = live && newest?.incarnation !== live.incarnation ? undefined : newest;
  return {
    id,
    state: live ? 'live' : record?.stoppedAt != null ? 'stopped' : 'lost',
    incarnation: registration.incarnation,
    address: registration.address,
    weight: settings?.weight ?? registration.weight,
    draining: settings?.draining ?? registration.draining,
    settings: { weight: settings?.weight ?? null, draining: settings?.draining ?? null },
    labels: registration.labels,
    projects: registration.projects,
    capacity: registration.capacity,
    version: registration.version,
    tzVersion: registration.tzVersion,
    startedAt: toInstant(registration.startedAt),
    heartbeatAt: record ? toInstant(record.heartbeatAt) : null,
    watermark: record ? toInstant(record.watermark) : null,
    clockSkewMs: record?.clockSkewMs ?? null,
    warnings: nodeWarnings({ registration, clockSkewMs: record?.clockSkewMs ?? null }, OWN_TZ_VERSION),
    jobs: record?.jobs ?? null,
    inFlight: record?.inFlight ?? null,
    figures: record?.figures ?? null,
  };
}
