/**
 * Sends what is to be sent. Any hub does: a channel is one hub's for a while, by a mark in its row, so that what goes to
 * it is put together in one place; a dead hub's marks are wiped, or run out while etcd is away. What is tried again keeps the id that it had,
 * because the other side may have taken it over before somebody died: a mail that comes twice has one Message-ID.
 */
import { SECOND_MS } from '@crony/shared/domain/durations';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import type { Alert } from '@crony/shared/domain/alert';
import type { Notification, SendWindow, Store } from '@crony/shared/store/store';
import type { ClusterView } from '../api/dependencies.js';
import { covers, MOST_SILENCES } from './alert-writer.js';
import { SendError, type ChannelSender, type Message, type Notice, type OpenChannel } from './channels/channel.js';
import { sendResults, type EventPoster } from './report-outbox.js';
import { afterSending, GIVE_UP_AFTER_MS, nextMessage, restAfter, type Served } from './throttle.js';
import { withinLimit } from './within-limit.js';

const CHANNELS_AT_ONCE = 8;
const MOST_DUE_CHANNELS = 256;
const FREE_MS = 3 * SECOND_MS;
/** Longer than one message may take, and short enough for the next hub to take over soon. */
const CLAIM_MS = 45 * SECOND_MS;
/** Some mail servers keep strangers waiting on purpose. */
const SEND_LIMIT_MS = 30 * SECOND_MS;
const ROWS_AT_ONCE = 500;
const NOTICES_IN_DIGEST = 50;

export const SEND_OUTCOMES = ['sent', 'failed', 'given_up'] as const;

export interface Sending {
  /** Of the channel. */
  type: string;
  outcome: (typeof SEND_OUTCOMES)[number];
  /** How long the attempt took. */
  tookMs: number;
  /** Since the oldest of what the message tells was to be sent. */
  waitedMs: number;
}
export type OnSent = (sending: Sending) => void;

export interface OutboxOptions {
  store: Store;
  clock: Clock;
  logger: Logger;
  hubId: string;
  cluster: Pick<ClusterView, 'hubs' | 'isCurrent'>;
  channels: { open(id: string): Promise<OutboxChannel | null> };
  sender: ChannelSender;
  poster: EventPoster;
  onSent: OnSent;
}

/** Stands for the address of a project that wants every result. */
export interface ReportChannel {
  type: 'report';
  id: string;
  project: string;
}

export type OutboxChannel = OpenChannel | ReportChannel;

