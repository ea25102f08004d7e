import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Etcd3 } from 'etcd3';
import { ApiClient } from '../kit/api-client.js';
import { startCrony, type CronyProcess } from '../kit/crony-process.js';
import { EtcdServer } from '../kit/etcd.js';
import { freePort } from '../kit/free-port.js';
import { MariadbServer } from '../kit/mariadb.js';
import { waitUntil } from '../kit/wait-until.js';

export interface ClusterOptions {
  hubs: number;
  /** One node for each weight, named `node-1`, `node-2`, … */
  weights: readonly number[];
  ttlS?: number;
  /** More settings for every process. */
  env?: Record<string, string>;
  /** More flags for mariadbd. */
  mariadbArgs?: readonly string[];
  /** More flags for etcd. */
  etcdArgs?: readonly string[];
}

/** Hubs and nodes as processes, on a real etcd and a real MariaDB, all on loopback and all gone after `stop`. */
export class Cluster {
  readonly token = randomBytes(16).toString('hex');
  readonly hubs: CronyProcess[] = [];
  readonly nodes = new Map<string, CronyProcess>();
  readonly etcd: EtcdServer;
  readonly mariadb: MariadbServer;
  readonly #options: ClusterOptions;
  readonly #folder: string;
  readonly databaseUrl: string;
  readonly #etcdClient: Etcd3;
  readonly #hubsById = new Map<string, CronyProcess>();
  #hubsStarted = 0;

  static async start(options: ClusterOptions): Promise<Cluster> {
    const [etcd, mariadb, folder] = await Promise.all([
      EtcdServer.start({ args: options.etcdArgs ?? [] }),
      MariadbServer.start({ args: options.mariadbArgs ?? [] }),
      mkdtemp(join(tmpdir(), 'crony-cluster-')),
    ]);
    const cluster = new Cluster(options, etcd, mariadb, folder, await mariadb.createDatabase());
    try {
      await cluster.#migrate();
      await Promise.all(Array.from({ length: options.hubs }, () => cluster.addHub()));
      await Promise.all(options.weights.map((weight, i) => cluster.addNode(`node-${i + 1}`, weight)));
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  private constructor(
    options: ClusterOptions,
    etcd: EtcdServer,
    mariadb: MariadbServer,
    folder: string,
    databaseUrl: string,
  ) {
    this.#options = options;
    this.etcd = etcd;
    this.mariadb = mariadb;
    this.#folder = folder;
    this.databaseUrl = databaseUrl;
    this.#etcdClient = new Etcd3({
      hosts: [etcd.endpoint],
      grpcOptions: { 'grpc.max_receive_message_length': -1 }, // a whole cluster's keys in one answer
    });
  }

  /** The API of the first hub that runs. */
  get api(): ApiClient {
    return new ApiClient(() => this.hubs.find((hub) => hub.isRunning())!.url, this.token);
  }

