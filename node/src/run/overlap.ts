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
  /** Jobs with open runs elsewhere when last read. */
  readonly #elsewhere = new Set<string>();
  readonly #onFree: (jobId: string) => void;

  /** `onFree`: the last open run of a job here has ended. */
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
      this.#onFree(jobId);
    }
  }

  isRunningHere(jobId: string): boolean {
    return this.#own.has(jobId);
  }

  mayRunElsewhere(jobId: string): boolean {
    return this.#elsewhere.has(jobId);
  }

  /** Asks the database now: what was open a second ago may have ended. */
  async isRunningElsewhere(jobId: string): Promise<boolean> {
    await this.readElsewhere([jobId]);
    return this.#elsewhere.has(jobId);
  }

  async readElsewhere(jobIds: readonly string[]): Promise<void> {
    for (let from = 0; from < jobIds.length; from += BATCH_SIZE) {
      const batch = jobIds.slice(from, from + BATCH_SIZE);
      const open = new Set((await this.#store.openElsewhere(this.#holder, batch)).map(({ jobId }) => jobId));
      for (const jobId of batch) {
        if (open.has(jobId)) this.#elsewhere.add(jobId);
        else this.#elsewhere.delete(jobId);
      }
    }
  }

  /** Called each second, so that a run that ended elsewhere stops blocking without anybody firing. */
  async refresh(): Promise<void> {
    if (this.#elsewhere.size > 0) await this.readElsewhere([...this.#elsewhere]);
  }

  forget(jobId: string): void {
    this.#elsewhere.delete(jobId);
  }
}
