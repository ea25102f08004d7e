import type { Clock } from '@crony/shared/runtime/clock';
import { StoreUnavailableError, type Store } from '@crony/shared/store/store';
import { interceptedStore, type StoreCall } from '../kit/intercepted-store.js';

/** `before`: the call has no effect. `after`: it has, but its answer is lost. Both reject as a broken connection does. */
export type StoreFault = 'none' | 'before' | 'after';

/** One process's way to the database, with the faults that such a way has. */
export class FaultyStore {
  readonly store: Store;
  /** Asked for every call, by name (`claims.claim`). */
  fault: (method: string, args: readonly unknown[]) => StoreFault = () => 'none';
  /** How long calls take, by name. */
  delayMs: (method: string) => number = () => 0;
  /** How long their answers take beyond that. */
  answerDelayMs: (method: string) => number = () => 0;
  /** Sees the calls that took effect. */
  onEffect: (method: string, args: readonly unknown[]) => void | Promise<void> = () => {};
  readonly #clock: Clock;

  constructor(inner: Store, clock: Clock) {
    this.#clock = clock;
    this.store = interceptedStore(inner, (call) => this.#call(call));
  }

  down(): void {
    this.fault = () => 'before';
  }

  losesAnswers(): void {
    this.fault = () => 'after';
  }

  up(): void {
    this.fault = () => 'none';
  }

  async #call({ name: method, args, effect }: StoreCall): Promise<unknown> {
    await Promise.resolve(); // no call takes effect within the caller's own step
    const delayMs = this.delayMs(method);
    if (delayMs > 0) await this.#clock.sleep(delayMs);
    const fault = this.fault(method, args);
    if (fault === 'before') throw new StoreUnavailableError(`${method}: the database is away`);
    const answer = await effect();
    await this.onEffect(method, args);
    const answerDelayMs = this.answerDelayMs(method);
    if (answerDelayMs > 0) await this.#clock.sleep(answerDelayMs);
    if (fault === 'after') throw new StoreUnavailableError(`${method}: the answer was lost`);
    return answer;
  }
}
