import { createRoute, type z } from '@hono/zod-openapi';
import type { Alert } from '@crony/shared/domain/alert';
import { SECOND_MS } from '@crony/shared/domain/durations';
import type { Notification, Store } from '@crony/shared/store/store';
import {
  acknowledgeAnswer,
  acknowledgeInput,
  alertAnswer,
  alertCountAnswer,
  alertCountQuery,
  alertDetailAnswer,
  alertPage,
  alertParams,
  alertQuery,
  MOST_ALERTS_COUNTED,
  toAlertAnswer,
  toNotificationAnswer,
  type Recipient,
} from '@crony/shared/wire/alert';
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
  type ApiEnv,
} from './api-route.js';
import { allowedProjects, demand, narrowedProjects, objection } from './demand.js';
import { keyOf, Remembered } from './remembered.js';

const TAG = ['alerts'];
const PATH = `${API_PREFIX}/alerts`;
const COUNT_LIFE_MS = SECOND_MS;
const MOST_COUNTS_KEPT = 128;

const list = createRoute({
  ...access('alerts:read'),
  method: 'get',
  path: PATH,
  operationId: 'listAlerts',
  tags: TAG,
  summary: 'List alerts, newest first',
  request: { query: alertQuery },
  responses: { 200: jsonAnswer(alertPage, 'A page of alerts.'), ...problems('alerts:read', 'invalid_input') },
});

const count = createRoute({
  ...access('alerts:read'),
  method: 'get',
  path: `${PATH}/count`,
  operationId: 'countAlerts',
  tags: TAG,
  summary: `Count alerts, up to ${MOST_ALERTS_COUNTED.toLocaleString('en')}`,
  description: 'Takes the filters of the list. Answers may be a few seconds old.',
  request: { query: alertCountQuery },
  responses: { 200: jsonAnswer(alertCountAnswer, 'How many.'), ...problems('alerts:read', 'invalid_input') },
});

const read = createRoute({
  ...access('alerts:read'),
  method: 'get',
  path: `${PATH}/{id}`,
  operationId: 'getAlert',
  tags: TAG,
  summary: 'Read an alert, and what became of telling it',
  request: { params: alertParams, query: noQuery },
  responses: {
    200: jsonAnswer(alertDetailAnswer, 'The alert.'),
    ...problems('alerts:read', 'invalid_input', 'alert_not_found'),
  },
});

const acknowledge = createRoute({
  ...access('alerts:acknowledge'),
  ...audits('alert.acknowledge'),
  method: 'post',
  path: `${PATH}/{id}/acknowledge`,
  operationId: 'acknowledgeAlert',
  tags: TAG,
  summary: 'Say that somebody looks after it',
  description: 'It is not told to further people then. Asking twice is no error: the first who asked stays on record.',
  request: { params: alertParams, query: noQuery },
  responses: {
    200: jsonAnswer(alertAnswer, 'The alert.'),
    ...problems('alerts:acknowledge', 'invalid_input', 'alert_not_found'),
  },
});

const acknowledgeMany = createRoute({
  ...access('alerts:acknowledge'),
  ...audits('alert.acknowledge'),
  method: 'post',
  path: `${PATH}/acknowledge`,
  operationId: 'acknowledgeAlerts',
  tags: TAG,
  summary: 'Acknowledge up to 1,000 alerts',
  request: { query: noQuery, body: jsonBody(acknowledgeInput) },
  responses: {
    200: jsonAnswer(acknowledgeAnswer, 'How many, and which are not there.'),
    ...problems('alerts:acknowledge', ...BODY_PROBLEMS),
  },
});

