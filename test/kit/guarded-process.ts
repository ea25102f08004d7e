import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { waitUntil } from './wait-until.js';

/**
 * A server process that cannot outlive the test run. A second, tiny process holds the reading end of a pipe from this
 * one; when this one is gone, however it went, the pipe ends, and the guard kills the server and removes its directory.
 */
export interface GuardedProcess {
  readonly pid: number;
  /** Exit code, or the signal's name; -1 when it could not be started. */
  readonly exited: Promise<number | NodeJS.Signals>;
  hasExited(): boolean;
  signal(signal: NodeJS.Signals): void;
  /** SIGSTOP, and resolves when every thread of it stands. */
  pause(): Promise<void>;
  /** Kills it if it still runs, and waits until it is gone. */
  kill(): Promise<void>;
  /** The end of what it printed. */
  logTail(characters?: number): string;
}

const STOP_LIMIT_MS = 10_000;
const LOG_TAIL_CHARACTERS = 2_000;
const GUARD = 'cat >/dev/null; kill -KILL "$1" 2>/dev/null; rm -rf "$2"';

export function spawnGuarded(options: {
  command: string;
  args: readonly string[];
  logFile: string;
  /** Removed when the test run dies. */
  directory: string;
  env?: NodeJS.ProcessEnv;
}): GuardedProcess {
  const log = openSync(options.logFile, 'a');
  const child: ChildProcess = spawn(options.command, options.args, {
    stdio: ['ignore', log, log],
    env: options.env ?? process.env,
  });
  closeSync(log);
  let over = false;
  let problem = '';
  const exited = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('error', (error) => {
      problem = `${options.command}: ${error.message}`;
      over = true;
      resolve(-1);
    });
    child.once('exit', (code, signal) => {
      over = true;
      resolve(code ?? signal ?? -1);
    });
  });
  const guard = spawn('sh', ['-c', GUARD, 'guard', String(child.pid ?? 0), options.directory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // A group of its own: an interrupt from the terminal must not end the guard before its work.
    detached: true,
  });
  guard.unref();
  // Once the server is gone its number may be given to another process: the guard must not act any more.
  void exited.then(() => guard.kill('SIGKILL'));
  return {
    pid: child.pid ?? 0,
    exited,
    hasExited: () => over,
    signal(signal) {
      if (!over) child.kill(signal);
    },
    // The signal stops nothing before one thread has had a core to act on it; until then the others go on answering.
    async pause() {
      if (over) return;
      child.kill('SIGSTOP');
      await waitUntil(`${options.command} stands`, STOP_LIMIT_MS, () => over || threadsStand(child.pid!), 1);
    },
    async kill() {
      if (!over) child.kill('SIGKILL');
      await exited;
      if (guard.exitCode === null && guard.signalCode === null) await once(guard, 'exit');
    },
    logTail: (characters = LOG_TAIL_CHARACTERS) => problem || readFileSync(options.logFile, 'utf8').slice(-characters),
  };
}

/** By the third field of /proc/PID/task/TID/stat, after the name in parentheses (proc_pid_stat(5)). */
function threadsStand(pid: number): boolean {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).every((thread) => {
    const stat = readFileSync(`${tasks}/${thread}/stat`, 'utf8');
    return stat.charAt(stat.lastIndexOf(')') + 2) === 'T';
  });
}
