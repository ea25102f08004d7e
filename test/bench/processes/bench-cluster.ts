/** What the sections have in common: a cluster with one hub, the service it calls, jobs, and what it all costs. */
import { Cluster, type ClusterOptions } from '../../cluster/cluster.js';
import { startTarget, type BenchTarget } from './bench-target.js';
import { cpuMicros } from './process-usage.js';
import type { LatenessSummary } from './lateness.js';

const JOBS_AT_ONCE = 5_000;
const ASSIGN_LIMIT_MS = 300_000;
/**
 * Of a server for such loads. The test kit's is small and starts fast: a redo log of a few megabytes would have it write
 * every page at once.
 */
export const MARIADB = ['--innodb-buffer-pool-size=1G', '--innodb-log-file-size=256M'];

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export type JobOf = (index: number) => { schedule: object } & Record<string, unknown>;

export interface Load {
  called: number;
  recorded: number;
  calledPerSecond: number;
  recordedPerSecond: number;
  lateness: LatenessSummary;
  cpuMicrosPerRun: { hub: number; node: number; database: number; etcd: number };
}

export class BenchCluster {
  readonly cluster: Cluster;
  readonly target: BenchTarget;
  #jobs = 0;
  #others = 0;

  static async start(options: Partial<ClusterOptions> = {}): Promise<BenchCluster> {
    const target = await startTarget();
    try {
      const env = { CRONY_NODE_CONCURRENCY: '4000', CRONY_LOG_LEVEL: 'warn', ...options.env };
      return new BenchCluster(
        await Cluster.start({ hubs: 1, weights: [1], mariadbArgs: MARIADB, ...options, env }),
        target,
      );
    } catch (error) {
      target.stop();
      throw error;
    }
  }

  private constructor(cluster: Cluster, target: BenchTarget) {
    this.cluster = cluster;
    this.target = target;
  }

  /** Jobs that were not made by `createJobs` are assigned too. */
  expectOthers(jobs: number): void {
    this.#others = jobs;
  }

  /** Until there are so many jobs, assigned; answers how long the requests took that created them. */
  async createJobs(until: number, jobOf: JobOf): Promise<number> {
    let tookMs = 0;
    while (this.#jobs < until) {
      const count = Math.min(JOBS_AT_ONCE, until - this.#jobs);
      const items = Array.from({ length: count }, (_, i) => ({
        name: `bench-${this.#jobs + i}`,
        callback: { type: 'http', url: `${this.target.url}/ok` },
        concurrency: 'allow',
        ...jobOf(this.#jobs + i),
      }));
      const startedAt = performance.now();
      await this.cluster.api.post('/jobs/bulk', { items });
      tookMs += performance.now() - startedAt;
      this.#jobs += count;
    }
    await this.cluster.waitForAssigned(until + this.#others, ASSIGN_LIMIT_MS);
    return tookMs;
  }

  /** What happens within so many milliseconds. */
  async measure(ms: number): Promise<Load> {
    const pids = {
      hub: this.cluster.hubs[0]!.pid,
      node: [...this.cluster.nodes.values()][0]!.pid,
      database: this.cluster.mariadb.pid,
      etcd: this.cluster.etcd.pid,
    };
    const cpu = () => Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuMicros(pid)]));
    const rowsBefore = await this.succeeded();
    const cpuBefore = cpu();
    await this.target.reset();
    const startedAt = performance.now();
    await sleep(ms);
    const { count, lateness } = await this.target.summary();
    const elapsedS = (performance.now() - startedAt) / 1_000;
    const cpuAfter = cpu();
    const recorded = (await this.succeeded()) - rowsBefore;
    const recordedS = (performance.now() - startedAt) / 1_000;
    const cpuMicrosPerRun = Object.fromEntries(
      Object.keys(pids).map((name) => [name, Math.round((cpuAfter[name]! - cpuBefore[name]!) / count)]),
    ) as Load['cpuMicrosPerRun'];
    return {
      called: count,
      recorded,
      calledPerSecond: count / elapsedS,
      recordedPerSecond: recorded / recordedS,
      lateness,
      cpuMicrosPerRun,
    };
  }

  async succeeded(): Promise<number> {
    const { runs } = await this.cluster.api.get<{ runs: Record<string, number> }>('/stats');
    return runs['succeeded'] ?? 0;
  }

  /** Nothing fires any more, and nothing moves jobs; database, etcd and the target go on. */
  async killHubsAndNodes(): Promise<void> {
    const all = [...this.cluster.hubs, ...this.cluster.nodes.values()];
    for (const one of all) one.kill('SIGKILL');
    await Promise.all(all.map(({ exited }) => exited));
  }

  async stop(): Promise<void> {
    await this.cluster.stop();
    this.target.stop();
  }
}
