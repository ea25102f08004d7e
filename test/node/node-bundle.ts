/** Nodes on a coordination server and a database in memory, on a clock that stands until the test lets it go on. */
import { MemoryCoordination } from '@crony/shared/coordination/memory/memory-coordination';
import { MemoryCoordinationServer } from '@crony/shared/coordination/memory/memory-server';
import { MAX_TRANSACTION_OPERATIONS, type Operation } from '@crony/shared/coordination/coordination';
import { assignmentKey, commandKey } from '@crony/shared/coordination/keys';
import type { NodeCommand } from '@crony/shared/coordination/commands';
import { ASSIGNMENT_FORMAT, compileJob, type Assignment } from '@crony/shared/domain/assignment';
import type { Job, JobSpec } from '@crony/shared/domain/job';
import type { Attempt, Run } from '@crony/shared/domain/run';
import { generateSigningSecret } from '@crony/shared/domain/signature';
import { silentLogger } from '@crony/shared/runtime/logger';
import { createReportTokens } from '@crony/shared/runtime/report-tokens';
import { createSecretBox } from '@crony/shared/runtime/secret-box';
import { openStore } from '@crony/shared/store/open-store';
import type { NewJob, NewPendingRun, NodeIncarnation, Store } from '@crony/shared/store/store';
import { CronyNode, type NodeOptions } from '../../node/src/crony-node.js';
import { openSpool } from '../../node/src/record/open-spool.js';
import { SpoolFullError, type Spool } from '../../node/src/record/spool.js';
import { newJob, pendingRun, project } from '../kit/factories.js';
import { FakeClock } from '../kit/fake-clock.js';
import { FaultyStore } from './faulty-store.js';
import { ScriptedCallbacks } from './scripted-callbacks.js';

export const TTL_S = 6;
const MOST_RUNS = 1_000;

export interface NodeInTest {
  node: CronyNode;
  nodeId: string;
  callbacks: ScriptedCallbacks;
  database: FaultyStore;
  etcd: MemoryCoordination['link'];
  /** What `onSuperseded` was told. */
  superseded: Error[];
  /** Runs the clock on until the node has stopped. */
  stop: (limitMs?: number) => Promise<void>;
  /** It reaches neither etcd nor the database, and goes on. */
  isolate: () => void;
  /** The process is gone: it reaches nobody any more, and nobody hears of it. */
  kill: () => void;
}

export interface AssignOptions {
  nodeId?: string;
  epoch?: number;
  resumeFrom?: number;
}

export class NodeBundle {
  readonly clock = new FakeClock();
  readonly server = new MemoryCoordinationServer({ clock: this.clock });
  readonly #leader = new MemoryCoordination({ clock: this.clock, server: this.server });
  readonly #secretBox = createSecretBox('a secret of these tests');
  readonly #nodes: NodeInTest[] = [];
  readonly #spools = new Map<string, Spool>();
  #store: Store | undefined;
  #commands = 0;

  static async open(): Promise<NodeBundle> {
    const bundle = new NodeBundle();
    bundle.#store = await openStore('sqlite::memory:', { clock: bundle.clock, logger: silentLogger });
    const signingSecretCurrent = bundle.#secretBox.seal(generateSigningSecret());
    await bundle.store.projects.create(project({ signingSecretCurrent }));
    return bundle;
  }

  /** The database itself, without anybody's faults. */
  get store(): Store {
    return this.#store!;
  }

