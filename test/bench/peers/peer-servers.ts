/** Redis and PostgreSQL as Debian packages them, on free loopback ports and in folders of their own. */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../kit/free-port.js';
import { spawnGuarded } from '../../kit/guarded-process.js';
import { waitUntil } from '../../kit/wait-until.js';

const READY_LIMIT_MS = 30_000;

export interface PeerServer {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

/** Appends every write to a file and syncs it once a second: what people set who want to keep their jobs. */
export async function startRedis(): Promise<PeerServer> {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'crony-redis-'));
  const args = [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', ''],
    ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction'],
  ];
  return start('redis-server', args, port, directory);
}

/** With its defaults, which sync each commit, and memory as a server for such loads would have. */
export async function startPostgres(): Promise<PeerServer> {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'crony-postgres-'));
  const versions = readdirSync('/usr/lib/postgresql').sort((a, b) => Number(b) - Number(a));
  const programs = `/usr/lib/postgresql/${versions[0]}/bin`;
  // It refuses to be root; Debian gives it a user of its own.
  const isRoot = process.getuid?.() === 0;
  const asUser = isRoot ? ['runuser', '-u', 'postgres', '--'] : [];
  if (isRoot) {
    const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
    chownSync(directory, id('-u'), id('-g'));
    chmodSync(directory, 0o700);
  }
  const data = join(directory, 'data');
  const [command, ...args] = [...asUser, join(programs, 'initdb'), '-D', data, '-U', 'bench', '-A', 'trust'];
  execFileSync(command, args, { stdio: 'ignore' });
  const settings = ['shared_buffers=1GB', 'max_wal_size=4GB', 'max_connections=100'].flatMap((one) => ['-c', one]);
  const [server, ...flags] = [
    ...asUser,
    ...[join(programs, 'postgres'), '-D', data, '-p', String(port), '-k', directory, '-h', '127.0.0.1'],
    ...settings,
  ];
  return start(server!, flags, port, directory);
}

async function start(command: string, args: string[], port: number, directory: string): Promise<PeerServer> {
  const logFolder = mkdtempSync(join(tmpdir(), 'crony-peer-log-'));
  const server = spawnGuarded({ command, args, logFile: join(logFolder, 'log'), directory });
  await waitUntil(`${command} is ready`, READY_LIMIT_MS, () => {
    if (server.hasExited()) throw new Error(`${command} ended: ${server.logTail()}`);
    return accepts(port);
  });
  return {
    port,
    pid: server.pid,
    async stop() {
      server.signal('SIGTERM');
      await server.exited;
      rmSync(directory, { recursive: true, force: true });
      rmSync(logFolder, { recursive: true, force: true });
    },
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
