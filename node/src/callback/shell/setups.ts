/**
 * The scripts that prepare this node for jobs. Each runs once in the life of the process, however many jobs have it and
 * however many wait for it; one that fails is forgotten, so that the next who needs it tries again.
 *
 * It is remembered in memory alone: a restart often comes with a new image or machine, where a note on a kept volume
 * would say that something is there which is not. So a script has to be one that may run again.
 */
import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { DEFAULT_SETUP_TIMEOUT_MS, type ShellCallback } from '@crony/shared/domain/callback';
import type { TimerHandle } from '@crony/shared/runtime/clock';
import type { DefaultDirectory } from './default-directory.js';
import { describeExit, judgeStart } from './judge-command.js';
import { KeptOutput } from './kept-output.js';
import { RunningCommand, type CommandContext, type CommandEnd, type CommandSpec } from './running-command.js';
import type { Environment } from './shell-environment.js';

export type Setup = NonNullable<ShellCallback['setup']>;

/** Null: it has succeeded. */
export type SetupFailure = { message: string; output: KeptOutput } | null;

/** That run ahead of need; one that an attempt waits for starts at once. */
const MOST_AHEAD = 4;
const MOST_QUEUED = 10_000;
/** Scripts that differ; whose success is forgotten runs again. */
const MOST_REMEMBERED = 10_000;
const KEPT = { headBytes: 0, tailBytes: 16 * 1_024 };

export interface SetupsOptions {
  command: CommandContext;
  directory: DefaultDirectory;
  environment: Environment;
  shell: string;
}

export class Setups {
  readonly #options: SetupsOptions;
  readonly #done = new Set<string>();
  readonly #running = new Map<string, Promise<SetupFailure>>();
  readonly #ahead = new Map<string, Setup>();
  #runningAhead = 0;
  readonly #closed = new AbortController();

  constructor(options: SetupsOptions) {
    this.#options = options;
    setMaxListeners(0, this.#closed.signal); // every script under way listens
  }

  /** Runs it when its turn comes, unless an attempt is first. */
  prepare(setup: Setup): void {
    const key = keyOf(setup);
    if (this.#done.has(key) || this.#running.has(key) || this.#ahead.size >= MOST_QUEUED) return;
    this.#ahead.set(key, setup);
    this.#next();
  }

  /** Never rejects. Goes on also when nobody waits for it any more. */
  async ready(setup: Setup): Promise<SetupFailure> {
    const key = keyOf(setup);
    this.#ahead.delete(key);
    return this.#done.has(key) ? null : this.#share(key, setup);
  }

  close(): void {
    this.#ahead.clear();
    this.#closed.abort();
  }

  #next(): void {
    for (const [key, setup] of this.#ahead) {
      if (this.#runningAhead >= MOST_AHEAD) return;
      this.#ahead.delete(key);
      this.#runningAhead += 1;
      void this.#share(key, setup).then(() => {
        this.#runningAhead -= 1;
        this.#next();
      });
    }
  }

  #share(key: string, setup: Setup): Promise<SetupFailure> {
    const running = this.#running.get(key);
    if (running) return running;
    const begun = this.#run(setup).then((failed) => {
      this.#running.delete(key);
      if (failed === null) this.#remember(key);
      return failed;
    });
    this.#running.set(key, begun);
    return begun;
  }

  #remember(key: string): void {
    if (this.#done.size >= MOST_REMEMBERED) this.#done.delete(this.#done.values().next().value!);
    this.#done.add(key);
  }

  async #run({ command, timeoutMs = DEFAULT_SETUP_TIMEOUT_MS }: Setup): Promise<SetupFailure> {
    const { directory, environment, shell, command: context } = this.#options;
    const output = new KeptOutput(KEPT);
    const failed = (message: string): SetupFailure => ({ message: `the setup script ${message}`, output });
    let cwd: string;
    try {
      cwd = await directory.ensure();
    } catch (error) {
      return failed(`has no directory to run in (${(error as NodeJS.ErrnoException).code})`);
    }
    const pipes = await context.pipes.take();
    await context.starts.next();
    const spec = { file: shell, args: ['-c', command], cwd, env: environment, stdin: undefined, pipes };
    const end = await this.#toItsEnd(spec, output, timeoutMs);
    if (end === 'timeout') return failed(`had not ended within ${timeoutMs} ms`);
    if (end === 'closed') return failed('was ended, because the node is stopping');
    if (end.kind === 'unstarted') return failed(`did not start: ${(await judgeStart(end.error, spec)).errorMessage}`);
    return end.code === 0 ? null : failed(describeExit(end));
  }

  #toItsEnd(spec: CommandSpec, output: KeptOutput, timeoutMs: number): Promise<CommandEnd | 'timeout' | 'closed'> {
    const { command: context } = this.#options;
    const { signal } = this.#closed;
    return new Promise((resolve) => {
      if (signal.aborted) {
        context.pipes.giveBack(spec.pipes);
        return resolve('closed');
      }
      const giveUp = (why: 'timeout' | 'closed'): void => {
        command.flush();
        command.abandon();
        finish(why);
      };
      const close = (): void => giveUp('closed');
      const deadline: TimerHandle = context.clock.setTimeout(() => giveUp('timeout'), timeoutMs);
      const finish = (end: CommandEnd | 'timeout' | 'closed'): void => {
        deadline.cancel();
        signal.removeEventListener('abort', close);
        resolve(end);
      };
      signal.addEventListener('abort', close);
      const command = new RunningCommand(context, spec, {
        onPiece: (_stream, piece) => output.add(piece),
        onEnd: finish,
      });
    });
  }
}

/** Scripts that are equal to the letter are one, whatever time each job gives it. */
function keyOf({ command }: Setup): string {
  return createHash('sha256').update(command).digest('base64');
}
