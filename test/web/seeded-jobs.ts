/** The jobs of a shop: what the dashboard's tests and pictures show. */
import type { HttpCallback } from '@crony/shared/domain/callback';
import type { JobSpec, ScheduleSpec } from '@crony/shared/domain/job';
import { jobSpec } from '../kit/factories.js';

export interface SeededJob {
  spec: JobSpec;
  /** How often its past runs go wrong, and how. */
  past: { failShare: number; tookMs: number; failure: 'http_status' | 'timeout' | 'connection_refused' };
  /** The last so many runs went wrong, whatever the share. */
  failsNow?: number;
  /** Rather than paused from the start: a paused job takes no past. */
  pausedAfter?: { note: string };
  /** Made after its past, one after the other: each is a version of its own. */
  edits?: readonly Edit[];
}

export interface Edit {
  author: string;
  hoursAgo: number;
  more: Partial<JobSpec>;
}

const cron = (expression: string, timeZone = 'Asia/Shanghai'): ScheduleSpec => ({ cron: expression, timeZone });

interface Shape {
  name: string;
  project?: string;
  schedule: ScheduleSpec;
  path: string;
  more?: Partial<JobSpec>;
  callbackMore?: Partial<HttpCallback>;
  tookMs?: number;
  failShare?: number;
  failure?: SeededJob['past']['failure'];
  failsNow?: number;
  pausedAfter?: SeededJob['pausedAfter'];
  edits?: readonly Edit[];
}

/** What became of `settle-orders`, so that there is something to compare and to go back to. */
const SETTLE_EDITS: readonly Edit[] = [
  { author: 'lin', hoursAgo: 71, more: { schedule: cron('*/10 * * * *'), timeoutMs: 60_000 } },
  { author: 'chen', hoursAgo: 26, more: { schedule: cron('*/5 * * * *'), startDeadlineMs: 240_000, tags: { team: 'pay', tier: '1' } } }, // prettier-ignore
  {
    author: '王芳',
    hoursAgo: 3,
    more: {
      timeoutMs: 45_000,
      startDeadlineMs: 240_000,
      tags: { team: 'pay', tier: '1' },
      retry: { limit: 5, delayMs: 2_000, factor: 2, maxDelayMs: 60_000, jitter: 0.1, on: ['failed', 'timed_out'] },
    },
  },
];

const SHAPES: readonly Shape[] = [
  {
    name: 'settle-orders',
    schedule: cron('*/5 * * * *'),
    path: '/settle?delayMs=180',
    more: {
      tags: { team: 'pay' },
      owner: 'payments@shop.example',
      description: 'Settles the orders of the last five minutes with the acquirer.',
      retry: { limit: 3, delayMs: 1_000, factor: 2, maxDelayMs: 60_000, jitter: 0.1, on: ['failed', 'timed_out'] },
    },
    tookMs: 420,
    failShare: 0.01,
    edits: SETTLE_EDITS,
  },
  { name: 'sync-stock', schedule: cron('*/10 * * * *'), path: '/stock?status=503', more: { tags: { team: 'stock' } }, tookMs: 900, failShare: 0.03, failsNow: 6 }, // prettier-ignore
  { name: 'heartbeat', project: 'platform', schedule: { everyMs: 30_000, timeZone: 'UTC' }, path: '/ping', tookMs: 12, failShare: 0 }, // prettier-ignore
  { name: 'daily-report', project: 'reporting', schedule: cron('30 7 * * *'), path: '/report', more: { tags: { team: 'bi' } }, tookMs: 48_000, failShare: 0 }, // prettier-ignore
  {
    name: 'rebuild-search-index',
    project: 'catalogue',
    schedule: cron('0 3 * * 0', 'Europe/Berlin'),
    path: '/index',
    more: {
      owner: 'search@shop.example',
      tags: { team: 'search' },
      timeoutMs: 600_000,
      retry: { limit: 2, delayMs: 5_000, factor: 3, maxDelayMs: 120_000, jitter: 0.2, on: ['failed'] },
      nodeLabels: { disk: 'ssd' },
      priority: 3,
    },
    callbackMore: { success: { statuses: ['2xx', '409'], bodyPattern: '"ok":\\s*true' }, maxRedirects: 2 },
    tookMs: 260_000,
    failShare: 0,
  },
  { name: 'expire-carts', project: 'catalogue', schedule: cron('15 * * * *'), path: '/carts', tookMs: 2_400, failShare: 0.02 }, // prettier-ignore
  { name: 'send-reminders', schedule: cron('0 9,18 * * 1-5'), path: '/reminders', more: { tags: { team: 'crm', channel: 'email' } }, tookMs: 5_200, failShare: 0.08 }, // prettier-ignore
  { name: 'refresh-exchange-rates', project: 'pricing', schedule: cron('*/15 * * * *', 'UTC'), path: '/rates?kind=close', tookMs: 700, failShare: 0.1, failure: 'timeout', failsNow: 3 }, // prettier-ignore
  { name: 'recompute-prices', project: 'pricing', schedule: cron('*/20 * * * *'), path: '/prices', more: { concurrency: 'queue', queueLimit: 20 }, tookMs: 11_000, failShare: 0.01 }, // prettier-ignore
  { name: 'archive-logs', project: 'platform', schedule: cron('45 2 * * *', 'UTC'), path: '/archive', more: { nodeLabels: { zone: 'b' } }, tookMs: 90_000, failShare: 0 }, // prettier-ignore
  { name: 'export-invoices', project: 'reporting', schedule: cron('0 6 1 * *'), path: '/invoices', tookMs: 30_000, failShare: 0 }, // prettier-ignore
  { name: 'import-suppliers', project: 'catalogue', schedule: cron('0 */4 * * *'), path: '/suppliers', tookMs: 21_000, failShare: 0.05, pausedAfter: { note: 'The supplier moves its API; back on Monday.' } }, // prettier-ignore
  { name: '对账-微信支付', schedule: cron('0 10 * * *'), path: '/reconcile/wechat', more: { tags: { team: 'pay' }, description: '与微信支付对账，差异发给财务。' }, tookMs: 15_000, failShare: 0 }, // prettier-ignore
  { name: 'warm-cache', project: 'catalogue', schedule: cron('*/30 * * * *'), path: '/warm', tookMs: 3_100, failShare: 0 }, // prettier-ignore
  { name: 'check-certificates', project: 'platform', schedule: cron('0 8 * * *', 'UTC'), path: '/certificates', tookMs: 640, failShare: 0 }, // prettier-ignore
];

export function seededJobs(targetUrl: string): SeededJob[] {
  return SHAPES.map(({ name, project = 'default', schedule, path, more = {}, ...shape }) => ({
    spec: jobSpec({
      name,
      project,
      schedule,
      callback: {
        type: 'http',
        method: 'POST',
        url: `${targetUrl}${path}`,
        headers: { 'x-team': 'shop' },
        body: '{"run":"{{run.id}}","planned":"{{run.plannedAt}}"}',
        ...shape.callbackMore,
      },
      ...more,
    }),
    past: {
      tookMs: shape.tookMs ?? 500,
      failShare: shape.failShare ?? 0,
      failure: shape.failure ?? 'http_status',
    },
    ...(shape.failsNow === undefined ? {} : { failsNow: shape.failsNow }),
    ...(shape.edits === undefined ? {} : { edits: shape.edits }),
    ...(shape.pausedAfter === undefined ? {} : { pausedAfter: shape.pausedAfter }),
  }));
}
