import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { request as requestTls } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@crony/shared/runtime/clock';
import { freePorts } from './free-port.js';
import { spawnGuarded, type GuardedProcess } from './guarded-process.js';

const READY_LIMIT_MS = 15_000;
const READY_POLL_MS = 25;
const START_ATTEMPTS = 3;

export interface EtcdOptions {
  /** More flags for etcd, such as TLS files. */
  args?: readonly string[];
  /** With TLS, what the kit itself speaks with the server. */
  tls?: { ca: Buffer; cert?: Buffer; key?: Buffer };
}

/** A real etcd on free loopback ports, with a directory of its own. */
export class EtcdServer {
  readonly host = '127.0.0.1';
  readonly port: number;
  readonly #peerPort: number;
  readonly #directory: string;
  readonly #options: EtcdOptions;
  #process: GuardedProcess;

  static async start(options: EtcdOptions = {}): Promise<EtcdServer> {
    let failure: unknown;
    for (let attempt = 0; attempt < START_ATTEMPTS; attempt += 1) {
      const [port, peerPort] = await freePorts(2);
      const server = new EtcdServer(port!, peerPort!, options);
      try {
        await server.#ready();
        return server;
      } catch (error) {
        failure = error; // most likely another process took a port in between
        await server.dispose();
      }
    }
    throw failure;
  }

  private constructor(port: number, peerPort: number, options: EtcdOptions) {
    this.port = port;
    this.#peerPort = peerPort;
    this.#options = options;
    this.#directory = mkdtempSync(join(tmpdir(), 'crony-etcd-'));
    this.#process = this.#spawn();
  }

  get endpoint(): string {
    return `${this.#options.tls ? 'https' : 'http'}://${this.host}:${this.port}`;
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** SIGKILL: what the disk has is all that is left. */
  async kill(): Promise<void> {
    await this.#process.kill();
  }

  /** SIGTERM, then waits for the end. */
  async stop(): Promise<void> {
    this.#process.signal('SIGTERM');
    await this.#process.exited;
    await this.#process.kill();
  }

  /** SIGSTOP: connections stand, nothing answers. */
  pause(): Promise<void> {
    return this.#process.pause();
  }

  resume(): void {
    this.#process.signal('SIGCONT');
  }

  /** Starts again on the same ports with the data that it has; `empty` loses them all. */
  async restart({ empty = false }: { empty?: boolean } = {}): Promise<void> {
    await this.kill();
    if (empty) rmSync(join(this.#directory, 'data'), { recursive: true, force: true });
    this.#process = this.#spawn();
    await this.#ready();
  }

  async revision(): Promise<number> {
    const { header } = (await this.#post('/v3/kv/range', { key: base64('\0') })) as { header: { revision: string } };
    return Number(header.revision);
  }

  /** Forgets all history up to now. */
  async compact(): Promise<void> {
    await this.#post('/v3/kv/compaction', { revision: String(await this.revision()), physical: true });
  }

  /** Switches authentication on, with one user who may do everything, and one who may do so below a prefix. */
  async enableAuth(password: string, below?: { name: string; password: string; prefix: string }): Promise<void> {
    if (below) {
      const { name, prefix } = below;
      await this.#post('/v3/auth/user/add', { name, password: below.password });
      await this.#post('/v3/auth/role/add', { name });
      const end = prefix.replace(/.$/, (last) => String.fromCharCode(last.charCodeAt(0) + 1));
      const perm = { permType: 'READWRITE', key: base64(prefix), range_end: base64(end) };
      await this.#post('/v3/auth/role/grant', { name, perm });
      await this.#post('/v3/auth/user/grant', { user: name, role: name });
    }
    await this.#post('/v3/auth/user/add', { name: 'root', password });
    await this.#post('/v3/auth/role/add', { name: 'root' });
    await this.#post('/v3/auth/user/grant', { user: 'root', role: 'root' });
    await this.#post('/v3/auth/enable', {});
  }

  async dispose(): Promise<void> {
    await this.#process.kill();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #spawn(): GuardedProcess {
    const client = this.endpoint;
    const peer = `http://${this.host}:${this.#peerPort}`;
    mkdirSync(join(this.#directory, 'data'), { recursive: true, mode: 0o700 });
    return spawnGuarded({
      command: 'etcd',
      args: [
        ...['--name', 'kit', '--data-dir', join(this.#directory, 'data')],
        ...['--listen-client-urls', client, '--advertise-client-urls', client],
        ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer, '--initial-cluster', `kit=${peer}`],
        ...(this.#options.args ?? []),
      ],
      logFile: join(this.#directory, 'log'),
      directory: this.#directory,
    });
  }

  async #ready(): Promise<void> {
    const until = systemClock.monotonic() + READY_LIMIT_MS;
    while (systemClock.monotonic() < until) {
      if (this.#process.hasExited()) break;
      const health = await this.#http('GET', '/health').catch(() => '');
      if (/"health":\s*"?true/.test(health)) return;
      await systemClock.sleep(READY_POLL_MS);
    }
    throw new Error(`etcd (Debian package etcd-server) did not become ready: ${this.#process.logTail()}`);
  }

  async #post(path: string, body: object): Promise<unknown> {
    return JSON.parse(await this.#http('POST', path, JSON.stringify(body)));
  }

  #http(method: string, path: string, body?: string): Promise<string> {
    const { tls } = this.#options;
    const options = { host: this.host, port: this.port, method, path, agent: false, timeout: 2_000 };
    return new Promise((resolve, reject) => {
      const call = tls ? requestTls({ ...options, ...tls }) : request(options);
      call.once('error', reject);
      call.once('timeout', () => call.destroy(new Error(`etcd did not answer ${path} within 2000 ms`)));
      call.once('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.once('error', reject);
        response.once('end', () => {
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`etcd answered ${path} with ${response.statusCode}: ${text}`));
        });
      });
      call.end(body);
    });
  }
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
