/**
 * Everything that turns what happens into alerts and sends them. Runs on every hub, whether or not it leads: what one
 * hub is enough for is shared out by marks in the database, so that alerts go out while etcd is away.
 */
import { SECOND_MS } from '@crony/shared/domain/durations';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { Loop, serviceGroup, type Service } from '@crony/shared/runtime/service';
import type { Store } from '@crony/shared/store/store';
import type { ClusterView } from '../api/dependencies.js';
import type { ChannelDirectory } from './alert-writer.js';
import type { ChannelSender } from './channels/channel.js';
import { ConditionWatch } from './condition-watch.js';
import { DatabaseAlarm } from './database-alarm.js';
import { DeadManWatch } from './dead-man-watch.js';
import { Evaluator } from './evaluator.js';
import { Outbox, type OnSent, type OutboxChannel } from './outbox.js';
import type { EventPoster } from './report-outbox.js';
import { Resolver } from './resolver.js';

const LEASE = 'alerts';
/** A hub that dies with it holds alerts up for this long. */
const LEASE_MS = 6 * SECOND_MS;
const RENEW_MS = 2 * SECOND_MS;
const EVALUATE_MS = 500;
const RESOLVE_MS = 5 * SECOND_MS;
const DEAD_MAN_MS = 2 * SECOND_MS;
const CONDITIONS_MS = 5 * SECOND_MS;
const SEND_MS = SECOND_MS;

export interface AlertServicesOptions {
  store: Store;
  clock: Clock;
  logger: Logger;
  cluster: ClusterView;
  hubId: string;
  ttlMs: number;
  channels: ChannelDirectory & {
    /** Null: it is gone, or switched off. */
    open(id: string): Promise<OutboxChannel | null>;
  };
  sender: ChannelSender;
  poster: EventPoster;
  isLeading: () => boolean;
  waiting: () => ReadonlyMap<string, string>;
  onRaised: (kind: string, alerts: number) => void;
  onSent: OnSent;
}

export class AlertServices implements Service {
  readonly #options: AlertServicesOptions;
  readonly #evaluator: Evaluator;
  readonly #resolver: Resolver;
  readonly #deadMan: DeadManWatch;
  readonly #conditions: ConditionWatch;
  readonly #sending: Loop;
  readonly #services: Service;
  #heldSince = -Infinity;
  #resolvedAt = -Infinity;
  #lookedAt = -Infinity;

  constructor(options: AlertServicesOptions) {
    const { clock, logger } = options;
    this.#options = options;
    this.#evaluator = new Evaluator(options);
    this.#resolver = new Resolver(options);
    this.#deadMan = new DeadManWatch(options);
    this.#conditions = new ConditionWatch(options);
    const outbox = new Outbox(options);
    const alarm = new DatabaseAlarm(options);
    const loop = (name: string, intervalMs: number, runOnce: (signal: AbortSignal) => Promise<void>): Loop =>
      new Loop({ name, clock, logger, intervalMs, runOnce });
    this.#sending = loop('alerts-sending', SEND_MS, (signal) => outbox.runOnce(signal));
    this.#services = serviceGroup([
      this.#sending,
      loop('database-alarm', CONDITIONS_MS, (signal) => alarm.runOnce(signal)),
      loop('alerts-conditions', CONDITIONS_MS, () => this.#look()),
      loop('alerts', EVALUATE_MS, (signal) => this.#evaluate(signal)),
    ]);
  }

  start(): Promise<void> {
    return this.#services.start();
  }

  async stop(): Promise<void> {
    await this.#services.stop();
    const { store, hubId } = this.#options;
    // Another hub goes on at once; when the database does not answer, it waits until the mark has run out.
    if (this.#heldSince > -Infinity) await store.workLeases.release(LEASE, hubId).catch(() => {});
  }

  async #evaluate(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    if (!(await this.#holdsLease())) return;
    if (await this.#evaluator.runOnce(signal)) this.#sending.wake();
    if (clock.monotonic() - this.#resolvedAt >= RESOLVE_MS) {
      this.#resolvedAt = clock.monotonic();
      if (await this.#resolver.runOnce(signal)) this.#sending.wake();
    }
    if (clock.monotonic() - this.#lookedAt >= DEAD_MAN_MS) {
      this.#lookedAt = clock.monotonic();
      if (await this.#deadMan.runOnce()) this.#sending.wake();
    }
  }

  async #look(): Promise<void> {
    if (await this.#conditions.runOnce(this.#isHeld())) this.#sending.wake();
  }

  /** Two hubs at once do no harm, since causes have keys; the mark only saves the work. */
  async #holdsLease(): Promise<boolean> {
    const { store, clock, hubId } = this.#options;
    if (clock.monotonic() - this.#heldSince < RENEW_MS) return true;
    const askedAt = clock.monotonic();
    const held = await store.workLeases.take(LEASE, hubId, LEASE_MS);
    this.#heldSince = held ? askedAt : -Infinity;
    return held;
  }

  #isHeld(): boolean {
    return this.#options.clock.monotonic() - this.#heldSince < LEASE_MS;
  }
}
