import type { JobStore, Store } from '@crony/shared/store/store';

/**
 * Finds changed rows in the table itself, because a touch may be lost together with the hub that meant to make it.
 *
 * `updatedAt` is written by the hubs' clocks, and rows become visible only when they are committed; so each reading
 * goes back a little before the one before it, and what it has seen already is not told twice. While more changes than
 * a page holds, as in a bulk import, it names none and asks for one full compare when that has calmed down.
 */
const OVERLAP_MS = 10_000;
const PAGE_ROWS = 1_000;

export interface RecentlyChanged {
  jobIds: string[];
  /** There were too many to name: all jobs are to be compared. */
  compareAll: boolean;
}

export class RecentChanges {
  readonly #store: { jobs: Pick<JobStore, 'changedSince'> } & Pick<Store, 'now'>;
  /** By the database's clock. */
  #readAt: number | undefined;
  /** What has been told of the overlap: job id by `updatedAt`. */
  #told = new Map<string, number>();
  #tooMany = false;

  constructor(store: { jobs: Pick<JobStore, 'changedSince'> } & Pick<Store, 'now'>) {
    this.#store = store;
  }

  async read(): Promise<RecentlyChanged> {
    const now = await this.#store.now();
    const rows = await this.#store.jobs.changedSince((this.#readAt ?? now) - OVERLAP_MS, PAGE_ROWS);
    this.#readAt = now;
    if (rows.length === PAGE_ROWS) {
      this.#tooMany = true;
      this.#told.clear();
      return { jobIds: [], compareAll: false };
    }
    const jobIds = rows.filter(({ id, updatedAt }) => this.#told.get(id) !== updatedAt).map(({ id }) => id);
    this.#told = new Map(rows.map(({ id, updatedAt }) => [id, updatedAt]));
    const compareAll = this.#tooMany;
    this.#tooMany = false;
    return { jobIds, compareAll };
  }
}