export function registerAlerts(app: ApiApp): void {
  let counts: Remembered<z.output<typeof alertCountAnswer>> | undefined;

  app.openapi(acknowledgeMany, async (c) => {
    const { store } = c.var.api;
    const { ids } = c.req.valid('json');
    const found = new Map((await store.alerts.getMany(ids)).map((alert) => [alert.id, alert]));
    const notFound: string[] = [];
    const allowed: Alert[] = [];
    // Without a single alert that is there, somebody must still have asked.
    allowedProjects(c, 'alerts:acknowledge');
    for (const id of new Set(ids)) {
      const alert = found.get(id);
      const error = alert && objection(c, 'alerts:acknowledge', projectOf(alert), () => alertNotFound(id));
      if (error?.code === 'forbidden') throw error;
      if (!alert || error) notFound.push(id);
      else allowed.push(alert);
    }
    const acknowledged = await audited(acting(c), (inner, note) => acknowledgeAll(inner, note, allowed, c.var));
    return c.json({ acknowledged, notFound }, 200);
  });

  app.openapi(list, async (c) => {
    const { limit, cursor, project, ...filter } = c.req.valid('query');
    const projects = narrowedProjects(c, 'alerts:read', project);
    const page = await c.var.api.store.alerts.list({ ...filter, projects }, { limit, cursor });
    return c.json({ items: page.items.map(toAlertAnswer), nextCursor: page.nextCursor }, 200);
  });

  app.openapi(count, async (c) => {
    const { store, clock } = c.var.api;
    const { project, ...filter } = c.req.valid('query');
    const projects = narrowedProjects(c, 'alerts:read', project);
    counts ??= new Remembered(clock, MOST_COUNTS_KEPT);
    const key = JSON.stringify([keyOf(projects), filter]);
    const answer = await counts.get(key, COUNT_LIFE_MS, async () => {
      const counted = await store.alerts.count({ ...filter, projects }, MOST_ALERTS_COUNTED + 1);
      return { count: Math.min(counted, MOST_ALERTS_COUNTED), complete: counted <= MOST_ALERTS_COUNTED };
    });
    return c.json(answer, 200);
  });

  app.openapi(read, async (c) => {
    const { store } = c.var.api;
    const { id } = c.req.valid('param');
    const alert = await store.alerts.get(id);
    if (!alert) throw alertNotFound(id);
    demand(c, 'alerts:read', projectOf(alert), () => alertNotFound(id));
    const notifications = await store.notifications.ofAlert(id);
    const recipients = await recipientsOf(notifications, store);
    const told = notifications.map((one) => toNotificationAnswer(one, recipients.get(one.channelId)!));
    return c.json({ ...toAlertAnswer(alert), notifications: told }, 200);
  });

  app.openapi(acknowledge, async (c) => {
    const { store } = c.var.api;
    const { id } = c.req.valid('param');
    const alert = await store.alerts.get(id);
    if (!alert) throw alertNotFound(id);
    demand(c, 'alerts:acknowledge', projectOf(alert), () => alertNotFound(id));
    await audited(acting(c), (inner, note) => acknowledgeAll(inner, note, [alert], c.var));
    return c.json(toAlertAnswer((await store.alerts.get(id)) ?? alert), 200);
  });
}

/** How many nobody had acknowledged before; each of them is on record. */
async function acknowledgeAll(
  store: Store,
  note: (note: AuditNote) => void,
  alerts: readonly Alert[],
  { principal, api }: Pick<ApiEnv['Variables'], 'principal' | 'api'>,
): Promise<number> {
  let acknowledged = 0;
  for (const alert of alerts) {
    const { id, kind, facts } = alert;
    if (!(await store.alerts.acknowledge(id, principal.name, api.clock.now()))) continue;
    acknowledged += 1;
    const subject = { type: 'alert', id, name: facts.jobName ?? kind };
    note({ action: 'alert.acknowledge', project: projectOf(alert), subject, after: { kind } });
  }
  return acknowledged;
}

async function recipientsOf(
  notifications: readonly Notification[],
  { channels }: Pick<Store, 'channels'>,
): Promise<ReadonlyMap<string, Recipient>> {
  const ids = [...new Set(notifications.map(({ channelId }) => channelId))];
  const found = await Promise.all(
    ids.map(async (id): Promise<[string, Recipient]> => {
      const isReportAddress = (await channels.reportProject(id)) !== null;
      const channel = isReportAddress ? null : await channels.get(id);
      return [id, { channelName: channel?.name ?? null, isReportAddress }];
    }),
  );
  return new Map(found);
}

/** Null: the cluster's. */
function projectOf({ project }: Alert): string | null {
  return project === '' ? null : project;
}

function alertNotFound(id: string): ApiError {
  return new ApiError('alert_not_found', `There is no alert ${id}.`);
}