  /** A node that is made and not started. */
  create(over: Partial<NodeOptions> = {}): NodeInTest {
    const { clock } = this;
    const callbacks = new ScriptedCallbacks(clock);
    const database = new FaultyStore(this.store, clock);
    const coordination = new MemoryCoordination({ clock, server: this.server });
    const superseded: Error[] = [];
    let killed = false;
    const options: NodeOptions = {
      nodeId: 'node-1',
      listen: null,
      address: 'http://127.0.0.1:8090',
      weight: 1,
      labels: {},
      projects: [],
      concurrency: 1_000,
      graceMs: 10_000,
      ttlS: TTL_S,
      drainOnStop: false,
      predecessorsAreDead: false,
      store: database.store,
      spool: whileAlive(this.spoolOf(over.nodeId ?? 'node-1'), () => !killed),
      coordination,
      secretBox: this.#secretBox,
      publicUrl: 'http://hub.internal',
      reportTokens: createReportTokens('a secret of these tests'),
      callbacks,
      clock,
      logger: silentLogger,
      version: '0.0.0',
      onSuperseded: (error) => superseded.push(error),
      ...over,
    };
    const node = new CronyNode(options);
    const isolate = (): void => {
      database.down();
      coordination.link.setState('cut');
    };
    const inTest: NodeInTest = {
      node,
      nodeId: options.nodeId,
      callbacks,
      database,
      etcd: coordination.link,
      superseded,
      stop: async (limitMs = 60_000) => {
        await this.finished(node.stop(), limitMs);
        await coordination.close();
      },
      isolate,
      kill: () => {
        killed = true;
        callbacks.kill();
        isolate();
      },
    };
    this.#nodes.push(inTest);
    return inTest;
  }

  /** What a node keeps on its disk: the next process under its id finds it. */
  spoolOf(nodeId: string, maxBytes = 256 * 1_024 * 1_024): Spool {
    const { clock } = this;
    const spool = this.#spools.get(nodeId) ?? openSpool({ path: ':memory:', maxBytes, clock, logger: silentLogger });
    this.#spools.set(nodeId, spool);
    return spool;
  }

  async start(over: Partial<NodeOptions> = {}): Promise<NodeInTest> {
    const inTest = this.create(over);
    await this.finished(inTest.node.start(), 5_000);
    await this.clock.settle();
    return inTest;
  }

  /** Runs the clock on until the promise has settled; throws what it throws, or when it takes longer. */
  async finished<T>(promise: Promise<T>, limitMs: number): Promise<T> {
    let done = false;
    const settled = promise.finally(() => (done = true));
    settled.catch(() => {});
    await this.clock.advanceUntil(() => done, limitMs);
    return settled;
  }

  async job(over: Partial<NewJob> = {}): Promise<Job> {
    const [result] = await this.store.jobs.createMany([newJob(over)], this.clock.now());
    if (!result || !('created' in result)) throw new Error('the job was not created');
    return result.created;
  }

  async jobs(count: number, over: (i: number) => Partial<NewJob>): Promise<Job[]> {
    const wanted = Array.from({ length: count }, (_, i) => newJob(over(i)));
    const created: Job[] = [];
    for (let from = 0; from < count; from += MOST_RUNS) {
      const part = await this.store.jobs.createMany(wanted.slice(from, from + MOST_RUNS), this.clock.now());
      for (const result of part) if ('created' in result) created.push(result.created);
    }
    return created;
  }

  /** A job that the node has taken over. */
  async assignedJob(over: Partial<NewJob> = {}, assign: AssignOptions = {}): Promise<Job> {
    const job = await this.job(over);
    await this.assign(job, assign);
    await this.clock.settle();
    return job;
  }

