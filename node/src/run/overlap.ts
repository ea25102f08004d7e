/**
 * Who else is running: decides, at the instant of firing, whether a job that forbids overlap may start. The owner knows
 * its own open runs; those that a former owner left open are read at takeover and again until they have ended.
 */
import type { Holder } from '@crony/shared/domain/run';
import type { ClaimStore } from '@crony/shared/store/store';

/** Jobs asked about in one query. */
const BATCH_SIZE = 500;

export class Overlap {
  readonly #holder: Holder;
  readonly #store: ClaimStore;
  /** Open runs here, by job. A retrying run is open: its story is not over. */
  readonly #own = new Map<string, number>();
  /** Jobs with open runs elsewhere when last read, with the earliest planned time of these; see `readElsewhere`. */
  readonly #elsewhere = new Map<string, number>();
  /** Counts what is asked and what is suspected, in their order. */
  #order = 0;
  /** Of jobs, the newest of these that has had its say while anything was being asked. */
  readonly #newest = new Map<string, number>();
  #asking = 0;
  readonly #waiting = new Map<string, (() => void)[]>();
  readonly #onFree: (jobId: string) => void;

  /** `onFree`: the last open run of a job here has ended, or those elsewhere may have. */
  constructor(holder: Holder, store: ClaimStore, onFree: (jobId: string) => void) {
    this.#holder = holder;
    this.#store = store;
    this.#onFree = onFree;
  }

  started(jobId: string): void {
    this.#own.set(jobId, (this.#own.get(jobId) ?? 0) + 1);
  }

  ended(jobId: string): void {
    const left = (this.#own.get(jobId) ?? 0) - 1;
    if (left > 0) {
      this.#own.set(jobId, left);
    } else {
      this.#own.delete(jobId);
      for (const resolve of this.#waiting.get(jobId) ?? []) resolve();
      this.#waiting.delete(jobId);
      this.#onFree(jobId);
    }
  }

  isRunningHere(jobId: string): boolean {
    return this.#own.has(jobId);
  }

  /** `before`: only runs that were planned earlier count, as where runs take turns. */
  mayRunElsewhere(jobId: string, before = Infinity): boolean {
    return (this.#elsewhere.get(jobId) ?? Infinity) < before;
  }

  /** Asks the database now: what was open a second ago may have ended. */
  async isRunningElsewhere(jobId: string, before = Infinity): Promise<boolean> {
    await this.readElsewhere([jobId]);
    return this.mayRunElsewhere(jobId, before);
  }

  /** The database did not say: until it does, something may be open elsewhere. */
  suspect(jobId: string): void {
    this.#elsewhere.set(jobId, -Infinity);
    if (this.#asking > 0) this.#newest.set(jobId, (this.#order += 1));
  }

  /** Resolves when no run of the job is open here. */
  whenFreeHere(jobId: string): Promise<void> {
    if (!this.#own.has(jobId)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.set(jobId, [...(this.#waiting.get(jobId) ?? []), resolve]));
  }

  async readElsewhere(jobIds: readonly string[]): Promise<void> {
    for (let from = 0; from < jobIds.length; from += BATCH_SIZE)
      await this.#read(jobIds.slice(from, from + BATCH_SIZE));
  }

  async #read(batch: readonly string[]): Promise<void> {
    const order = (this.#order += 1);
    this.#asking += 1;
    try {
      const earliest = new Map<string, number>();
      for (const { jobId, plannedAt, state } of await this.#store.openElsewhere(this.#holder, batch)) {
        // A service is at work on it and waits for nobody, whatever comes before it in turn.
        const since = state === 'accepted' ? -Infinity : plannedAt;
        earliest.set(jobId, Math.min(since, earliest.get(jobId) ?? Infinity));
      }
      for (const jobId of batch) this.#learn(jobId, earliest.get(jobId), order);
    } finally {
      this.#asking -= 1;
      if (this.#asking === 0) this.#newest.clear();
    }
  }

  /** An answer that was long in coming says nothing of what has been suspected, or read, since it was asked for. */
  #learn(jobId: string, openSince: number | undefined, order: number): void {
    if ((this.#newest.get(jobId) ?? 0) > order) return;
    this.#newest.set(jobId, order);
    const wasOpen = this.#elsewhere.has(jobId);
    if (openSince === undefined) this.#elsewhere.delete(jobId);
    else this.#elsewhere.set(jobId, openSince);
    // Whoever asked, others may wait for the answer; and where only a part has ended, they look for themselves.
    if (wasOpen) this.#onFree(jobId);
  }

  /** Called each second, so that a run that ended elsewhere stops blocking without anybody firing. */
  async refresh(): Promise<void> {
    await this.readElsewhere([...this.#elsewhere.keys()]);
  }

  /** The job has left. Runs of it that wait here ask for themselves when their turn comes. */
  forget(jobId: string): void {
    this.#elsewhere.delete(jobId);
    this.#onFree(jobId);
  }
}
