import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import type { ProcessWatch } from '@crony/shared/runtime/process-watch';
import { Loop, type Service } from '@crony/shared/runtime/service';
import type { NodeRegistration } from '@crony/shared/domain/assignment';
import type { Holder } from '@crony/shared/domain/run';
import type { Heartbeat, NodeStore, RunningRun, TargetState } from '@crony/shared/store/store';
import type { NodeMetrics } from '../metrics.js';
import { momentOf, type Moment } from '../run/right.js';
import { RecentLateness } from './recent-lateness.js';

/** Skew from which people are told: lateness and misfires are judged by the node's own clock. */
const SKEW_WARNING_MS = 500;

export interface HeartbeatsOptions {
  holder: Holder;
  nodes: NodeStore;
  ttlMs: number;
  registration: () => NodeRegistration;
  /** Awaited before each; must not reject. */
  beforeBeat: () => Promise<void>;
  /** Read in the very moment of sending: watermark and applied revision belong together. */
  current: () => Heartbeat;
  /** Attempts that have been under way for a while, for people to see. */
  running: () => RunningRun[];
  /** How it gets on with targets, for people to see. */
  targets: () => TargetState[];
  /** How its process gets on, for people to see; absent where processes are only played. */
  watch?: ProcessWatch | undefined;
  clock: Clock;
  logger: Logger;
  metrics: NodeMetrics;
  /** A heartbeat that was sent at this moment has arrived: the node's claims are safe from the rescuer until the TTL. */
  onArrived: (sent: Moment) => void;
}

/** Tells the database, every third of the TTL, that this incarnation lives and what it vouches for. */
export class Heartbeats implements Service {
  readonly #options: HeartbeatsOptions;
  readonly #loop: Loop;
  readonly #lateness: RecentLateness;
  #skewMs: number | null = null;

  constructor(options: HeartbeatsOptions) {
    this.#options = options;
    const { clock, logger, ttlMs, metrics } = options;
    this.#lateness = new RecentLateness(metrics.lateness, clock);
    this.#loop = new Loop({
      name: 'heartbeat',
      clock,
      logger,
      intervalMs: Math.floor(ttlMs / 3),
      runOnce: () => this.#beat(),
    });
  }

  /** Resolves when this incarnation is on record. */
  async start(): Promise<void> {
    const { nodes, holder, registration } = this.#options;
    // Vouches for nothing yet: the assignments are read after this.
    await nodes.register(holder, registration(), { watermark: 0, appliedRevision: 0, inFlight: 0, jobs: 0 });
    await this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
    this.#options.watch?.stop();
  }

  /** The last word of a clean stop: what is vouched for, and that nothing more will come. */
  async sayGoodbye(): Promise<void> {
    const { nodes, holder, current } = this.#options;
    await nodes.markStopped(holder, current());
  }

  async #beat(): Promise<void> {
    const {
      nodes,
      holder,
      registration,
      beforeBeat,
      current,
      running,
      targets,
      watch,
      clock,
      logger,
      metrics,
      onArrived,
    } = this.#options;
    const figures = watch && { ...watch.read(), lateness: await this.#lateness.read() };
    await beforeBeat();
    const sent = momentOf(clock);
    const signs = { running: running(), clockSkewMs: this.#skewMs, targets: targets(), ...(figures && { figures }) };
    const databaseNow = await nodes.heartbeat(holder, current(), signs);
    if (databaseNow === null) {
      logger.warn('the database has no record of this incarnation, registering again');
      await nodes.register(holder, registration(), current());
      return;
    }
    onArrived(sent);
    const skewMs = (sent.wallMs + clock.now()) / 2 - databaseNow;
    this.#skewMs = Math.round(skewMs);
    metrics.clockSkew.set(skewMs / 1_000);
    if (Math.abs(skewMs) > SKEW_WARNING_MS) {
      logger.warn({ skewMs: Math.round(skewMs) }, "this node's clock differs from the database's");
    }
  }
}