  /** Writes the key as the leader does; returns its revision. */
  async assign(job: Job, { nodeId = 'node-1', epoch = 1, resumeFrom }: AssignOptions = {}): Promise<number> {
    const { key, value } = put(job, nodeId, epoch, resumeFrom ?? this.clock.now());
    return (await this.#leader.put(key, value)).revision;
  }

  /** Many at once, in transactions as large as etcd takes. */
  async assignAll(jobs: readonly Job[], { nodeId = 'node-1', resumeFrom = this.clock.now() } = {}): Promise<void> {
    for (let from = 0; from < jobs.length; from += MAX_TRANSACTION_OPERATIONS) {
      const part = jobs.slice(from, from + MAX_TRANSACTION_OPERATIONS);
      await this.#transact(part.map((job) => ({ type: 'put', ...put(job, nodeId, 1, resumeFrom) })));
    }
  }

  async unassign(job: Job, nodeId = 'node-1'): Promise<number> {
    return this.#transact([{ type: 'delete', key: assignmentKey(nodeId, job.id) }]);
  }

  /** One transaction, as the leader does it. */
  async move(job: Job, from: string, to: string, epoch: number, resumeFrom: number): Promise<number> {
    return this.#transact([
      { type: 'delete', key: assignmentKey(from, job.id) },
      { type: 'put', ...put(job, to, epoch, resumeFrom) },
    ]);
  }

  /** As the hub keeps secrets. */
  seal(plain: string): string {
    return this.#secretBox.seal(plain);
  }

  async nudge(command: Omit<NodeCommand, 'expiresAt'> & { runId?: string }, nodeId = 'node-1'): Promise<void> {
    this.#commands += 1;
    const value = JSON.stringify({ ...command, expiresAt: this.clock.now() + 60_000 });
    await this.#leader.put(commandKey(nodeId, String(this.#commands)), value);
  }

  /** Writes the row and nothing else: etcd is told with `assign`. */
  async edit(job: Job, over: Partial<JobSpec>): Promise<Job> {
    const result = await this.store.jobs.replace(job.id, { ...job, ...over }, null, this.clock.now());
    if (!('changed' in result)) throw new Error('the job was not changed');
    return result.changed;
  }

  async runNow(job: Job, over: Partial<NewPendingRun> = {}): Promise<Run> {
    const wanted = pendingRun(job, { plannedAt: this.clock.now(), jobVersion: job.version, ...over });
    return (await this.store.runs.createPending(wanted)).run;
  }

  /** Oldest planned time first. */
  async runs(job: Pick<Job, 'id'>): Promise<Run[]> {
    const { items } = await this.store.runs.list({ jobId: job.id }, { limit: MOST_RUNS });
    return items.sort((a, b) => a.plannedAt - b.plannedAt);
  }

  async run(runId: string): Promise<Run & { attempts: Attempt[] }> {
    const found = await this.store.runs.get(runId);
    if (!found) throw new Error(`there is no run ${runId}`);
    return { ...found.run, attempts: found.attempts };
  }

  async incarnation(nodeId = 'node-1'): Promise<NodeIncarnation> {
    return (await this.store.nodes.incarnations(nodeId))[0]!;
  }

  async close(): Promise<void> {
    for (const { database, etcd, callbacks, stop } of this.#nodes) {
      callbacks.script = () => ({});
      database.up();
      database.delayMs = () => 0;
      database.answerDelayMs = () => 0;
      etcd.heal();
      for (const call of callbacks.open) call.answer();
      await stop(120_000);
    }
    for (const spool of this.#spools.values()) spool.close();
    await this.#leader.close();
    this.server.close();
    await this.store.close();
    await this.clock.settle();
    if (this.clock.pendingTimers > 0) throw new Error(`${this.clock.pendingTimers} timers outlived their services`);
  }

  async #transact(operations: Operation[]): Promise<number> {
    return (await this.#leader.transact({ operations })).revision;
  }
}

const SPOOL_WRITES = new Set<PropertyKey>(['intend', 'conclude', 'forget']);

/** The disk as one process has it: what it does after its death reaches no disk. */
function whileAlive(spool: Spool, lives: () => boolean): Spool {
  return new Proxy(spool, {
    get(target, key) {
      if (SPOOL_WRITES.has(key) && !lives()) {
        return () => {
          throw new SpoolFullError('the process is dead');
        };
      }
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function put(job: Job, nodeId: string, epoch: number, resumeFrom: number): { key: string; value: string } {
  const assignment: Assignment = {
    format: ASSIGNMENT_FORMAT,
    jobId: job.id,
    version: job.version,
    epoch,
    resumeFrom,
    effectiveFrom: job.effectiveFrom,
    job: compileJob(job),
  };
  return { key: assignmentKey(nodeId, job.id), value: JSON.stringify(assignment) };
}
