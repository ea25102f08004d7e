/** Posts each result, and each alert, of a project to the address that it names: one by one, and none put together. */
import type { Alert } from '@crony/shared/domain/alert';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import type { Notification, RunWithAttempts, SendWindow, Store } from '@crony/shared/store/store';
import { SendError } from './channels/channel.js';
import type { OnSent, ReportChannel, Sending } from './outbox.js';
import { GIVE_UP_AFTER_MS, restAfter, type Served } from './throttle.js';
import { withinLimit } from './within-limit.js';

const ROWS_AT_ONCE = 200;
const POSTS_AT_ONCE = 8;
const POST_LIMIT_MS = 10_000;

export type ReportItem =
  { kind: 'result'; run: RunWithAttempts } | { kind: 'alert' | 'escalation' | 'recovery'; alert: Alert };

export interface EventPoster {
  /** `id` is the same however often it is tried. Rejects with `SendError`. */
  post(channel: ReportChannel, id: string, item: ReportItem, signal: AbortSignal): Promise<void>;
}

export async function sendResults(
  channel: ReportChannel,
  window: SendWindow,
  until: number,
  signal: AbortSignal,
  options: ReportOutboxOptions,
): Promise<Served> {
  const { store, clock } = options;
  while (!signal.aborted && clock.monotonic() < until) {
    const due = await store.notifications.due(channel.id, clock.now(), ROWS_AT_ONCE);
    if (due.length === 0) break;
    const waiting = [...due];
    let restMs = 0;
    const postNext = async (): Promise<void> => {
      // One that the other side has no answer for stops those behind it: they would fare alike.
      for (let row = waiting.shift(); row && restMs === 0 && !signal.aborted; row = waiting.shift())
        restMs = Math.max(restMs, await postOne(channel, row, signal, options));
    };
    await Promise.all(Array.from({ length: POSTS_AT_ONCE }, postNext));
    if (restMs > 0) return { window, restMs };
  }
  return { window, restMs: 0 };
}

interface ReportOutboxOptions {
  store: Store;
  clock: Clock;
  logger: Logger;
  poster: EventPoster;
  onSent: OnSent;
}

/** For how long the address rests; 0: it need not. */
async function postOne(
  channel: ReportChannel,
  row: Notification,
  signal: AbortSignal,
  { store, clock, logger, poster, onSent }: ReportOutboxOptions,
): Promise<number> {
  const { notifications } = store;
  const item = await itemOf(row, store);
  if (!item) {
    await notifications.finish([row.id], { state: 'dropped', at: clock.now(), error: 'the run or alert is gone' });
    return 0;
  }
  const startedAt = clock.monotonic();
  const tell = (outcome: Sending['outcome']): void =>
    onSent({
      type: channel.type,
      outcome,
      tookMs: clock.monotonic() - startedAt,
      waitedMs: clock.now() - row.createdAt,
    });
  try {
    await withinLimit(clock, POST_LIMIT_MS, signal, (ending) => poster.post(channel, row.id, item, ending));
    await notifications.finish([row.id], { state: 'sent', at: clock.now() });
    tell('sent');
    return 0;
  } catch (error) {
    if (signal.aborted) return 0;
    if (!(error instanceof SendError)) throw error;
    const isOld = clock.now() - row.createdAt > GIVE_UP_AFTER_MS;
    if (!error.retryable || isOld) {
      await notifications.finish([row.id], { state: 'failed', at: clock.now(), error: error.message });
      logger.error(
        { project: channel.project, err: error.message },
        'a result could not be posted, nobody tries again',
      );
      tell('given_up');
      return 0;
    }
    await notifications.failed([row.id], error.message);
    tell('failed');
    return restAfter(row.tries, error.retryAfterMs);
  }
}

async function itemOf({ kind, runId, alertId }: Notification, store: Store): Promise<ReportItem | null> {
  if (kind === 'result') {
    const run = runId === null ? null : await store.runs.get(runId);
    return run && { kind, run };
  }
  const alert = alertId === null ? null : await store.alerts.get(alertId);
  return alert && { kind, alert };
}
