/** Hubs, nodes, etcd, the database and a service, in one process, on a clock that only the simulation moves. */
import { ChangeNotifier } from '@crony/admin/cluster/change-notifier';
import { hubPresence } from '@crony/admin/cluster/hub-presence';
import { LivingCluster } from '@crony/admin/cluster/living-cluster';
import { NodeCommands } from '@crony/admin/cluster/node-commands';
import { livingOwner } from '@crony/admin/api/job-view';
import { Elector } from '@crony/admin/leader/elector';
import { weightedRoundRobin } from '@crony/admin/leader/placement/weighted-round-robin';
import { createHubMetrics } from '@crony/admin/metrics';
import { applyReport } from '@crony/admin/runs/apply-report';
import { CronyNode, type NodeOptions } from '@crony/node/crony-node';
import { openSpool } from '@crony/node/record/open-spool';
import type { Spool } from '@crony/node/record/spool';
import type { Coordination } from '@crony/shared/coordination/coordination';
import { MemoryCoordination } from '@crony/shared/coordination/memory/memory-coordination';
import { MemoryCoordinationServer } from '@crony/shared/coordination/memory/memory-server';
import { DEFAULT_RETENTION } from '@crony/shared/domain/retention';
import { generateSigningSecret } from '@crony/shared/domain/signature';
import { silentLogger, type Logger } from '@crony/shared/runtime/logger';
import { createReportTokens } from '@crony/shared/runtime/report-tokens';
import { createSecretBox } from '@crony/shared/runtime/secret-box';
import { serviceGroup, type Service } from '@crony/shared/runtime/service';
import type { Store } from '@crony/shared/store/store';
import { AssignmentLog } from './assignment-log.js';
import type { Plant } from './plants.js';
import type { Random } from './random.js';
import { Receiver, type ReportTo } from './receiver.js';
import { ProcessClock, type SimClock } from './sim-clock.js';
import type { SimulatedDatabase } from './simulated-database.js';
import { StoreLink, type StoreLinkState } from './store-link.js';

export const TTL_S = 3;
const GRACE_MS = 6_000;
/** Of a supervisor, before it starts a process again that could not start. */
const RESTART_PAUSE_MS = 500;
/** Of a service, for the answer to a report. */
const REPORT_DEADLINE_MS = 2_500;
const SPOOL_BYTES = 4 * 1_024 * 1_024;

/** What every process has, whatever it does. */
export interface SimProcess {
  readonly id: string;
  readonly role: 'hub' | 'node';
  readonly clock: ProcessClock;
  readonly database: StoreLink;
  readonly etcd: MemoryCoordination['link'];
  readonly service: Service;
  state: 'starting' | 'runs' | 'stopping' | 'gone';
}

export interface SimHub extends SimProcess {
  readonly role: 'hub';
  readonly changes: ChangeNotifier;
  readonly commands: NodeCommands;
  readonly elector: Elector;
  /** As its API does it. */
  readonly report: ReportTo;
}

export class World {
  readonly receiver: Receiver;
  readonly server: MemoryCoordinationServer;
  readonly assignments: AssignmentLog;
  /** Processes by id; of each the newest start. */
  readonly processes = new Map<string, SimProcess>();
  /** What goes on with the database itself. */
  databaseState: StoreLinkState = 'open';
  etcdIsDown = false;
  readonly spoolLimits = new Map<string, number>();
  readonly clock: SimClock;
  readonly database: SimulatedDatabase;
  readonly #random: Random;
  readonly #plant: Plant;
  readonly #logger: Logger;
  readonly #secretBox = createSecretBox('a secret of the simulation');
  readonly #spools = new Map<string, Spool>();

