/** Hubs and nodes as processes, on a real etcd and a real MariaDB, each with ways of its own to both. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from '../kit/api-client.js';
import { startCrony, type CronyProcess } from '../kit/crony-process.js';
import { EtcdServer } from '../kit/etcd.js';
import { freePort } from '../kit/free-port.js';
import { MariadbServer } from '../kit/mariadb.js';
import { TcpProxy } from '../kit/tcp-proxy.js';
import { waitUntil } from '../kit/wait-until.js';
import { AssignmentWatch } from './assignment-watch.js';
import { sourceAddress } from './source-address.js';

const RESTART_PAUSE_MS = 500;
const SOURCE_ADDRESS = new URL('./source-address.js', import.meta.url.replace('/test/fault/', '/test/dist/fault/'));
const SECRET = 'a secret for tests that nobody else has';

export interface Member {
  readonly id: string;
  readonly role: 'hub' | 'node';
  readonly port: number;
  readonly etcd: TcpProxy;
  readonly database: TcpProxy;
  process: CronyProcess;
  /** Whether it shall run: one that ends by itself is then started again, as a supervisor does. */
  wanted: boolean;
  env: Record<string, string>;
  /** The build that it runs; undefined: this checkout's. */
  program: string | undefined;
}

export interface FaultClusterOptions {
  hubs: number;
  nodes: number;
  ttlS: number;
  /** Calls to it come from an address for each node. */
  receiverUrl: string;
  /** A build of another release, which all begin with. */
  program?: string | undefined;
}

export class FaultCluster {
  readonly members = new Map<string, Member>();
  readonly etcd: EtcdServer;
  readonly mariadb: MariadbServer;
  readonly assignments: AssignmentWatch;
  databaseName: string;
  readonly folder: string;
  readonly ttlMs: number;
  readonly #receiverPort: string;
  readonly #token = randomBytes(16).toString('hex');

