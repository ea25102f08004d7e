import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnGuarded, type GuardedProcess } from './guarded-process.js';
import { waitUntil } from './wait-until.js';

const READY_LIMIT_MS = 10_000;

/** Debian keeps it where the PATH of ordinary users does not look. */
const PROGRAM = ['nginx', '/usr/sbin/nginx'].find((one) => spawnSync(one, ['-v']).status === 0);

export const hasNginx = PROGRAM !== undefined;

/** A real nginx with a directory of its own, which serves one file of configuration. */
export class NginxServer {
  readonly #directory = mkdtempSync(join(tmpdir(), 'crony-nginx-'));
  #process: GuardedProcess | undefined;

  /** `site` is what stands inside of `http { }`. */
  constructor(site: string) {
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    mkdirSync(join(this.#directory, 'temp'));
    writeFileSync(
      join(this.#directory, 'nginx.conf'),
      [
        ...(process.getuid?.() === 0 ? ['user root;'] : []),
        'daemon off;',
        'worker_processes 1;',
        `pid ${join(this.#directory, 'pid')};`,
        'error_log stderr;',
        'events { }',
        'http {',
        'access_log off;',
        ...temporary.map((name) => `${name}_temp_path ${join(this.#directory, 'temp', name)};`),
        site,
        '}',
        '',
      ].join('\n'),
    );
  }

  /** What `nginx -t` says; null when it finds nothing. */
  complaint(): string | null {
    const { status, stderr } = spawnSync(PROGRAM!, [...this.#args(), '-t'], { encoding: 'utf8' });
    return status === 0 && !stderr.includes('[warn]') ? null : stderr;
  }

  async start(isReady: () => Promise<boolean>): Promise<void> {
    const logFile = join(this.#directory, 'log');
    this.#process = spawnGuarded({ command: PROGRAM!, args: this.#args(), logFile, directory: this.#directory });
    await waitUntil('nginx answers', READY_LIMIT_MS, isReady).catch((error: unknown) => {
      throw new Error(`nginx did not become ready: ${this.#process!.logTail()}`, { cause: error });
    });
  }

  async stop(): Promise<void> {
    // Of a master that is killed the worker goes on.
    this.#process?.signal('SIGTERM');
    await this.#process?.exited;
    await this.#process?.kill();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #args(): string[] {
    return ['-p', this.#directory, '-c', join(this.#directory, 'nginx.conf'), '-e', 'stderr'];
  }
}
