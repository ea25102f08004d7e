/**
 * The node, put together: the engine that fires, the assignments that feed it, and presence beside them: a lease in
 * etcd says that the node takes jobs, a heartbeat in the database carries what it vouches for.
 */
import { randomUUID } from 'node:crypto';
import type { Coordination } from '@crony/shared/coordination/coordination';
import { LeasedKey } from '@crony/shared/coordination/leased-key';
import { nodeKey } from '@crony/shared/coordination/keys';
import type { NodeRegistration } from '@crony/shared/domain/assignment';
import type { Holder } from '@crony/shared/domain/run';
import { unlessAborted } from '@crony/shared/runtime/aborting';
import { withDeadline, type Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { combineMetrics, type MetricDefinitions, type Metrics } from '@crony/shared/runtime/metrics';
import type { ProcessWatch } from '@crony/shared/runtime/process-watch';
import type { ReportTokens } from '@crony/shared/runtime/report-tokens';
import type { SecretBox } from '@crony/shared/runtime/secret-box';
import type { SpanSink } from '@crony/shared/trace/span';
import type { Service } from '@crony/shared/runtime/service';
import type { Heartbeat, Store } from '@crony/shared/store/store';
import { Assignments } from './assignments/assignments.js';
import { createHttpCallbackRunner } from './callback/http/http-callback-runner.js';
import type { CallbackRunner } from './callback/callback.js';
import { Commands } from './commands.js';
import { Engine } from './engine.js';
import { createHealthApp, createHealthServer } from './health.js';
import { createNodeMetrics, type NODE_METRICS } from './metrics.js';
import { Heartbeats } from './presence/heartbeats.js';
import type { Spool } from './record/spool.js';
import { Right } from './run/right.js';
import { Tenure } from './run/tenure.js';

/** A drain that gets nowhere for this long has nobody to give its jobs to. */
const DRAIN_STALLED_MS = 3_000;
const DRAIN_POLL_MS = 50;
const READY_DEADLINE_MS = 2_000;
/** Attempts that run for longer are published with the heartbeat; shorter ones are over before anybody looks. */
const SHOWN_AFTER_MS = 1_000;
const MOST_SHOWN = 1_000;

export interface NodeOptions {
  nodeId: string;
  /** Where the node's own pages answer, or null where another part of the process serves them (standalone). */
  listen: { host: string; port: number } | null;
  /** How others reach those pages. */
  address: string;
  weight: number;
  labels: Record<string, string>;
  /** Empty: every project. */
  projects: string[];
  /** Most attempts in flight. */
  concurrency: number;
  /** For the drain and the attempts in flight at a stop. */
  graceMs: number;
  ttlS: number;
  /** At a stop, wait for other nodes to take the jobs. False where there can be none (standalone). */
  drainOnStop: boolean;
  /** Whoever ran this node before is known to be dead, so that its runs need not wait until its silence proves it. */
  predecessorsAreDead: boolean;
  store: Store;
  coordination: Coordination;
  /** Where it keeps what it fires while the database does not answer; closed by whoever opened it. */
  spool: Spool;
  secretBox: SecretBox;
  /** Where services reach a hub, to report on runs that they have accepted. */
  publicUrl: string;
  reportTokens: ReportTokens;
  /** How callbacks are made; by default over HTTP. The node closes it at its stop. */
  callbacks?: CallbackRunner;
  clock: Clock;
  logger: Logger;
  version: string;
  /** Where traces are collected; closed by whoever opened it. */
  spans?: SpanSink | undefined;
  /** What `/metrics` shows besides. */
  besides?: readonly Metrics<MetricDefinitions>[];
  /** How its process gets on, for people to see; the node stops it. Absent where processes are only played. */
  watch?: ProcessWatch;
  /** Another process has started under this node's id: this one has stopped firing and must exit. */
  onSuperseded: (error: Error) => void;
}

/** By what the leader places jobs; may change while the node runs. */
export type Placeable = Pick<NodeOptions, 'weight' | 'labels' | 'projects'>;

export class CronyNode implements Service {
  readonly #options: NodeOptions;
  #live: Placeable;
  readonly #holder: Holder;
  readonly #logger: Logger;
  readonly #metrics: Metrics<typeof NODE_METRICS>;
  readonly #tenure: Tenure;
  readonly #presence: LeasedKey;
  readonly #heartbeats: Heartbeats;
  readonly #callbacks: CallbackRunner;
  readonly #engine: Engine;
  readonly #commands: Commands;
  readonly #pages: Service | null;
  readonly #startedAt: number;
  #assignments: Assignments | undefined;
  /** Aborted when the node stops or is superseded. */
  readonly #ending = new AbortController();
  #superseding = false;
  #draining = false;
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: NodeOptions) {
    this.#options = options;
    this.#live = options;
    const { store, coordination, clock, nodeId, ttlS, secretBox } = options;
    const holder = { nodeId, incarnation: randomUUID() };
    const logger = options.logger.child({ nodeId });
    this.#holder = holder;
    this.#logger = logger;
    this.#startedAt = clock.now();
    this.#metrics = createNodeMetrics(options.listen !== null);
    const { metrics } = this.#metrics;
    this.#callbacks = options.callbacks ?? createHttpCallbackRunner({ clock });
    this.#presence = new LeasedKey({
      coordination,
      clock,
      logger,
      ttlS,
      key: nodeKey(nodeId),
      identity: holder.incarnation,
      identityOf: registeredIncarnation,
      value: () => JSON.stringify(this.#registration()),
      // After a lost lease others may own the jobs now.
      onRegistered: () => {
        this.#tenure.registered();
        void this.#assignments?.resync();
      },
      onSuperseded: () => this.#superseded(),
    });
    this.#tenure = new Tenure({ clock, lease: this.#presence, heartbeat: new Right(ttlS * 1_000, clock) });
    this.#heartbeats = new Heartbeats({
      holder,
      nodes: store.nodes,
      ttlMs: ttlS * 1_000,
      registration: () => this.#registration(),
      beforeBeat: () => this.#engine.bringUpToDate(),
      current: () => this.#heartbeat(),
      running: () => this.#engine.executor.runningSince(clock.now() - SHOWN_AFTER_MS, MOST_SHOWN),
      targets: () => this.#engine.targets(MOST_SHOWN),
      watch: options.watch,
      clock,
      logger,
      metrics,
      onArrived: (sent) => this.#tenure.heartbeatArrived(sent),
    });
    this.#engine = new Engine({
      holder,
      store,
      secretBox,
      callbacks: this.#callbacks,
      reports: {
        urlOf: (runId) => `${options.publicUrl}/api/v1/runs/${runId}/report`,
        tokenOf: (runId) => options.reportTokens.tokenOf(runId),
      },
      tenure: this.#tenure,
      lease: this.#presence,
      isCurrent: () => this.#assignments?.isCurrent() ?? false,
      isListed: (jobId) => this.#assignments?.isListed(jobId) ?? false,
      spool: options.spool,
      spans: options.spans,
      concurrency: options.concurrency,
      stopWithinMs: options.graceMs,
      clock,
      logger,
      metrics,
      onRefused: (job, plannedAt, refusal) => this.#assignments?.refused(job, plannedAt, refusal),
    });
    this.#commands = new Commands({
      nodeId,
      coordination,
      clock,
      logger,
      onLookAtPending: () => this.#engine.pending.lookNow(),
      onCancelRun: async (runId) => {
        if (this.#engine.executor.holds(runId)) await this.#engine.pending.cancelIfRequested(runId);
        else await this.#engine.cancels.ofAccepted(runId);
      },
    });
    this.#metrics.beforeRender(() => this.#updateGauges());
    this.#pages = options.listen
      ? createHealthServer(
          createHealthApp(this, combineMetrics([this.#metrics, ...(options.besides ?? [])])),
          options.listen.host,
          options.listen.port,
        )
      : null;
  }

  get metrics(): Metrics<typeof NODE_METRICS> {
    return this.#metrics;
  }

  /** Resolves when the node knows its jobs, however long etcd takes; after a stop, when the stop has cut it short. */
  start(): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /**
   * What it says of itself from now on; the leader moves jobs accordingly. Where etcd does not answer now it is told later,
   * as after every loss; the record in the database is for people to see.
   */
  async adopt({ weight, labels, projects }: Placeable): Promise<void> {
    const before = JSON.stringify(this.#registration());
    this.#live = { weight, labels, projects };
    const isNew = JSON.stringify(this.#registration()) !== before;
    if (!isNew || this.#starting === undefined || this.#stopping !== undefined) return;
    const told = await Promise.allSettled([
      this.#presence.update(),
      this.#options.store.nodes.register(this.#holder, this.#registration(), this.#heartbeat()),
    ]);
    for (const one of told) {
      if (one.status === 'rejected') this.#logger.warn({ err: one.reason as unknown }, 'others do not know it yet');
    }
  }

  /** Gives its jobs away, lets what is in flight finish within the grace period, and leaves. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** What keeps this node from being ready, by part. */
  async problems(): Promise<Record<string, string>> {
    const { coordination, store, clock } = this.#options;
    const problems: Record<string, string> = {};
    const check = async (part: string, answer: Promise<unknown>): Promise<void> => {
      await withDeadline(clock, READY_DEADLINE_MS, `the answer of ${part}`, answer).catch((error: unknown) => {
        problems[part] = error instanceof Error ? error.message : String(error);
      });
    };
    await Promise.all([check('etcd', coordination.ping()), check('database', store.ping())]);
    if (!this.#presence.isTrusted()) problems['registration'] = 'the node holds no lease';
    if (this.#draining) problems['draining'] = 'the node is giving its jobs away';
    if (this.#engine.isClogged()) problems['results'] = 'too many results wait for the database';
    if (this.#engine.spoolIsFull) {
      problems['spool'] = 'the spool is full: what the database does not answer for is held back';
    }
    return problems;
  }

  async #start(): Promise<void> {
    const { store, coordination, clock } = this.#options;
    const engine = this.#engine;
    const { signal } = this.#ending;
    if (signal.aborted) return;
    await this.#pages?.start();
    const predecessors = await store.nodes.incarnations(this.#holder.nodeId);
    if (this.#options.predecessorsAreDead) {
      for (const one of predecessors.filter(({ stoppedAt }) => stoppedAt === null)) {
        await store.nodes.markStopped(one, one);
      }
    }
    await this.#heartbeats.start();
    await engine.replayLeftBehind(signal);
    if (signal.aborted) return;
    this.#assignments = new Assignments({
      holder: this.#holder,
      coordination,
      jobs: store.jobs,
      table: engine.table,
      planner: engine.planner,
      overlap: engine.overlap,
      executor: engine.executor,
      secrets: engine.secrets,
      prepare: (callback) => this.#callbacks.prepare?.(callback),
      clock,
      logger: this.#logger,
      vouchers: predecessors,
      onPlanned: () => engine.planSoon(),
    });
    await this.#presence.start();
    await unlessAborted(signal, this.#assignments.start());
    if (signal.aborted) return;
    await engine.start();
    await unlessAborted(signal, this.#commands.start());
    if (signal.aborted) return;
    this.#logger.info({ incarnation: this.#holder.incarnation, jobs: engine.table.size }, 'the node is ready');
  }

  async #stop(): Promise<void> {
    const { graceMs, clock, drainOnStop } = this.#options;
    this.#ending.abort();
    await this.#starting?.catch(() => {}); // whoever called start has been told
    const stopBy = clock.monotonic() + (this.#superseding ? 0 : graceMs);
    this.#draining = true;
    if (drainOnStop && !this.#superseding && this.#engine.table.size > 0) await this.#drain(stopBy);
    await this.#commands.stop();
    await this.#assignments?.stop();
    await this.#engine.stop(stopBy);
    await this.#heartbeats.stop();
    await this.#heartbeats.sayGoodbye().catch((error: unknown) => {
      this.#logger.warn({ err: error }, 'the last watermark could not be written');
    });
    await this.#presence.stop();
    await this.#callbacks.close();
    await this.#pages?.stop();
  }

  /** Waits until the leader has moved every job, as long as that makes progress. */
  async #drain(stopBy: number): Promise<void> {
    const { clock } = this.#options;
    const { table } = this.#engine;
    await this.#presence.update().catch((error: unknown) => {
      this.#logger.warn({ err: error }, 'etcd cannot be told that this node drains');
    });
    let left = table.size;
    let movedAt = clock.monotonic();
    while (table.size > 0 && clock.monotonic() < stopBy && clock.monotonic() < movedAt + DRAIN_STALLED_MS) {
      await clock.sleep(DRAIN_POLL_MS);
      if (table.size < left) {
        left = table.size;
        movedAt = clock.monotonic();
      }
    }
    if (left > 0) this.#logger.warn({ jobs: left }, 'nobody took these jobs over; they wait with their watermark');
  }

  #heartbeat(): Heartbeat {
    const assignments = this.#assignments;
    const vouched = this.#engine.vouchedUntil(this.#options.clock.now());
    const watermark = assignments ? Math.min(vouched, assignments.earliestWaiting()) : 0;
    return {
      watermark: Math.max(0, Math.floor(watermark)),
      appliedRevision: assignments?.appliedRevision ?? 0,
      inFlight: this.#engine.inFlight,
      jobs: this.#engine.table.size,
    };
  }

  #registration(): NodeRegistration {
    const { address, concurrency, version } = this.#options;
    const { weight, labels, projects } = this.#live;
    return {
      incarnation: this.#holder.incarnation,
      address,
      weight,
      labels,
      projects,
      capacity: concurrency,
      version,
      tzVersion: process.versions.tz ?? 'unknown',
      draining: this.#draining,
      startedAt: this.#startedAt,
    };
  }

  #superseded(): void {
    const { nodeId } = this.#holder;
    this.#superseding = true;
    this.#ending.abort();
    this.#engine.halt();
    void this.#assignments?.stop();
    this.#options.onSuperseded(new Error(`node id "${nodeId}" is in use by another process that started later`));
  }

  #updateGauges(): void {
    const { metrics } = this.#metrics;
    this.#engine.updateGauges();
    metrics.takingOver.set(this.#assignments?.waiting ?? 0);
    metrics.leaseAge.set((this.#presence.leaseAgeMs() ?? 0) / 1_000);
    metrics.leaseTrusted.set(this.#presence.isTrusted() ? 1 : 0);
    metrics.watermarkAge.set((this.#options.clock.now() - this.#heartbeat().watermark) / 1_000);
  }
}

function registeredIncarnation(value: string): string | null {
  try {
    return (JSON.parse(value) as NodeRegistration).incarnation;
  } catch {
    return null; // not ours to understand, and nobody's identity
  }
}
