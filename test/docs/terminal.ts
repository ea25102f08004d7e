import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { waitUntil } from '../kit/wait-until.js';

const OUTPUT_CHARACTERS = 500_000;
const END_LIMIT_MS = 20_000;
/** Should this process die, nobody else would end what runs in the terminal. */
const GUARD = 'cat >/dev/null; kill -KILL -- "-$1" 2>/dev/null';

/**
 * A shell that is given commands as a reader pastes them: one block after another, in one folder, each seeing what the
 * ones before it have set.
 */
export class Terminal {
  private printed = '';
  private commands = 0;
  private readonly shell: ChildProcess;
  private readonly guard: ChildProcess;
  private over = false;

  constructor(folder: string, env: Record<string, string>) {
    const inherited = Object.entries(process.env).filter(([name]) => !/^(CRONY_|npm_)/.test(name));
    this.shell = spawn('bash', ['-c', 'exec 2>&1; exec bash'], {
      cwd: folder,
      env: { ...Object.fromEntries(inherited), ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true, // a group of its own, as every terminal has: Ctrl-C reaches all of it
    });
    this.shell.once('exit', () => (this.over = true));
    this.shell.stdout!.on('data', (chunk: Buffer) => {
      this.printed = (this.printed + chunk.toString()).slice(-OUTPUT_CHARACTERS);
    });
    this.guard = spawn('sh', ['-c', GUARD, 'guard', String(this.shell.pid ?? 0)], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
  }

  get output(): string {
    return this.printed;
  }

  /** Hands a block over; `done` tells, once it has ended, the exit code of the last command in it that failed, or 0. */
  paste(block: string): { done: () => number | undefined } {
    const mark = `[block ${++this.commands} ended with `;
    this.shell.stdin!.write(`failed_with=0; trap 'failed_with=$?' ERR\n${block}\necho "${mark}$failed_with]"\n`);
    return {
      done: () => {
        const at = this.printed.indexOf(mark);
        const [, code] = (at >= 0 && /^(\d+)\]/.exec(this.printed.slice(at + mark.length))) || [];
        if (code === undefined && this.over) throw new Error(`the shell has ended:\n${this.printed}`);
        return code === undefined ? undefined : Number(code);
      },
    };
  }

  /** Ctrl-C. */
  interrupt(): void {
    if (!this.over) process.kill(-this.shell.pid!, 'SIGINT');
  }

  async close(): Promise<void> {
    this.shell.stdin!.end();
    try {
      await waitUntil('the shell has ended', END_LIMIT_MS, () => this.over);
    } finally {
      if (!this.over) {
        process.kill(-this.shell.pid!, 'SIGKILL');
        await once(this.shell, 'exit');
      }
      this.guard.kill('SIGKILL');
    }
  }
}
