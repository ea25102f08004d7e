import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnGuarded } from './guarded-process.js';
import { waitUntil } from './wait-until.js';

/** The built program; this file itself may run from source or from `test/dist`. */
const PROGRAM = fileURLToPath(new URL('../../cli/dist/main.js', import.meta.url.replace('/test/dist/', '/test/')));
const READY_DEADLINE_MS = 30_000;
const STOP_DEADLINE_MS = 35_000;
const LOG_CHARACTERS = 200_000;

export interface CronyProcess {
  readonly pid: number;
  readonly url: string;
  /** Exit code, or the signal's name. */
  readonly exited: Promise<number | NodeJS.Signals>;
  isRunning(): boolean;
  /** The newest part of what it printed. */
  log(): string;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, and the exit code; SIGKILL after `limitMs`. */
  stop(limitMs?: number): Promise<number | NodeJS.Signals>;
}

/**
 * Starts the built `crony` program and waits until its `/readyz` says so. `env` holds its settings; nothing else of
 * this process's settings reaches it. `program` is another build than this checkout's. Its log goes to `folder`, which the caller removes.
 */
export async function startCrony(
  command: 'standalone' | 'admin' | 'node' | 'migrate',
  url: string,
  env: Record<string, string>,
  options: { waitUntilReady?: boolean; args?: readonly string[]; folder: string; program?: string | undefined },
): Promise<CronyProcess> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('CRONY_'));
  const child = spawnGuarded({
    command: process.execPath,
    args: [options.program ?? PROGRAM, command, ...(options.args ?? [])],
    env: { ...Object.fromEntries(inherited), ...env },
    logFile: join(options.folder, `${command}-${randomUUID()}.log`),
    directory: options.folder,
  });
  const crony: CronyProcess = {
    pid: child.pid,
    url,
    exited: child.exited,
    isRunning: () => !child.hasExited(),
    log: () => child.logTail(LOG_CHARACTERS),
    kill: (signal) => child.signal(signal),
    async stop(limitMs = STOP_DEADLINE_MS) {
      child.signal('SIGTERM');
      const force = setTimeout(() => child.signal('SIGKILL'), limitMs);
      const result = await child.exited;
      clearTimeout(force);
      return result;
    },
  };
  if (options.waitUntilReady ?? true) await waitUntilReady(crony, command);
  return crony;
}

async function waitUntilReady(crony: CronyProcess, command: string): Promise<void> {
  const failed = (why: string, cause?: unknown): Error =>
    new Error(`crony ${command} ${why}:\n${crony.log()}`, { cause });
  const ready = await waitUntil('it is ready', READY_DEADLINE_MS, async () => {
    if (!crony.isRunning()) return 'ended';
    const answer = await fetch(`${crony.url}/readyz`);
    return answer.ok && 'ready';
  }).catch((error: unknown) => {
    crony.kill('SIGKILL');
    throw failed('was not ready', error);
  });
  if (ready === 'ended') throw failed('ended at start');
}
