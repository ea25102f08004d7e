/**
 * What every assignment write is guarded by: the leader's own key, and the mark.
 *
 * The leader's key keeps out a leader of the past. It cannot keep out this leader's own past: a transaction whose
 * answer never came may still lie in a socket and take effect seconds later, beside whatever was decided since. So
 * each one is also guarded by the revision of the mark, and after any doubt the mark is written anew: from then on
 * nothing sent before can take effect.
 *
 * The mark is read by nodes as well: `reconciled` says that this term's leader has compared everything once, so that
 * what stands in etcd can be believed even where etcd had lost its past.
 */
import { CoordinationUnavailableError } from '@crony/shared/coordination/coordination';
import type { Coordination, Guard } from '@crony/shared/coordination/coordination';
import { MARK_KEY } from '@crony/shared/coordination/keys';
import type { LeaderMark } from '@crony/shared/coordination/leader-mark';
import type { Clock } from '@crony/shared/runtime/clock';

/** As much of a leadership as writing needs. */
export interface WritingRight {
  readonly term: number;
  readonly guard: Guard;
  isTrusted(): boolean;
}

export class LeadershipLostError extends Error {
  override name = 'LeadershipLostError';
}

const RETRY_PAUSE_MS = 100;

export interface WriteFenceOptions {
  coordination: Coordination;
  clock: Clock;
  leadership: WritingRight;
  hubId: string;
}

export class WriteFence {
  readonly #options: WriteFenceOptions;
  #markRevision: number | null = null;
  #reconciled = false;

  constructor(options: WriteFenceOptions) {
    this.#options = options;
  }

  /** False before the first mark and after a doubt: nothing may be written until `raise` has succeeded. */
  get standing(): boolean {
    return this.#markRevision !== null;
  }

  get reconciled(): boolean {
    return this.#reconciled;
  }

  /** To be asked anew for every transaction. */
  guards(): Guard[] {
    const { leadership } = this.#options;
    if (!leadership.isTrusted()) throw new LeadershipLostError('this hub may no longer write assignments');
    if (this.#markRevision === null) throw new Error('the fence does not stand');
    return [leadership.guard, { key: MARK_KEY, modRevision: this.#markRevision }];
  }

  /** The outcome of a write is unknown, or a guard did not hold. */
  doubt(): void {
    this.#markRevision = null;
  }

  /** Writes the mark anew, trying until it stands; throws when leadership is lost or `signal` aborts. */
  async raise(signal: AbortSignal, reconciled = this.#reconciled): Promise<void> {
    const { coordination, clock, leadership, hubId } = this.#options;
    const mark: LeaderMark = { term: leadership.term, hubId, reconciled };
    this.#markRevision = null;
    for (;;) {
      if (signal.aborted || !leadership.isTrusted()) throw new LeadershipLostError('the mark was not written');
      try {
        const known = await coordination.get(MARK_KEY);
        const { succeeded, revision } = await coordination.transact({
          guards: [leadership.guard, { key: MARK_KEY, modRevision: known?.modRevision ?? 0 }],
          operations: [{ type: 'put', key: MARK_KEY, value: JSON.stringify(mark) }],
        });
        if (succeeded) {
          this.#markRevision = revision;
          this.#reconciled = reconciled;
          return;
        }
      } catch (error) {
        if (!(error instanceof CoordinationUnavailableError)) throw error;
      }
      await clock.sleep(RETRY_PAUSE_MS, signal);
    }
  }
}
