/** Alerts of the last days, whom they were told to, and the rules, channels and silences behind them. */
import { randomUUID } from 'node:crypto';
import type { Alert, AlertFacts, AlertKind, NotificationKind } from '@crony/shared/domain/alert';
import type { ChannelSecrets, ChannelSettings, ChannelType } from '@crony/shared/domain/channel';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@crony/shared/domain/durations';
import type { Job } from '@crony/shared/domain/job';
import type { RunState } from '@crony/shared/domain/run';
import type { SecretBox } from '@crony/shared/runtime/secret-box';
import type { NotificationEnd, Store } from '@crony/shared/store/store';
import { alert, alertRule } from '../kit/factories.js';

interface World {
  store: Store;
  secretBox: SecretBox;
  jobs: readonly Job[];
  now: number;
  targetUrl: string;
}

/** `ago`: of the end, from now back. */
type Told = [channel: string, kind: NotificationKind, state: NotificationEnd['state'] | 'pending', more?: { ago?: number; error?: string; tries?: number }]; // prettier-ignore

export async function seedAlerts(world: World): Promise<void> {
  const { store } = world;
  // The past has been told: no rule shall raise alerts for it now.
  for (let ends = await store.runEnds.list(1_000); ends.length > 0; ends = await store.runEnds.list(1_000)) {
    await store.runEnds.remove(ends.map(({ seq }) => seq));
  }
  const channels = await seedChannels(world);
  await seedRules(world);
  const silenceId = await seedSilences(world);
  await seedRaised(world, channels, silenceId);
}

async function seedChannels({ store, secretBox, now, targetUrl }: World): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const create = async <T extends ChannelType>(
    name: string,
    type: T,
    secrets: ChannelSecrets[T],
    more: { project?: string; settings?: ChannelSettings[T]; enabled?: boolean } = {},
  ): Promise<void> => {
    const id = randomUUID();
    const { project = '', settings = {} as ChannelSettings[T], enabled = true } = more;
    const sealed = secretBox.seal(JSON.stringify(secrets));
    const times = { createdAt: now - 20 * DAY_MS, updatedAt: now - 3 * DAY_MS };
    await store.channels.create({ id, project, name, type, language: 'en', settings, sealed, enabled, version: 1, ...times }); // prettier-ignore
    ids.set(name, id);
  };
  const smtp = { host: 'mail.shop.example', port: 587, security: 'starttls', user: 'crony' } as const;
  await create('pager', 'webhook', { url: `${targetUrl}/pager`, headers: { 'x-token': 'secret' } });
  await create('ops-mail', 'email', { password: 'secret' }, { settings: { to: ['Operations <ops@shop.example>', 'night@shop.example'], from: 'Crony <crony@shop.example>', smtp }, enabled: false }); // prettier-ignore
  await create('值班-飞书', 'feishu', { url: 'https://open.feishu.cn/open-apis/bot/v2/hook/secret', signingSecret: 'secret' }, { project: 'pricing', enabled: false }); // prettier-ignore
  await create('stock-slack', 'slack', { url: 'https://hooks.slack.com/services/secret' }, { project: 'catalogue', enabled: false }); // prettier-ignore
  return ids;
}

async function seedRules({ store, now }: World): Promise<void> {
  const times = { createdAt: now - 20 * DAY_MS, updatedAt: now - 20 * DAY_MS };
  const escalation = { channels: ['pager'], afterMs: 15 * MINUTE_MS };
  const rules: Parameters<typeof alertRule>[0][] = [
    { rule: { kind: 'failure' }, channels: ['pager', 'ops-mail'], recovery: true },
    { rule: { kind: 'node_lost', afterMs: 0 }, channels: ['pager'], recovery: true },
    { rule: { kind: 'clock_skew', limitMs: 2_000 }, channels: [] },
    { project: 'pricing', rule: { kind: 'failure_rate', percent: 20, windowMs: HOUR_MS, minRuns: 3 }, channels: ['值班-飞书'], escalation }, // prettier-ignore
    { project: 'pricing', rule: { kind: 'failure' }, channels: [], recovery: true },
    { project: 'reporting', rule: { kind: 'not_run_by', withinMs: 2 * HOUR_MS }, channels: ['ops-mail'] },
    { project: 'platform', rule: { kind: 'no_node', afterMs: 30_000 }, channels: [], enabled: false },
  ];
  for (const rule of rules) await store.alertRules.create(alertRule({ ...times, ...rule }));
}

