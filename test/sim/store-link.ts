/** One process's way to the database, with the faults that such a way has. */
import { StoreUnavailableError, type Store } from '@crony/shared/store/store';
import { interceptedStore } from '../kit/intercepted-store.js';
import type { Random } from './random.js';
import type { ProcessClock, SimClock } from './sim-clock.js';

/**
 * - `refused`: calls fail at once and have no effect.
 * - `hangs`: calls have no effect and fail at their deadline.
 * - `answers_lost`: calls take effect, and fail at their deadline all the same.
 * - `slow`: calls take up to a second and a half, half of it before their effect.
 * - `locked`: what touches the runs hangs, all else is well.
 */
export type StoreLinkState = 'open' | 'refused' | 'hangs' | 'answers_lost' | 'slow' | 'locked';

const LOCKABLE: readonly string[] = ['claims', 'runs', 'rescue', 'reports'];
const DEADLINE_MS = 2_000;
const SLOWEST_MS = 1_500;

export interface StoreLinkOptions {
  clock: SimClock;
  process: ProcessClock;
  random: Random;
  /** What the database itself is up to; the worse of both counts. */
  database: () => StoreLinkState;
}

export class StoreLink {
  state: StoreLinkState = 'open';
  readonly #options: StoreLinkOptions;

  constructor(options: StoreLinkOptions) {
    this.#options = options;
  }

  wrap(inner: Store): Store {
    return interceptedStore(inner, ({ part, effect }) => this.#call(effect, LOCKABLE.includes(part)));
  }

  async #call(effect: () => Promise<unknown>, lockable: boolean): Promise<unknown> {
    const { clock, process, random, database } = this.#options;
    await Promise.resolve(); // no call takes effect within the caller's own step
    await process.awake();
    const own = this.state;
    const state = own === 'open' ? database() : own;
    if (state === 'refused') throw new StoreUnavailableError('the database refuses connections');
    if (state === 'hangs' || (state === 'locked' && lockable)) return this.#fail(DEADLINE_MS);
    const slow = state === 'slow' ? random.integer(1, SLOWEST_MS) : random.chance(0.2) ? random.integer(1, 8) : 0;
    if (slow > 1) await clock.sleep(slow / 2);
    const outcome = await effect().then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    );
    if (state === 'answers_lost') return this.#fail(DEADLINE_MS);
    if (slow > 0) await clock.sleep(slow / 2);
    await process.awake();
    if ('error' in outcome) throw outcome.error;
    return outcome.answer;
  }

  async #fail(afterMs: number): Promise<never> {
    await this.#options.clock.sleep(afterMs);
    await this.#options.process.awake();
    throw new StoreUnavailableError('no answer from the database');
  }
}
