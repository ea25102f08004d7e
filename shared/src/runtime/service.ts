import type { Clock } from './clock.js';
import type { Logger } from './logger.js';

/**
 * A part that runs in the background. `start` resolves when it is usable, `stop` when everything it began has ended.
 * Both may be called twice, and `stop` before `start`: a stopped service stays stopped.
 */
export interface Service {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts in the given order and stops in the reverse one. A failed start stops what had started, then throws. A stop
 * during the start lets the service that is just starting finish, and starts none of those behind it.
 */
export function serviceGroup(services: readonly Service[]): Service {
  const started: Service[] = [];
  let starting: Promise<void> | undefined;
  let stopping: Promise<void> | undefined;

  const startAll = async (): Promise<void> => {
    for (const service of services) {
      if (stopping) return;
      started.push(service);
      try {
        await service.start();
      } catch (error) {
        await stop().catch(() => {}); // the first failure is the one to tell
        throw error;
      }
    }
  };
  const stopAll = async (): Promise<void> => {
    const errors: unknown[] = [];
    for (const service of started.toReversed()) {
      await service.stop().catch((error: unknown) => errors.push(error));
    }
    if (errors.length > 0) throw new AggregateError(errors, 'some services failed to stop');
  };
  const stop = (): Promise<void> => (stopping ??= stopAll());
  return { start: () => (starting ??= stopping ? Promise.resolve() : startAll()), stop };
}

export interface LoopOptions {
  /** Names the loop in the log. */
  name: string;
  clock: Clock;
  logger: Logger;
  /** Pause between the end of one pass and the start of the next. */
  intervalMs: number;
  /** One pass. What it throws is logged and the loop goes on: a background loop never dies of one bad pass. */
  runOnce: (signal: AbortSignal) => Promise<void>;
}

/** Nobody reads it. Without a reason an abort makes an error of its own with its stack, at each of many thousand wakes. */
const WOKEN = 'woken';

/** Runs `runOnce` again and again until stopped; `wake()` cuts the pause short. Passes never overlap. */
export class Loop implements Service {
  readonly #options: LoopOptions;
  readonly #stopped = new AbortController();
  #pause = new AbortController();
  #woken = false;
  #running: Promise<void> | undefined;

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    if (!this.#stopped.signal.aborted) this.#running ??= this.#run();
    return Promise.resolve();
  }

  /** Asks for another pass at once; during a pass, for one more after it. */
  wake(): void {
    if (this.#woken) return;
    this.#woken = true;
    this.#pause.abort(WOKEN);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#pause.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { name, clock, logger, intervalMs, runOnce } = this.#options;
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      this.#woken = false;
      try {
        await runOnce(signal);
      } catch (error) {
        if (!signal.aborted) logger.warn({ err: error, loop: name }, 'a pass failed, the loop goes on');
      }
      if (signal.aborted) return;
      if (this.#pause.signal.aborted) this.#pause = new AbortController();
      if (!this.#woken) await clock.sleep(intervalMs, this.#pause.signal);
    }
  }
}
