import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createConnection, type Connection } from 'mysql2/promise';
import { systemClock, withDeadline } from '@crony/shared/runtime/clock';
import { freePort } from './free-port.js';
import { spawnGuarded, type GuardedProcess } from './guarded-process.js';

const READY_LIMIT_MS = 30_000;
const READY_POLL_MS = 25;
const ANSWER_LIMIT_MS = 2_000;
const START_ATTEMPTS = 3;
/** Debian's default of 48 MiB and more is written out at the first start; a test needs a fraction of it. */
const REDO_LOG_SIZE = '16M';

export interface MariadbOptions {
  /** More flags for mariadbd. */
  args?: readonly string[];
}

/**
 * A real mariadbd on a free loopback port, with a directory of its own, user root without a password. Commits are
 * flushed to disk as in production: what was answered survives a kill.
 */
export class MariadbServer {
  readonly host = '127.0.0.1';
  readonly port: number;
  readonly #directory: string;
  readonly #options: MariadbOptions;
  #process: GuardedProcess | null = null;
  #databases = 0;

  static async start(options: MariadbOptions = {}): Promise<MariadbServer> {
    let failure: unknown;
    for (let attempt = 0; attempt < START_ATTEMPTS; attempt += 1) {
      const server = new MariadbServer(await freePort(), options);
      try {
        await server.#install();
        await server.#start();
        return server;
      } catch (error) {
        failure = error; // most likely another process took the port in between
        await server.stop();
      }
    }
    throw failure;
  }

  private constructor(port: number, options: MariadbOptions) {
    this.port = port;
    this.#options = options;
    this.#directory = mkdtempSync(join(tmpdir(), 'crony-mariadb-'));
  }

  get pid(): number {
    return this.#running().pid;
  }

  /** An empty database of its own; answers the URL that Crony takes. */
  async createDatabase(): Promise<string> {
    this.#databases += 1;
    const name = `crony_${this.#databases}`;
    await this.#withConnection((connection) => connection.query(`CREATE DATABASE ${name}`));
    return this.url(name);
  }

  url(database: string): string {
    return `mysql://root@${this.host}:${this.port}/${database}`;
  }

  /** SIGKILL: what the disk has is all that is left. */
  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  /** SIGSTOP: connections stand, nothing answers. */
  pause(): Promise<void> {
    return this.#running().pause();
  }

  resume(): void {
    this.#running().signal('SIGCONT');
  }

  /** Kills it and starts it again on the same port with the data that it has. */
  async restart(): Promise<void> {
    await this.kill();
    await this.#start();
  }

  /** The end: the process is gone, and so are its files. */
  async stop(): Promise<void> {
    await this.#process?.kill(); // nobody wants the data any more
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #running(): GuardedProcess {
    if (!this.#process) throw new Error('mariadbd has not been started');
    return this.#process;
  }

  async #install(): Promise<void> {
    await promisify(execFile)('mariadb-install-db', [
      ...this.#commonArgs(),
      ...['--auth-root-authentication-method=normal', '--skip-test-db'],
    ]).catch((error: Error) => {
      throw new Error(`mariadb-install-db (Debian package mariadb-server) failed: ${error.message}`);
    });
  }

  async #start(): Promise<void> {
    const args = [
      ...this.#commonArgs(),
      `--socket=${join(this.#directory, 'socket')}`,
      `--pid-file=${join(this.#directory, 'pid')}`,
      `--bind-address=${this.host}`,
      `--port=${this.port}`,
      ...(this.#options.args ?? []),
    ];
    const logFile = join(this.#directory, 'log');
    this.#process = spawnGuarded({ command: 'mariadbd', args, logFile, directory: this.#directory });
    const until = systemClock.monotonic() + READY_LIMIT_MS;
    while (systemClock.monotonic() < until && !this.#process.hasExited()) {
      const answered = await this.#withConnection(() => Promise.resolve(true)).catch(() => false);
      if (answered) return;
      await systemClock.sleep(READY_POLL_MS);
    }
    throw new Error(`mariadbd (Debian package mariadb-server) did not become ready: ${this.#process.logTail()}`);
  }

  #commonArgs(): string[] {
    return [
      '--no-defaults',
      `--datadir=${join(this.#directory, 'data')}`,
      // Not the machine's: a server that starts deletes temporary tables there, those of others included.
      `--tmpdir=${this.#directory}`,
      `--innodb-log-file-size=${REDO_LOG_SIZE}`,
      ...(process.getuid?.() === 0 ? ['--user=root'] : []),
    ];
  }

  async #withConnection<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const { host, port } = this;
    const connection = await createConnection({ host, port, user: 'root', connectTimeout: ANSWER_LIMIT_MS });
    try {
      return await withDeadline(systemClock, ANSWER_LIMIT_MS, 'mariadbd', work(connection));
    } finally {
      connection.destroy();
    }
  }
}