  constructor(options: {
    clock: SimClock;
    database: SimulatedDatabase;
    random: Random;
    seed: number;
    plant: Plant;
    logger?: Logger;
  }) {
    this.clock = options.clock;
    this.database = options.database;
    this.#random = options.random;
    this.#plant = options.plant;
    this.#logger = options.logger ?? silentLogger;
    this.receiver = new Receiver(this.clock, options.seed, (runId, report) => this.#report(runId, report));
    this.server = new MemoryCoordinationServer({ clock: this.clock });
    this.assignments = new AssignmentLog(this.server, this.clock);
  }

  get store(): Store {
    return this.database.store;
  }

  async open(): Promise<void> {
    await this.#plant.prepare?.(this.database);
    const signingSecretCurrent = this.#secretBox.seal(generateSigningSecret());
    await this.store.projects.create({
      name: 'default',
      signingSecretCurrent,
      signingSecretNext: null,
      createdAt: this.clock.now(),
    });
  }

  hubs(): SimHub[] {
    return [...this.processes.values()].filter((one): one is SimHub => one.role === 'hub' && one.state === 'runs');
  }

  nodes(): SimProcess[] {
    return [...this.processes.values()].filter(({ role, state }) => role === 'node' && state === 'runs');
  }

  leader(): SimHub | undefined {
    return this.hubs().find(({ elector }) => elector.isLeading());
  }

  startHub(id: string): void {
    const base = this.#connect(id, 'hub');
    const { clock, coordination, store } = base;
    const shared = { coordination, clock, logger: this.#logger.child({ process: id }) };
    const cluster = new LivingCluster(coordination);
    const presence = hubPresence({
      ...shared,
      ttlS: TTL_S,
      hubId: id,
      registration: () => ({ address: '', version: '0', startedAt: clock.now() }),
    });
    const changes = new ChangeNotifier(shared);
    const commands = new NodeCommands(shared);
    const elector = new Elector({
      ...shared,
      store,
      cluster,
      commands,
      metrics: createHubMetrics().metrics,
      hubId: id,
      policy: weightedRoundRobin,
      rebalance: 'auto',
      retention: DEFAULT_RETENTION,
      ttlS: TTL_S,
    });
    const service = serviceGroup([cluster, presence, changes, commands, elector]);
    const report: ReportTo = (runId, said) =>
      applyReport(runId, said, {
        store,
        clock,
        random: Math.random,
        nodeFor: (job) => livingOwner(job, { cluster }),
        lookAtPending: (nodeId) => commands.lookAtPending(nodeId),
      });
    this.#run({ ...base, role: 'hub', service, changes, commands, elector, report, state: 'starting' } as SimHub);
  }

  startNode(id: string): void {
    const base = this.#connect(id, 'node');
    const { clock, coordination, store } = base;
    const options: NodeOptions = {
      nodeId: id,
      listen: null,
      address: '',
      weight: 1,
      labels: {},
      projects: [],
      concurrency: 100,
      graceMs: GRACE_MS,
      ttlS: TTL_S,
      drainOnStop: true,
      predecessorsAreDead: false,
      store,
      coordination,
      spool: this.#spoolFor(id, clock),
      secretBox: this.#secretBox,
      publicUrl: '',
      reportTokens: createReportTokens('a secret of the simulation'),
      callbacks: this.receiver.wayOf(id, clock),
      clock,
      logger: this.#logger.child({ process: id }),
      version: '0',
      onSuperseded: () => this.kill(id),
    };
    const node = new CronyNode(this.#plant.node?.(options, this) ?? options);
    this.#run({ ...base, role: 'node', service: node, state: 'starting' });
  }

  /** SIGKILL. */
  kill(id: string): void {
    const process = this.processes.get(id);
    if (!process) return;
    process.state = 'gone';
    process.clock.die();
    process.etcd.setState('cut');
  }

  /** SIGTERM: ends when the process has. */
  async stop(id: string): Promise<void> {
    const process = this.processes.get(id);
    if (!process || process.state === 'gone') return;
    process.state = 'stopping';
    await process.service.stop().catch(() => {});
    this.kill(id);
  }

  start(id: string): void {
    if (id.startsWith('hub')) this.startHub(id);
    else this.startNode(id);
  }

  restartIfGone(id: string): void {
    if (this.processes.get(id)?.state === 'gone') this.start(id);
  }

  stand(id: string): void {
    const process = this.processes.get(id);
    process?.clock.stand();
    process?.etcd.setState('stalled');
  }

  async resume(id: string): Promise<void> {
    const process = this.processes.get(id);
    if (!process || process.state === 'gone') return;
    process.etcd.setState(this.etcdIsDown ? 'cut' : 'open');
    await process.clock.resume();
  }

  /** The whole of etcd is away, or back. */
  setEtcdDown(down: boolean): void {
    this.etcdIsDown = down;
    for (const { etcd, state } of this.processes.values()) {
      if (state !== 'gone') etcd.setState(down ? 'cut' : 'open');
    }
  }

  /** No fault is left but what is dead. */
  async heal(): Promise<void> {
    this.databaseState = 'open';
    this.spoolLimits.clear();
    this.setEtcdDown(false);
    for (const process of this.processes.values()) {
      if (process.state === 'gone') continue;
      process.database.state = 'open';
      process.etcd.heal();
      process.clock.setWallOffset(0);
      await process.clock.resume();
    }
  }

  close(): void {
    for (const id of this.processes.keys()) this.kill(id);
    for (const spool of this.#spools.values()) spool.close();
    this.server.close();
  }

  /** Whichever hub is at hand; it may die over it. */
  async #report(...said: Parameters<ReportTo>): ReturnType<ReportTo> {
    const hubs = this.hubs();
    if (hubs.length === 0) throw new Error('there is no hub');
    const answer = this.#random.pick(hubs).report(...said);
    answer.catch(() => {}); // nobody waits for it any more
    const silence = this.clock.sleep(REPORT_DEADLINE_MS).then(() => {
      throw new Error('no answer');
    });
    return Promise.race([answer, silence]);
  }

  #connect(id: string, role: SimProcess['role']) {
    const clock = new ProcessClock(this.clock);
    const database = new StoreLink({
      clock: this.clock,
      process: clock,
      random: this.#random,
      database: () => this.databaseState,
    });
    const memory = new MemoryCoordination({ clock, server: this.server });
    if (this.etcdIsDown) memory.link.setState('cut');
    const coordination: Coordination = this.#plant.coordination?.(memory, role, id, this) ?? memory;
    const linked = database.wrap(this.store);
    const store = this.#plant.store?.(linked, role, this) ?? linked;
    return { id, role, clock, database, etcd: memory.link, coordination, store };
  }

  #run(process: SimProcess): void {
    this.processes.set(process.id, process);
    void process.service.start().then(
      () => {
        if (process.state === 'starting') process.state = 'runs';
      },
      () => {
        // As where a supervisor starts it again until the database answers.
        if (process.state !== 'starting') return;
        this.kill(process.id);
        this.clock.setTimeout(() => {
          if (this.processes.get(process.id) === process) this.start(process.id);
        }, RESTART_PAUSE_MS);
      },
    );
  }

  /** The disk of a node outlives its processes; what a dead process still tries reaches no disk. */
  #spoolFor(id: string, clock: ProcessClock): Spool {
    let spool = this.#spools.get(id);
    if (!spool) {
      spool = openSpool({ path: ':memory:', maxBytes: SPOOL_BYTES, clock: this.clock, logger: silentLogger });
      this.#spools.set(id, spool);
    }
    const disk = spool;
    return new Proxy(spool, {
      get: (_, key) => {
        if (clock.isDead && (key === 'intend' || key === 'conclude' || key === 'forget')) return () => {};
        const limit = this.spoolLimits.get(id);
        if (key === 'isFull' && limit !== undefined) return () => disk.bytes >= limit;
        const value: unknown = Reflect.get(disk, key, disk);
        return typeof value === 'function' ? (value.bind(disk) as unknown) : value;
      },
    });
  }
}