export class Outbox {
  readonly #options: OutboxOptions;
  #freedAt = -Infinity;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    const { store, clock, hubId } = this.#options;
    await this.#freeOfDeadHubs();
    const ids = await store.notifications.dueChannels(hubId, clock.now(), MOST_DUE_CHANNELS);
    const errors: unknown[] = [];
    const serveNext = async (): Promise<void> => {
      for (let id = ids.shift(); id !== undefined && !signal.aborted; id = ids.shift())
        await this.#serve(id, signal).catch((error: unknown) => errors.push(error)); // the others have their turn
    };
    await Promise.all(Array.from({ length: Math.min(CHANNELS_AT_ONCE, ids.length) }, serveNext));
    if (errors.length > 0) throw errors[0];
  }

  async #freeOfDeadHubs(): Promise<void> {
    const { store, clock, cluster, hubId } = this.#options;
    if (clock.monotonic() - this.#freedAt < FREE_MS) return;
    const living = [...cluster.hubs().keys()];
    // Whoever is not there itself sees nobody, or an old picture.
    if (!cluster.isCurrent() || !living.includes(hubId)) return;
    this.#freedAt = clock.monotonic();
    const freed = await store.notifications.free(living);
    if (freed > 0) this.#options.logger.info({ channels: freed }, 'took channels over from hubs that are gone');
  }

  async #serve(channelId: string, signal: AbortSignal): Promise<void> {
    const { store, clock, logger, hubId, channels } = this.#options;
    const channel = await channels.open(channelId);
    if (!channel) {
      const dropped = await store.notifications.dropAll(channelId, clock.now(), 'the channel is gone or switched off');
      if (dropped > 0)
        logger.warn({ channelId, dropped }, 'dropped what was to be sent to a channel that is not there');
      return;
    }
    const window = await store.notifications.claim(channelId, hubId, CLAIM_MS);
    if (!window) return;
    const until = clock.monotonic() + CLAIM_MS - SEND_LIMIT_MS;
    let served: Served = { window, restMs: 0 };
    try {
      served = await (isReport(channel)
        ? sendResults(channel, window, until, signal, this.#options)
        : this.#send(channel, window, until, signal));
    } finally {
      await store.notifications.release(channelId, hubId, served.window, served.restMs);
    }
  }

  async #send(channel: OpenChannel, window: SendWindow, until: number, signal: AbortSignal): Promise<Served> {
    const { store, clock } = this.#options;
    let served: Served = { window, restMs: 0 };
    while (!signal.aborted && clock.monotonic() < until) {
      const due = await this.#wanted(await store.notifications.due(channel.id, clock.now(), ROWS_AT_ONCE));
      const next = nextMessage(due, served.window, clock.now());
      if (next.do === 'nothing') return served;
      if (next.do === 'rest') return { ...served, restMs: next.forMs };
      const batchId = next.do === 'again' ? next.batchId : (next.do === 'single' ? next.notification : due[0]!).id;
      if (next.do === 'single') await store.notifications.batch([batchId], batchId);
      if (next.do === 'digest') await store.notifications.batchDue(channel.id, clock.now(), batchId);
      const found = await this.#message(channel.id, batchId);
      if (!found) continue;
      const { message } = found;
      const restMs = await this.#sendOne(channel, found, signal);
      if (restMs !== null) return { ...served, restMs };
      // One that was put together of one alone closes the minute as well.
      const size = next.do === 'digest' || message.kind === 'digest' ? 'digest' : 'single';
      served = { window: afterSending(size, served.window, clock.now()), restMs: 0 };
    }
    return served;
  }

  /** What nobody wants to hear any more is put away. */
  async #wanted(due: readonly Notification[]): Promise<Notification[]> {
    const { store, clock } = this.#options;
    if (due.length === 0) return [];
    const now = clock.now();
    const alerts = await this.#alertsOf(due);
    const silences = await store.silences.active(now, MOST_SILENCES);
    const reasons = new Map<string, string[]>();
    const wanted = due.filter((notification) => {
      const reason = unwanted(notification, alerts.get(notification.alertId ?? ''), (alert) =>
        silences.some((silence) => covers(silence, alert)),
      );
      if (reason !== null) reasons.set(reason, [...(reasons.get(reason) ?? []), notification.id]);
      return reason === null;
    });
    for (const [error, ids] of reasons) await store.notifications.finish(ids, { state: 'dropped', at: now, error });
    return wanted;
  }

  /** Null: nothing is left of it. */
  async #message(channelId: string, batchId: string): Promise<{ message: Message; since: number } | null> {
    const { store, clock } = this.#options;
    const { total, from, to } = await store.notifications.batchSize(channelId, batchId);
    if (total === 0) return null;
    const rows = (await store.notifications.due(channelId, clock.now(), ROWS_AT_ONCE)).filter(
      (row) => row.batchId === batchId,
    );
    const shown = rows.slice(0, NOTICES_IN_DIGEST);
    const alerts = await this.#alertsOf(shown);
    const notices = shown.flatMap(({ kind, alertId }): Notice[] => {
      const alert = alerts.get(alertId ?? '');
      return alert && kind !== 'result' ? [{ kind, alert }] : [];
    });
    if (notices.length === 0) return null;
    const since = Math.min(...rows.map(({ createdAt }) => createdAt));
    const message: Message =
      total === 1
        ? { id: batchId, kind: 'notice', notice: notices[0]! }
        : { id: batchId, kind: 'digest', notices, total, from, to };
    return { message, since };
  }

  /** Null: it has gone out, or nobody tries again; else for how long the channel rests. */
  async #sendOne(
    channel: OpenChannel,
    { message, since }: { message: Message; since: number },
    signal: AbortSignal,
  ): Promise<number | null> {
    const { store, clock, sender, onSent } = this.#options;
    const startedAt = clock.monotonic();
    const tell = (outcome: Sending['outcome']): void =>
      onSent({ type: channel.type, outcome, tookMs: clock.monotonic() - startedAt, waitedMs: clock.now() - since });
    const failure = await failureOf(
      withinLimit(clock, SEND_LIMIT_MS, signal, (ending) => sender.send(channel, message, ending)),
    );
    if (failure === null) {
      await store.notifications.finishBatch(channel.id, message.id, { state: 'sent', at: clock.now() });
      tell('sent');
      return null;
    }
    const restMs = await this.#tryAgain(channel, message.id, failure, signal);
    if (!signal.aborted) tell(restMs === null ? 'given_up' : 'failed');
    return restMs;
  }

  async #tryAgain(
    channel: OpenChannel,
    batchId: string,
    failure: SendError,
    signal: AbortSignal,
  ): Promise<number | null> {
    const { store, clock, logger } = this.#options;
    const [first] = await store.notifications.due(channel.id, clock.now(), 1);
    const { tries = 0, createdAt = clock.now() } = first ?? {};
    const log = { channel: channel.name, project: channel.project, type: channel.type, reason: failure.message };
    if (!signal.aborted && (!failure.retryable || clock.now() - createdAt > GIVE_UP_AFTER_MS)) {
      const end = { state: 'failed', at: clock.now(), error: failure.message } as const;
      await store.notifications.finishBatch(channel.id, batchId, end);
      logger.error(log, 'an alert could not be sent, and nobody tries again');
      return null;
    }
    // Without an answer it may have been taken over after all, and must be known again by its id.
    await store.notifications.failedBatch(channel.id, batchId, failure.message, failure.uncertain);
    if (signal.aborted) return 0;
    const restMs = restAfter(tries, failure.retryAfterMs);
    logger.warn({ ...log, restMs }, 'an alert could not be sent');
    return restMs;
  }

  async #alertsOf(rows: readonly Notification[]): Promise<Map<string, Alert>> {
    const ids = [...new Set(rows.flatMap(({ alertId }) => (alertId === null ? [] : [alertId])))];
    return new Map((await this.#options.store.alerts.getMany(ids)).map((alert) => [alert.id, alert]));
  }
}

export function isReport(channel: OutboxChannel): channel is ReportChannel {
  return channel.type === 'report';
}

async function failureOf(sending: Promise<void>): Promise<SendError | null> {
  try {
    await sending;
    return null;
  } catch (error) {
    if (error instanceof SendError) return error;
    return new SendError((error as Error).message, { retryable: true, uncertain: true, cause: error });
  }
}

/** Pure: why it need not go out any more; null: it must. */
export function unwanted(
  { kind }: Pick<Notification, 'kind'>,
  alert: Alert | undefined,
  isSilenced: (alert: Alert) => boolean,
): string | null {
  if (kind === 'result') return null;
  if (!alert) return 'the alert is gone';
  if (kind === 'escalation' && alert.acknowledgedAt !== null) return 'it was acknowledged in time';
  if (kind === 'escalation' && alert.state === 'resolved') return 'it was over in time';
  if (kind !== 'recovery' && isSilenced(alert)) return 'silenced';
  return null;
}
