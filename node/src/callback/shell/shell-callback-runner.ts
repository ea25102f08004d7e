import type { ShellCallback } from '@crony/shared/domain/callback';
import type { Clock } from '@crony/shared/runtime/clock';
import type { CallbackRequest, CallbackResult, CallbackRunner } from '../callback.js';
import type { CancelSignal } from '../cancel-signal.js';
import { failure, unsentResult, type Verdict } from '../verdict.js';
import { DefaultDirectory } from './default-directory.js';
import { PipeSupply } from './pipe-supply.js';
import { ReadingPace } from './reading-pace.js';
import type { CommandContext } from './running-command.js';
import { Setups } from './setups.js';
import { ShellAttempt, type ShellAttemptContext } from './shell-attempt.js';
import { inheritedEnvironment } from './shell-environment.js';
import { StartTurns } from './start-turns.js';

export interface ShellCallbackOptions {
  clock: Clock;
  /** Off, it starts nothing, whatever a job says. */
  enabled: boolean;
  /** Of the node; commands run in a folder in it where they name no other. */
  dataDirectory: string;
  /** Default `/bin/sh`. */
  shell?: string;
  /** Of which commands inherit a few variables; default this process's own. */
  environment?: NodeJS.ProcessEnv;
  /** Default this process's own. */
  platform?: NodeJS.Platform;
}

export interface ShellCallbackRunner extends CallbackRunner<ShellCallback> {
  /** Runs a job's setup script ahead of its first run, such as when the job comes to this node. Waits for nothing. */
  prepare(callback: ShellCallback): void;
  /** Attempts under way, and commands of which something may be left, setup scripts among them; for metrics. */
  counts(): { attempts: number; commands: number };
}

/** Commands on the node's own machine, as its own user: docs/callbacks-shell.md says what that means. */
export function createShellCallbackRunner(options: ShellCallbackOptions): ShellCallbackRunner {
  const { enabled, platform = process.platform } = options;
  if (enabled && platform === 'win32') {
    throw new Error(
      'shell callbacks need process groups and signals, which Windows does not have: leave CRONY_NODE_SHELL off here',
    );
  }
  return new ShellRunner(options);
}

class ShellRunner implements ShellCallbackRunner {
  readonly #enabled: boolean;
  readonly #command: CommandContext;
  readonly #context: ShellAttemptContext;
  readonly #attempts = new Set<ShellAttempt>();
  #closing: Promise<void> | null = null;

  constructor(options: ShellCallbackOptions) {
    const { clock, enabled, dataDirectory, shell = '/bin/sh', environment = process.env } = options;
    this.#enabled = enabled;
    this.#command = {
      clock,
      pace: new ReadingPace(clock),
      pipes: new PipeSupply(dataDirectory),
      starts: new StartTurns(clock),
      alive: new Set(),
    };
    const common = {
      command: this.#command,
      directory: new DefaultDirectory(dataDirectory),
      environment: inheritedEnvironment(environment),
      shell,
    };
    this.#context = { ...common, setups: new Setups(common) };
  }

  async call(request: CallbackRequest<ShellCallback>, signal: CancelSignal): Promise<CallbackResult> {
    if (signal.aborted || this.#closing !== null) {
      return this.#unstarted(failure('cancelled', 'cancelled before it began'));
    }
    if (!this.#enabled) {
      return this.#unstarted(failure('shell_off', 'shell callbacks are off on this node (CRONY_NODE_SHELL)'));
    }
    return new Promise((resolve) => {
      const cancel = (): void => attempt.cancel();
      const attempt = new ShellAttempt(this.#context, request, (result) => {
        signal.removeEventListener('abort', cancel);
        this.#attempts.delete(attempt);
        resolve(result);
      });
      signal.addEventListener('abort', cancel);
      this.#attempts.add(attempt);
      attempt.begin();
    });
  }

  prepare({ setup }: ShellCallback): void {
    if (setup && this.#enabled && this.#closing === null) this.#context.setups.prepare(setup);
  }

  counts(): ReturnType<ShellCallbackRunner['counts']> {
    return { attempts: this.#attempts.size, commands: this.#command.alive.size };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Waits until nothing is left of any command, or can be ended; a few seconds at most (process-group.ts). */
  async #close(): Promise<void> {
    for (const attempt of [...this.#attempts]) attempt.cancel();
    this.#context.setups.close();
    await Promise.all([this.#command.pipes.close(), ...[...this.#command.alive].map((command) => command.end())]);
  }

  #unstarted(verdict: Verdict): CallbackResult {
    return unsentResult(verdict, this.#command.clock.now());
  }
}