async function seedSilences({ store, jobs, now }: World): Promise<string> {
  const job = jobs.find(({ name }) => name === 'import-suppliers')!;
  const quiet = async (more: {
    project?: string;
    jobId?: string;
    kind?: AlertKind;
    note: string;
    from: number;
    to: number;
    by: string;
  }) => {
    // prettier-ignore
    const id = randomUUID();
    const { project = '', jobId = null, kind = null, note, from, to, by: createdBy } = more;
    await store.silences.create({ id, project, jobId, kind, note, startsAt: now + from, endsAt: now + to, createdBy, createdAt: now + Math.min(from, 0) }); // prettier-ignore
    return id;
  };
  await quiet({ project: job.project, jobId: job.id, note: 'The supplier moves its API; ticket OPS-2214', from: -2 * DAY_MS, to: 2 * DAY_MS, by: 'lin.wei' }); // prettier-ignore
  await quiet({ kind: 'node_lost', note: 'Kernel updates, one node after the other', from: 9 * HOUR_MS, to: 12 * HOUR_MS, by: 'ada' }); // prettier-ignore
  return quiet({ project: 'reporting', kind: 'missed', note: 'Warehouse migration', from: -3 * DAY_MS, to: -2 * DAY_MS, by: 'ada' }); // prettier-ignore
}

