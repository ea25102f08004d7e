/**
 * One run of a command, from its setup to its result. It settles once: by the command's end, its deadline or a cancel,
 * whichever is first. The deadline covers everything, waiting for the setup included; what is left of the command then
 * is ended behind the attempt's back, and nothing that it still says counts.
 */
import type { ShellCallback } from '@crony/shared/domain/callback';
import type { TimerHandle } from '@crony/shared/runtime/clock';
import type { CallbackRequest, CallbackResult } from '../callback.js';
import { failure, type Verdict } from '../verdict.js';
import type { DefaultDirectory } from './default-directory.js';
import { judgeExit, judgeStart } from './judge-command.js';
import { KeptOutput } from './kept-output.js';
import { LiveOutput } from './live-output.js';
import type { NamedPipes } from './pipe-supply.js';
import { RunningCommand, type CommandContext, type CommandEnd, type CommandSpec } from './running-command.js';
import type { Setups } from './setups.js';
import { environmentOf, type Environment } from './shell-environment.js';

/** Timers come before processes: one that ended before the deadline, while this process stood still, is seen first. */
const UNTIL_LOOKED_MS = 1;

export interface ShellAttemptContext {
  command: CommandContext;
  setups: Setups;
  directory: DefaultDirectory;
  environment: Environment;
  shell: string;
}

type Phase = 'setup' | 'starting' | 'running';

export class ShellAttempt {
  readonly #startedAt: number;
  readonly #startedMonotonicMs: number;
  readonly #live: LiveOutput;
  #phase: Phase = 'setup';
  #output = new KeptOutput();
  #command: RunningCommand | null = null;
  #exitCode: number | null = null;
  #deadline: TimerHandle | null = null;
  /** Until it was started. */
  #waitMs: number | null = null;
  #isSettled = false;

  constructor(
    readonly context: ShellAttemptContext,
    readonly request: CallbackRequest<ShellCallback>,
    readonly settled: (result: CallbackResult) => void,
  ) {
    const { clock } = context.command;
    this.#startedAt = clock.now();
    this.#startedMonotonicMs = clock.monotonic();
    this.#live = new LiveOutput(request.onOutput);
  }

  begin(): void {
    const { clock } = this.context.command;
    this.#deadline = clock.setTimeout(() => {
      this.#deadline = clock.setTimeout(() => this.#timeOut(), UNTIL_LOOKED_MS);
    }, this.request.timeoutMs);
    this.#carryOut().catch((error: unknown) => {
      const name = error instanceof Error ? error.name : typeof error;
      this.#settle(failure('internal', `the attempt failed inside the node (${name})`));
    });
  }

  cancel(): void {
    if (this.#command?.tellExit()) return; // there is nothing left to cancel
    this.#settle(failure('cancelled', `cancelled; ${CANCELLED_WHEN[this.#phase]}`));
  }

  async #carryOut(): Promise<void> {
    const { setups, directory, command } = this.context;
    const { setup, cwd } = this.request.callback;
    if (setup) {
      const failed = await setups.ready(setup);
      if (this.#isSettled) return;
      if (failed) {
        this.#output = failed.output;
        return this.#settle(failure('setup_failed', failed.message));
      }
    }
    this.#phase = 'starting';
    let where: string;
    try {
      where = cwd ?? (await directory.ensure());
    } catch (error) {
      const { code = 'unknown' } = error as NodeJS.ErrnoException;
      return this.#settle(failure('internal', `no directory could be made for commands to run in (${code})`));
    }
    const pipes = await command.pipes.take();
    await command.starts.next();
    if (this.#isSettled) command.pipes.giveBack(pipes);
    else this.#start(where, pipes);
  }

  #start(cwd: string, pipes: NamedPipes | null): void {
    const { callback } = this.request;
    const { shell, environment, command: context } = this.context;
    const spec: CommandSpec = {
      ...(callback.args
        ? { file: callback.command, args: callback.args }
        : { file: shell, args: ['-c', callback.command] }),
      cwd,
      env: environmentOf(this.request, environment),
      stdin: callback.stdin,
      pipes,
    };
    this.#phase = 'running';
    this.#waitMs = this.#elapsedMs();
    this.#command = new RunningCommand(context, spec, {
      onPiece: (stream, piece) => {
        this.#output.add(piece);
        this.#live.add(stream, piece);
      },
      onEnd: (end) => void this.#ended(end, spec),
    });
  }

  async #ended(end: CommandEnd, spec: CommandSpec): Promise<void> {
    if (end.kind === 'unstarted') return this.#settle(await judgeStart(end.error, spec));
    this.#exitCode = end.code;
    this.#settle(judgeExit(end, this.request.callback.successExitCodes));
  }

  #timeOut(): void {
    if (this.#command?.tellExit()) return; // it has ended in time
    const { timeoutMs } = this.request;
    this.#settle(failure('timeout', `${TIMED_OUT_WHEN[this.#phase]} within ${timeoutMs} ms`));
  }

  #settle(verdict: Verdict): void {
    if (this.#isSettled) return;
    this.#command?.flush();
    this.#isSettled = true;
    this.#deadline?.cancel();
    this.#command?.abandon();
    // It has said something, or all that it had to say was nothing.
    const hasAnswer = this.#output.bytes > 0 || this.#command?.hasExited === true;
    const totalMs = this.#elapsedMs();
    this.settled({
      startedAt: this.#startedAt,
      finishedAt: this.#startedAt + totalMs,
      ...verdict,
      statusCode: this.#exitCode,
      response: hasAnswer ? this.#output.text() : null,
      responseBytes: hasAnswer ? this.#output.bytes : null,
      retryAfterMs: undefined,
      timing: { waitMs: this.#waitMs ?? totalMs, totalMs },
      resent: false,
    });
  }

  #elapsedMs(): number {
    return Math.round(this.context.command.clock.monotonic() - this.#startedMonotonicMs);
  }
}

const CANCELLED_WHEN: Record<Phase, string> = {
  setup: 'the command had not been started, its setup script was under way',
  starting: 'the command had not been started',
  running: 'the command was running, and is being ended',
};

const TIMED_OUT_WHEN: Record<Phase, string> = {
  setup: 'the setup script had not ended',
  starting: 'the command had not been started',
  running: 'the command had not ended',
};