  get ttlMs(): number {
    return (this.#options.ttlS ?? 6) * 1_000;
  }

  async addHub(): Promise<CronyProcess> {
    const port = await freePort();
    const id = `hub-${(this.#hubsStarted += 1)}`;
    const hub = await startCrony(
      'admin',
      `http://127.0.0.1:${port}`,
      {
        ...this.#env(),
        CRONY_HOST: '127.0.0.1',
        CRONY_PORT: String(port),
        CRONY_HUB_ID: id,
        CRONY_DATA_DIR: join(this.#folder, `${id}-${port}`),
        CRONY_API_TOKEN: this.token,
      },
      { folder: this.#folder },
    );
    this.hubs.push(hub);
    this.#hubsById.set(id, hub);
    return hub;
  }

  async addNode(nodeId: string, weight: number, env: Record<string, string> = {}): Promise<CronyProcess> {
    const port = await freePort();
    const node = await startCrony(
      'node',
      `http://127.0.0.1:${port}`,
      {
        ...this.#env(),
        CRONY_NODE_HOST: '127.0.0.1',
        CRONY_NODE_PORT: String(port),
        CRONY_NODE_ID: nodeId,
        CRONY_NODE_WEIGHT: String(weight),
        CRONY_DATA_DIR: join(this.#folder, nodeId),
        ...env,
      },
      { folder: this.#folder },
    );
    this.nodes.set(nodeId, node);
    return node;
  }

  /** Job ids by node, as the keys in etcd say. */
  async assignments(): Promise<Map<string, Set<string>>> {
    const keys = await this.#etcdClient.getAll().prefix('/crony/v1/assignments/').keys();
    const byNode = new Map<string, Set<string>>();
    for (const key of keys) {
      const [nodeId, jobId] = key.slice('/crony/v1/assignments/'.length).split('/') as [string, string];
      byNode.set(nodeId, (byNode.get(nodeId) ?? new Set()).add(jobId));
    }
    return byNode;
  }

  async assignmentCounts(): Promise<Record<string, number>> {
    return Object.fromEntries([...(await this.assignments())].map(([nodeId, jobs]) => [nodeId, jobs.size]));
  }

  /** The hub that leads, by the key in etcd. */
  async leader(): Promise<CronyProcess | undefined> {
    const value = await this.#etcdClient.get('/crony/v1/leader').string();
    if (value === null) return undefined;
    const { hubId } = JSON.parse(value) as { hubId: string };
    return this.#hubsById.get(hubId);
  }

  waitForAssigned(count: number, limitMs: number): Promise<true> {
    return waitUntil(`${count} jobs assigned`, limitMs, async () => {
      return (await this.assigned()) === count;
    });
  }

  /** How many jobs a node has, by the keys in etcd; without an id, how many are assigned at all. */
  assigned(nodeId?: string): Promise<number> {
    const prefix = `/crony/v1/assignments/${nodeId === undefined ? '' : `${nodeId}/`}`;
    return this.#etcdClient.getAll().prefix(prefix).count();
  }

  /** Whether the node's lease holds its registration. */
  async isRegistered(nodeId: string): Promise<boolean> {
    return (await this.#etcdClient.get(`/crony/v1/nodes/${nodeId}`).string()) !== null;
  }

  /** Everything that ever happened to assignment keys, oldest first, grouped by the transaction that did it. */
  async assignmentHistory(): Promise<{ revision: number; puts: string[]; deletes: string[] }[]> {
    const marker = '/crony/v1/assignments/~end';
    const byRevision = new Map<number, { revision: number; puts: string[]; deletes: string[] }>();
    const watcher = await this.#etcdClient.watch().prefix('/crony/v1/assignments/').startRevision('1').create();
    const complete = new Promise<void>((resolve, reject) => {
      watcher.on('data', (response) => {
        for (const event of response.events) {
          const key = event.kv.key.toString();
          if (key === marker) return resolve();
          const revision = Number(event.kv.mod_revision);
          const at = byRevision.get(revision) ?? { revision, puts: [], deletes: [] };
          byRevision.set(revision, at);
          (String(event.type) === 'Put' ? at.puts : at.deletes).push(key.slice('/crony/v1/assignments/'.length));
        }
      });
      watcher.on('error', reject);
    });
    await this.#etcdClient.put(marker).value('');
    await complete;
    await watcher.cancel();
    await this.#etcdClient.delete().key(marker);
    return [...byRevision.values()];
  }

  /** What every process has printed, for a failure's sake. */
  logs(): string {
    const parts = [...this.hubs.map((hub, i) => [`hub-${i + 1}`, hub] as const), ...this.nodes];
    return parts.map(([name, crony]) => `── ${name} ──\n${crony.log().slice(-4_000)}`).join('\n');
  }

  async stop(): Promise<void> {
    // Nodes by force: nobody is left to take their jobs, and tests of the drain have looked before.
    for (const node of this.nodes.values()) node.kill('SIGKILL');
    for (const hub of this.hubs) hub.kill('SIGKILL');
    await Promise.all([...this.nodes.values(), ...this.hubs].map(({ exited }) => exited));
    this.#etcdClient.close();
    await Promise.all([this.etcd.dispose(), this.mariadb.stop()]);
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #migrate(): Promise<void> {
    const migration = await startCrony('migrate', '', this.#env(), { waitUntilReady: false, folder: this.#folder });
    if ((await migration.exited) !== 0) throw new Error(`crony migrate failed:\n${migration.log()}`);
  }

  #env(): Record<string, string> {
    return {
      CRONY_ETCD: this.etcd.endpoint,
      CRONY_DATABASE_URL: this.databaseUrl,
      CRONY_SECRET: 'a secret for tests that nobody else has',
      CRONY_LEASE_TTL_S: String(this.#options.ttlS ?? 6),
      CRONY_LOG_LEVEL: 'info',
      ...this.#options.env,
    };
  }
}
