import type { JobStore } from '@crony/shared/store/store';

/**
 * Finds changed rows in the table itself, because a touch may be lost together with the hub that meant to make it.
 *
 * `updatedAt` is written by the hubs' clocks, and rows become visible only when they are committed; so each reading
 * goes back a little before the newest change seen, and what it has seen already is not told twice.
 */
const OVERLAP_MS = 10_000;
const PAGE_ROWS = 1_000;
/** Rows of one instant (a bulk import) may be more than a page; beyond this many the full compare finds the rest. */
const MOST_ROWS = 64_000;

export class RecentChanges {
  readonly #jobs: Pick<JobStore, 'changedSince'>;
  #since: number;
  /** What has been told of the overlap: job id by `updatedAt`. */
  #told = new Map<string, number>();

  constructor(jobs: Pick<JobStore, 'changedSince'>, since: number) {
    this.#jobs = jobs;
    this.#since = since;
  }

  /** Job ids that changed since the last call, at most `MOST_ROWS`; `complete` false: there may be more. */
  async read(): Promise<{ jobIds: string[]; complete: boolean }> {
    let limit = PAGE_ROWS;
    let rows = await this.#jobs.changedSince(this.#since - OVERLAP_MS, limit);
    while (rows.length === limit && limit < MOST_ROWS) {
      limit = Math.min(limit * 8, MOST_ROWS);
      rows = await this.#jobs.changedSince(this.#since - OVERLAP_MS, limit);
    }
    const jobIds = rows.filter(({ id, updatedAt }) => this.#told.get(id) !== updatedAt).map(({ id }) => id);
    const newest = rows.at(-1)?.updatedAt ?? this.#since;
    this.#since = Math.max(this.#since, newest);
    this.#told = new Map(
      rows.filter(({ updatedAt }) => updatedAt >= this.#since - OVERLAP_MS).map(({ id, updatedAt }) => [id, updatedAt]),
    );
    return { jobIds, complete: rows.length < limit };
  }
}
