/** What became of what channels were to send, and which jobs and rules name them. */
import { createRoute } from '@hono/zod-openapi';
import { DAY_MS, SECOND_MS } from '@crony/shared/domain/durations';
import type { Job } from '@crony/shared/domain/job';
import type { Store, StoredAlertRule, StoredChannel } from '@crony/shared/store/store';
import { toNotificationAnswer } from '@crony/shared/wire/alert';
import { channelParams } from '@crony/shared/wire/channel';
import {
  channelDeliveriesAnswer,
  channelTalliesAnswer,
  channelTallyQuery,
  channelUsesAnswer,
} from '@crony/shared/wire/channel-use';
import { toInstant, toInstantOrNull } from '@crony/shared/wire/instant';
import { access, API_PREFIX, jsonAnswer, noQuery, problems, type ApiApp } from './api-route.js';
import { demandChannel, visibleOwners } from './channel-access.js';
import { allowedProjects } from './demand.js';
import type { ApiDependencies } from './dependencies.js';
import { keyOf, Remembered } from './remembered.js';

const TAG = ['channels'];
const PATH = `${API_PREFIX}/channels`;
const LOOK_BACK_MS = DAY_MS;
const LIFE_MS = 5 * SECOND_MS;
const MOST_KEPT = 64;
const MOST_CHANNELS_TALLIED = 1_000;
const DELIVERIES_SHOWN = 20;
const MOST_JOBS_LOOKED_AT = 500;

const tally = createRoute({
  ...access('channels:read'),
  method: 'get',
  path: `${PATH}/deliveries`,
  operationId: 'tallyChannelDeliveries',
  tags: TAG,
  summary: 'Count what each channel has sent in the last 24 hours',
  description: 'Channels that had nothing to send are left out. Answers may be a few seconds old.',
  request: { query: channelTallyQuery },
  responses: { 200: jsonAnswer(channelTalliesAnswer, 'The counts.'), ...problems('channels:read', 'invalid_input') },
});

const deliveries = createRoute({
  ...access('channels:read'),
  method: 'get',
  path: `${PATH}/{id}/deliveries`,
  operationId: 'listChannelDeliveries',
  tags: TAG,
  summary: `List the last ${DELIVERIES_SHOWN} messages of a channel, latest first`,
  request: { params: channelParams, query: noQuery },
  responses: {
    200: jsonAnswer(channelDeliveriesAnswer, 'The messages.'),
    ...problems('channels:read', 'invalid_input', 'channel_not_found'),
  },
});

const uses = createRoute({
  ...access('channels:read'),
  method: 'get',
  path: `${PATH}/{id}/uses`,
  operationId: 'listChannelUses',
  tags: TAG,
  summary: 'List the rules and jobs that name a channel',
  request: { params: channelParams, query: noQuery },
  responses: {
    200: jsonAnswer(channelUsesAnswer, 'The rules and jobs that the caller may see.'),
    ...problems('channels:read', 'invalid_input', 'channel_not_found'),
  },
});

export function registerChannelUse(app: ApiApp): void {
  let answers: Remembered<ReturnType<typeof tallyOf> extends Promise<infer T> ? T : never> | undefined;

  app.openapi(tally, async (c) => {
    const { api } = c.var;
    const projects = visibleOwners(allowedProjects(c, 'channels:read'), c.req.valid('query').project);
    answers ??= new Remembered(api.clock, MOST_KEPT);
    return c.json(await answers.get(keyOf(projects), LIFE_MS, () => tallyOf(projects, api)), 200);
  });

  app.openapi(deliveries, async (c) => {
    const { store } = c.var.api;
    const channel = await demandChannel(c, 'channels:read', c.req.valid('param').id);
    const rows = await store.notifications.ofChannel(channel.id, DELIVERIES_SHOWN);
    const alertIds = [...new Set(rows.flatMap(({ alertId }) => alertId ?? []))];
    const alerts = new Map((await store.alerts.getMany(alertIds)).map((alert) => [alert.id, alert]));
    // A channel of the cluster tells alerts of projects that not everybody may see.
    const allowed = allowedProjects(c, 'channels:read');
    const items = rows
      .map((row) => ({ row, alert: row.alertId === null ? undefined : alerts.get(row.alertId) }))
      .filter(
        ({ alert }) => allowed === undefined || (alert ? allowed.includes(alert.project) : channel.project !== ''),
      )
      .map(({ row, alert }) => ({
        ...toNotificationAnswer(row, { channelName: channel.name, isReportAddress: false }),
        alertId: alert?.id ?? null,
        alertKind: alert?.kind ?? null,
        jobName: alert?.facts.jobName ?? null,
      }));
    return c.json({ items }, 200);
  });

  app.openapi(uses, async (c) => {
    const { store } = c.var.api;
    const channel = await demandChannel(c, 'channels:read', c.req.valid('param').id);
    const allowed = allowedProjects(c, 'channels:read');
    const sees = (project: string): boolean => allowed === undefined || project === '' || allowed.includes(project);
    const meant = ownersMeaning(channel, store);
    const rules: StoredAlertRule[] = [];
    for (const rule of await store.alertRules.all()) {
      const names = [...rule.channels, ...(rule.escalation?.channels ?? [])];
      if (names.includes(channel.name) && sees(rule.project) && (await meant(rule.project))) rules.push(rule);
    }
    const projects = channel.project === '' ? allowed : [channel.project];
    const page = await store.jobs.list({ projects, mentions: channel.name }, { limit: MOST_JOBS_LOOKED_AT });
    const jobs: Job[] = [];
    for (const job of page.items) {
      const names = [...job.alerts.channels, ...(job.alerts.escalation?.channels ?? [])];
      if (names.includes(channel.name) && (await meant(job.project))) jobs.push(job);
    }
    const answer = {
      rules: rules.map(({ id, project, rule }) => ({ id, project: project || null, kind: rule.kind })),
      jobs: jobs.map(({ id, name, project }) => ({ id, name, project })),
      complete: page.nextCursor === null,
    };
    return c.json(answer, 200);
  });
}

/** Whether the channel's name means this channel there: a project's own stands for the cluster's of the same name. */
function ownersMeaning(channel: StoredChannel, { channels }: Pick<Store, 'channels'>) {
  const known = new Map<string, Promise<boolean>>();
  return (owner: string): Promise<boolean> => {
    if (channel.project === owner) return Promise.resolve(true);
    if (channel.project !== '') return Promise.resolve(false);
    const found =
      known.get(owner) ??
      channels.forProject(owner).then((all) => all.find(({ name }) => name === channel.name)?.id === channel.id);
    known.set(owner, found);
    return found;
  };
}

async function tallyOf(projects: readonly string[] | undefined, { store, clock }: ApiDependencies) {
  const { items: channels } = await store.channels.list({ projects }, { limit: MOST_CHANNELS_TALLIED });
  const from = clock.now() - LOOK_BACK_MS;
  const rows = await store.notifications.tally(
    channels.map(({ id }) => id),
    from,
  );
  const items = channels.flatMap(({ id }) => {
    const own = rows.filter(({ channelId }) => channelId === id);
    const of = (wanted: string): number => own.find(({ state }) => state === wanted)?.total ?? 0;
    const lastSentAt = own.find(({ state }) => state === 'sent')?.lastSentAt ?? null;
    const figures = { sent: of('sent'), failed: of('failed'), waiting: of('pending') };
    return own.length === 0 ? [] : [{ channelId: id, ...figures, lastSentAt: toInstantOrNull(lastSentAt) }];
  });
  return { from: toInstant(from), items };
}