async function seedRaised(
  { store, jobs, now }: World,
  channels: ReadonlyMap<string, string>,
  silenceId: string,
): Promise<void> {
  const raise = async (ago: number, facts: Partial<Alert> & { facts: AlertFacts }, told: readonly Told[] = []) => {
    // An alert of a run comes right after its end.
    const createdAt = (facts.facts.finishedAt ?? now - ago) + SECOND_MS;
    const one = alert({ id: randomUUID(), createdAt, ...facts });
    await store.alerts.create([one]);
    for (const [channel, kind, state, { ago: endedAgo, error = 'connect ETIMEDOUT', tries = 0 } = {}] of told) {
      const id = randomUUID();
      const dueAt = kind === 'escalation' ? createdAt + 15 * MINUTE_MS : createdAt;
      const row = { id, channelId: channels.get(channel)!, kind, alertId: one.id, runId: one.runId, dueAt, createdAt };
      await store.notifications.add([row]);
      for (let i = 0; i < tries; i += 1) await store.notifications.failed([id], error);
      const at = endedAgo === undefined ? createdAt + 2 * SECOND_MS : now - endedAgo;
      if (state !== 'pending') await store.notifications.finish([id], { state, at, ...(state === 'sent' ? {} : { error }) }); // prettier-ignore
    }
  };
  const ofJob = async (name: string, states?: RunState[], nth = 0) => {
    const job = jobs.find((one) => one.name === name)!;
    const { items } = await store.runs.list({ jobId: job.id, ...(states ? { states } : {}) }, { limit: nth + 1 });
    const run = items[nth] ?? null;
    const facts: AlertFacts = {
      ...{ jobName: name, attempts: 1, timeZone: 'Asia/Shanghai' },
      ...(run ? { plannedAt: run.plannedAt, startedAt: run.startedAt, finishedAt: run.finishedAt, outcome: run.state, nodeId: 'worker-b' } : {}), // prettier-ignore
    };
    return { project: job.project, jobId: job.id, runId: run?.id ?? null, facts };
  };
  const bad = { errorCode: 'http_status', errorMessage: 'the service answered 503: {"error":"stock database is read-only"}' }; // prettier-ignore

  const stock = await ofJob('sync-stock', ['failed']);
  await raise(7 * MINUTE_MS, { ...stock, facts: { ...stock.facts, ...bad } }, [['pager', 'alert', 'sent'], ['ops-mail', 'alert', 'failed', { error: '535 5.7.8 authentication failed', tries: 4 }]]); // prettier-ignore
  const streak = await ofJob('sync-stock', ['failed'], 3);
  await raise(40 * MINUTE_MS, { ...streak, kind: 'failures_in_row', acknowledgedAt: now - 31 * MINUTE_MS, acknowledgedBy: 'lin.wei', facts: { ...streak.facts, ...bad, measured: 3, limit: 3 } }, [['pager', 'alert', 'sent']]); // prettier-ignore
  const rates = await ofJob('refresh-exchange-rates', ['timed_out']);
  const late = { errorCode: 'timeout', errorMessage: 'no answer within 30000 ms' };
  await raise(12 * MINUTE_MS, { ...rates, facts: { ...rates.facts, ...late } });
  await raise(9 * MINUTE_MS, { ...rates, kind: 'failure_rate', facts: { ...rates.facts, ...late, measured: 75, limit: 20, windowMs: HOUR_MS } }, [['值班-飞书', 'alert', 'sent'], ['pager', 'escalation', 'pending']]); // prettier-ignore
  await raise(26 * HOUR_MS, { project: '', kind: 'node_lost', nodeId: 'worker-c', dedupeKey: 'node_lost:worker-c', facts: { nodeId: 'worker-c', measured: 6_400 } }, [['pager', 'alert', 'sent']]); // prettier-ignore

  const over = (ago: number) => ({ state: 'resolved', resolvedAt: now - ago }) as const;
  const prices = await ofJob('recompute-prices', ['succeeded'], 4);
  await raise(5 * HOUR_MS, { ...prices, ...over(4 * HOUR_MS), kind: 'slow', facts: { ...prices.facts, measured: 95_000, limit: 60_000 } }, [['pager', 'alert', 'sent'], ['pager', 'recovery', 'sent', { ago: 4 * HOUR_MS }]]); // prettier-ignore
  const settle = await ofJob('settle-orders', ['succeeded'], 9);
  await raise(8 * HOUR_MS, { ...settle, ...over(8 * HOUR_MS - 5 * MINUTE_MS), kind: 'late', facts: { ...settle.facts, measured: 64_000, limit: 60_000 } }); // prettier-ignore
  const wechat = await ofJob('对账-微信支付');
  await raise(20 * HOUR_MS, { ...wechat, ...over(18 * HOUR_MS), kind: 'not_run_by', acknowledgedAt: now - 19.5 * HOUR_MS, acknowledgedBy: 'ada', facts: { ...wechat.facts, limit: 2 * HOUR_MS } }, [['ops-mail', 'alert', 'dropped', { error: 'it was acknowledged' }]]); // prettier-ignore
  const report = await ofJob('daily-report');
  await raise(2.5 * DAY_MS, { ...report, ...over(2 * DAY_MS), kind: 'missed', silenceId, facts: report.facts });
  await raise(30 * HOUR_MS, { project: '', kind: 'circuit_open', ...over(29.5 * HOUR_MS), facts: { target: 'http://suppliers.internal:8080', nodeId: 'worker-b', measured: 2 } }, [['pager', 'alert', 'sent']]); // prettier-ignore
  await raise(50 * HOUR_MS, { project: '', kind: 'clock_skew', nodeId: 'worker-b', ...over(49 * HOUR_MS), facts: { nodeId: 'worker-b', measured: 2_700, limit: 2_000 } }); // prettier-ignore
}
