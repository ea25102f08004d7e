import type { Clock } from '@crony/shared/runtime/clock';
import type { JobStore } from '@crony/shared/store/store';
import type { JobTable } from './job-table.js';

const PAGE_JOBS = 1_000;

/** Reads the head of every job, page by page, so that the leader can attend to other things between the pages. */
export class FullCompare {
  readonly #store: Pick<JobStore, 'heads'>;
  readonly #table: JobTable;
  readonly #clock: Clock;
  /** Undefined while no reading is under way. */
  #afterId: string | null | undefined;
  #due = true;

  constructor(store: Pick<JobStore, 'heads'>, table: JobTable, clock: Clock) {
    this.#clock = clock;
    this.#store = store;
    this.#table = table;
  }

  get pending(): boolean {
    return this.#due || this.#afterId !== undefined;
  }

  /** Asks for a reading from the start; one that is under way is finished first. */
  request(): void {
    this.#due = true;
  }

  /** Reads up to so many pages. True: every job has been read, and the table now holds exactly those. */
  async advance(pages: number, signal: AbortSignal): Promise<boolean> {
    for (let page = 0; page < pages && !signal.aborted; page++) {
      if (this.#afterId === undefined) {
        if (!this.#due) return false;
        this.#due = false;
        this.#afterId = null;
        this.#table.beginSweep();
      }
      const heads = await this.#store.heads(this.#afterId, PAGE_JOBS);
      for (const head of heads) this.#table.put(head);
      if (heads.length < PAGE_JOBS) {
        this.#afterId = undefined;
        this.#table.finishSweep();
        return true;
      }
      this.#afterId = heads.at(-1)!.id;
      // A database inside this process answers at once, and leases want to be renewed meanwhile.
      await this.#clock.sleep(0, signal);
    }
    return false;
  }
}
