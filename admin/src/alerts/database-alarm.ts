/**
 * The one alert that cannot be a row when it is raised: the database does not answer. What it takes to send it is kept
 * in memory, and the row is written when the database is back. Of several hubs the first that lives sends it.
 */
import type { Alert } from '@crony/shared/domain/alert';
import type { Clock } from '@crony/shared/runtime/clock';
import { withDeadline } from '@crony/shared/runtime/clock';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { Logger } from '@crony/shared/runtime/logger';
import type { Store } from '@crony/shared/store/store';
import type { ClusterView } from '../api/dependencies.js';
import type { ChannelDirectory } from './alert-writer.js';
import type { ChannelSender, OpenChannel } from './channels/channel.js';
import { isReport, type OutboxChannel } from './outbox.js';
import { effectiveRules, type EffectiveRule } from './rules/effective-rules.js';
import { withinLimit } from './within-limit.js';

const PING_LIMIT_MS = 5_000;
const REFRESH_MS = 30_000;
const SEND_LIMIT_MS = 15_000;

export interface DatabaseAlarmOptions {
  store: Store;
  clock: Clock;
  logger: Logger;
  cluster: ClusterView;
  hubId: string;
  channels: Pick<ChannelDirectory, 'idsOf'> & { open(id: string): Promise<OutboxChannel | null> };
  sender: ChannelSender;
}

interface Outage {
  since: number;
  sinceMonotonic: number;
  /** Null until this hub has raised it. */
  alert: Alert | null;
  sentTo: Set<string>;
}

export class DatabaseAlarm {
  readonly #options: DatabaseAlarmOptions;
  #rule: EffectiveRule | undefined;
  #channels: OpenChannel[] = [];
  #refreshedAt = -Infinity;
  #outage: Outage | null = null;

  constructor(options: DatabaseAlarmOptions) {
    this.#options = options;
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    const { store, clock } = this.#options;
    const answers = await withDeadline(clock, PING_LIMIT_MS, 'a ping of the database', store.ping()).then(
      () => true,
      () => false,
    );
    if (!answers) return this.#isAway(signal);
    if (this.#outage?.alert) await this.#record(this.#outage.alert, this.#outage.sentTo);
    this.#outage = null;
    if (clock.monotonic() - this.#refreshedAt >= REFRESH_MS) await this.#refresh();
  }

  async #refresh(): Promise<void> {
    const { store, clock, channels } = this.#options;
    this.#rule = effectiveRules({ project: '' }, await store.alertRules.all()).get('database_unreachable');
    const ids = await channels.idsOf('', this.#rule?.channels ?? []);
    const open = await Promise.all([...ids.values()].map((id) => channels.open(id)));
    this.#channels = open.flatMap((channel) => (channel === null || isReport(channel) ? [] : [channel]));
    this.#refreshedAt = clock.monotonic();
  }

  async #isAway(signal: AbortSignal): Promise<void> {
    const { clock, hubId } = this.#options;
    this.#outage ??= { since: clock.now(), sinceMonotonic: clock.monotonic(), alert: null, sentTo: new Set() };
    const outage = this.#outage;
    const rule = this.#rule?.rule;
    if (rule?.kind !== 'database_unreachable') return;
    if (clock.monotonic() - outage.sinceMonotonic < rule.afterMs) return;
    if (!outage.alert && !this.#isFirst()) return;
    outage.alert ??= {
      id: uuidv7(clock),
      dedupeKey: `database_unreachable:${hubId}:${outage.since}`.slice(0, 200),
      project: '',
      kind: 'database_unreachable',
      ruleId: this.#rule!.ruleId,
      jobId: null,
      runId: null,
      nodeId: null,
      state: 'open',
      facts: { hubId },
      createdAt: outage.since,
      acknowledgedAt: null,
      acknowledgedBy: null,
      resolvedAt: null,
      silenceId: null,
    };
    await this.#tell(outage.alert, outage.sentTo, signal);
  }

  /** While etcd does not answer either, nobody can say who else is there. */
  #isFirst(): boolean {
    const { cluster, hubId } = this.#options;
    if (!cluster.isCurrent()) return true;
    return [...cluster.hubs().keys()].every((other) => other >= hubId);
  }

  async #tell(alert: Alert, sentTo: Set<string>, signal: AbortSignal): Promise<void> {
    const { clock, logger, sender } = this.#options;
    const waiting = this.#channels.filter(({ id }) => !sentTo.has(id));
    const message = { id: alert.id, kind: 'notice', notice: { kind: 'alert', alert } } as const;
    await Promise.all(
      waiting.map(async (channel) => {
        try {
          await withinLimit(clock, SEND_LIMIT_MS, signal, (ending) => sender.send(channel, message, ending));
          sentTo.add(channel.id);
        } catch (error) {
          logger.warn({ channel: channel.name, reason: (error as Error).message }, 'an alert could not be sent');
        }
      }),
    );
  }

  /** Later than it was raised. That it is over is told as of any other condition, by what resolves them. */
  async #record(alert: Alert, sentTo: ReadonlySet<string>): Promise<void> {
    const { store, clock } = this.#options;
    const now = clock.now();
    const rows = [...sentTo].map((channelId) => ({
      id: uuidv7(clock),
      channelId,
      kind: 'alert' as const,
      alertId: alert.id,
      runId: null,
      dueAt: alert.createdAt,
      createdAt: alert.createdAt,
    }));
    await store.atomically(async (inner) => {
      if ((await inner.alerts.known([alert.dedupeKey])).size > 0) return;
      await inner.alerts.create([alert]);
      await inner.notifications.add(rows);
      await inner.notifications.finish(
        rows.map(({ id }) => id),
        { state: 'sent', at: now },
      );
    });
  }
}