  static async start(options: FaultClusterOptions): Promise<FaultCluster> {
    const [etcd, mariadb, folder] = await Promise.all([
      EtcdServer.start(),
      MariadbServer.start(),
      mkdtemp(join(tmpdir(), 'crony-faults-')),
    ]);
    const databaseUrl = await mariadb.createDatabase();
    const cluster = new FaultCluster(etcd, mariadb, folder, databaseUrl, options);
    try {
      await cluster.migrate(options.program);
      for (let i = 1; i <= options.hubs; i += 1) await cluster.#add(`hub-${i}`, 'hub', options.program);
      for (let i = 1; i <= options.nodes; i += 1) await cluster.#add(`node-${i}`, 'node', options.program);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  private constructor(
    etcd: EtcdServer,
    mariadb: MariadbServer,
    folder: string,
    databaseUrl: string,
    { ttlS, receiverUrl }: FaultClusterOptions,
  ) {
    this.etcd = etcd;
    this.mariadb = mariadb;
    this.assignments = new AssignmentWatch(etcd.port);
    this.folder = folder;
    this.databaseName = new URL(databaseUrl).pathname.slice(1);
    this.#receiverPort = new URL(receiverUrl).port;
    this.ttlMs = ttlS * 1_000;
  }

  nodes(): Member[] {
    return [...this.members.values()].filter(({ role }) => role === 'node');
  }

  hubs(): Member[] {
    return [...this.members.values()].filter(({ role }) => role === 'hub');
  }

  member(id: string): Member {
    return this.members.get(id)!;
  }

  /** The API of some hub that runs; the next call may go to another. */
  api(): ApiClient {
    const running = this.hubs().filter(({ process }) => process.isRunning());
    const hub = running[Math.floor(Math.random() * running.length)] ?? this.hubs()[0]!;
    return new ApiClient(() => hub.process.url, this.#token);
  }

  /** For members that start from now on. */
  useDatabase(url: string): void {
    this.databaseName = new URL(url).pathname.slice(1);
  }

  /** SIGKILL, and it stays away until `startAgain`. */
  async kill(id: string): Promise<void> {
    const member = this.member(id);
    member.wanted = false;
    member.process.kill('SIGKILL');
    await member.process.exited;
  }

  /** SIGTERM; resolves with the exit code when it has gone. */
  async terminate(id: string, limitMs: number): Promise<number | NodeJS.Signals> {
    const member = this.member(id);
    member.wanted = false;
    return member.process.stop(limitMs);
  }

  /** Does not wait until it is ready: what it needs may be away. */
  async startAgain(id: string, env: Record<string, string> = {}): Promise<void> {
    const member = this.member(id);
    member.env = env;
    member.wanted = true;
    if (!member.process.isRunning()) await this.#spawn(member);
  }

  /** Brings the tables up to date, as this build or another knows them. */
  async migrate(program?: string): Promise<void> {
    const env = { CRONY_DATABASE_URL: this.mariadb.url(this.databaseName) };
    const migration = await startCrony('migrate', '', env, { waitUntilReady: false, folder: this.folder, program });
    if ((await migration.exited) !== 0) throw new Error(`crony migrate failed:\n${migration.log()}`);
  }

  async waitUntilReady(id: string, limitMs: number): Promise<void> {
    const member = this.member(id);
    await waitUntil(`${id} is ready`, limitMs, async () => (await fetch(`${member.process.url}/readyz`)).ok);
  }

  async heal(): Promise<void> {
    for (const { id, etcd, database, process } of this.members.values()) {
      process.kill('SIGCONT');
      await etcd.heal();
      await database.heal();
      await this.startAgain(id);
    }
  }

  logs(): string {
    return [...this.members.values()]
      .map(({ id, process }) => `── ${id} ──\n${process.log().slice(-6_000)}`)
      .join('\n');
  }

  async stop(): Promise<void> {
    for (const member of this.members.values()) {
      member.wanted = false;
      member.process.kill('SIGKILL');
    }
    await Promise.all([...this.members.values()].map(({ process }) => process.exited));
    for (const { etcd, database } of this.members.values()) await Promise.all([etcd.close(), database.close()]);
    await this.assignments.close();
    await Promise.all([this.etcd.dispose(), this.mariadb.stop()]);
    await rm(this.folder, { recursive: true, force: true });
  }

  async #add(id: string, role: Member['role'], program: string | undefined): Promise<void> {
    const [port, etcd, database] = await Promise.all([
      freePort(),
      TcpProxy.start({ targetPort: this.etcd.port }),
      TcpProxy.start({ targetPort: this.mariadb.port }),
    ]);
    const member = { id, role, port, etcd, database, wanted: true, env: {}, program } as unknown as Member;
    this.members.set(id, member);
    await this.#spawn(member);
    await this.waitUntilReady(id, 30_000);
  }

  async #spawn(member: Member): Promise<void> {
    const { id, role, port, etcd, database } = member;
    const shared = {
      CRONY_ETCD: `http://127.0.0.1:${etcd.port}`,
      CRONY_DATABASE_URL: `mysql://root@127.0.0.1:${database.port}/${this.databaseName}`,
      CRONY_SECRET: SECRET,
      CRONY_LEASE_TTL_S: String(this.ttlMs / 1_000),
      CRONY_LOG_LEVEL: 'info',
      CRONY_DATA_DIR: join(this.folder, id),
    };
    const own: Record<string, string> =
      role === 'hub'
        ? { CRONY_HOST: '127.0.0.1', CRONY_PORT: String(port), CRONY_HUB_ID: id, CRONY_API_TOKEN: this.#token }
        : {
            CRONY_NODE_HOST: '127.0.0.1',
            CRONY_NODE_PORT: String(port),
            CRONY_NODE_ID: id,
            CRONY_PUBLIC_URL: this.hubs()[0]!.process.url,
            ...this.#caller(id),
          };
    const process = await startCrony(
      role === 'hub' ? 'admin' : 'node',
      `http://127.0.0.1:${port}`,
      { ...shared, ...own, ...member.env },
      { folder: this.folder, waitUntilReady: false, program: member.program },
    );
    member.process = process;
    void process.exited.then(() => {
      const restart = (): void => {
        if (member.wanted && member.process === process) void this.#spawn(member);
      };
      setTimeout(restart, RESTART_PAUSE_MS);
    });
  }

  #caller(id: string): Record<string, string> {
    return {
      NODE_OPTIONS: `--import=${SOURCE_ADDRESS.href}`,
      TEST_SOURCE_ADDRESS: sourceAddress(Number(id.replace('node-', ''))),
      TEST_RECEIVER_PORT: this.#receiverPort,
    };
  }
}
