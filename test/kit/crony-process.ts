import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../cli/dist/main.js', import.meta.url).href.replace('/test/dist/', '/test/'));
const READY_DEADLINE_MS = 30_000;
const LOG_LIMIT = 200_000;

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

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Starts the built `crony` program and waits until its `/readyz` says so. `env` holds its settings; nothing else of
 * this process's settings reaches it.
 */
export async function startCrony(
  command: 'standalone' | 'admin' | 'node',
  url: string,
  env: Record<string, string>,
  options: { waitUntilReady?: boolean; args?: readonly string[] } = {},
): Promise<CronyProcess> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('CRONY_')));
  const child = spawn(process.execPath, [PROGRAM, command, ...(options.args ?? [])], {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let log = '';
  const keep = (chunk: Buffer): void => {
    log = (log + chunk.toString('utf8')).slice(-LOG_LIMIT);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  let ended = false;
  const exited = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = true;
      running.delete(child);
      resolve(code ?? signal!);
    });
  });
  const crony: CronyProcess = {
    pid: child.pid!,
    url,
    exited,
    isRunning: () => !ended,
    log: () => log,
    kill: (signal) => void child.kill(signal),
    async stop(limitMs = 35_000) {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), limitMs);
      const result = await exited;
      clearTimeout(force);
      return result;
    },
  };
  if (options.waitUntilReady ?? true) await waitUntilReady(crony, command);
  return crony;
}

async function waitUntilReady(crony: CronyProcess, command: string): Promise<void> {
  const deadline = Date.now() + READY_DEADLINE_MS;
  while (Date.now() < deadline) {
    if (!crony.isRunning()) throw new Error(`crony ${command} ended at start:\n${crony.log()}`);
    const ready = await fetch(`${crony.url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  crony.kill('SIGKILL');
  throw new Error(`crony ${command} was not ready within ${READY_DEADLINE_MS} ms:\n${crony.log()}`);
}
