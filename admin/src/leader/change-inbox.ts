import { CoordinationUnavailableError, MAX_TRANSACTION_OPERATIONS } from '@crony/shared/coordination/coordination';
import type { Change, Coordination, Guard, PrefixView } from '@crony/shared/coordination/coordination';
import { CHANGES_PREFIX, changeKey } from '@crony/shared/coordination/keys';

/** What hubs have touched and the leader has not dealt with: job id by the revision of its newest touch. */
export class ChangeInbox implements PrefixView {
  readonly #onChange: () => void;
  readonly #touched = new Map<string, number>();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#touched.size;
  }

  apply(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.type === 'put') this.#touched.set(change.kv.key.slice(CHANGES_PREFIX.length), change.kv.modRevision);
      else this.#touched.delete(change.key.slice(CHANGES_PREFIX.length));
    }
    this.#onChange();
  }

  *keys(): IterableIterator<string> {
    for (const jobId of this.#touched.keys()) yield changeKey(jobId);
  }

  synced(): void {}

  /** The oldest ones, with the revision that was dealt with. */
  take(limit: number): Map<string, number> {
    const taken = new Map<string, number>();
    for (const [jobId, revision] of this.#touched) {
      if (taken.size === limit) break;
      taken.set(jobId, revision);
    }
    return taken;
  }

  /**
   * Deletes what was dealt with, unless it was touched again since. A refused transaction leaves its keys for the next
   * time, and so does one without an answer: dealing with a change twice changes nothing.
   */
  async acknowledge(taken: ReadonlyMap<string, number>, guard: Guard, coordination: Coordination): Promise<void> {
    const jobIds = [...taken.keys()];
    const most = MAX_TRANSACTION_OPERATIONS - 1;
    for (let i = 0; i < jobIds.length; i += most) {
      const batch = jobIds.slice(i, i + most).filter((jobId) => this.#touched.get(jobId) === taken.get(jobId));
      if (batch.length === 0) continue;
      const done = await coordination
        .transact({
          guards: [guard, ...batch.map((jobId) => ({ key: changeKey(jobId), modRevision: taken.get(jobId)! }))],
          operations: batch.map((jobId) => ({ type: 'delete', key: changeKey(jobId) })),
        })
        .catch((error: unknown) => {
          if (error instanceof CoordinationUnavailableError) return { succeeded: false };
          throw error;
        });
      if (!done.succeeded) continue;
      for (const jobId of batch) if (this.#touched.get(jobId) === taken.get(jobId)) this.#touched.delete(jobId);
    }
  }
}
