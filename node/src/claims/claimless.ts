/**
 * Fires without an answer. When a planned time is about to come and the database has not said whose it is, the node may
 * fire it under its lease, because nobody else can own the job meanwhile; its intent is on disk first, and the result
 * finds its way into the table later (record/replayer.ts).
 */
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { FailureLog } from '@crony/shared/coordination/failure-log';
import type { JobDefinition } from '@crony/shared/domain/job';
import type { Holder } from '@crony/shared/domain/run';
import type { NodeMetrics } from '../metrics.js';
import type { Spool } from '../record/spool.js';
import { mayFire } from '../run/may-fire.js';
import type { Claimer } from './claimer.js';
import type { WantedClaim } from './wanted-claim.js';

/** Before the instant, so that the disk does not stand between it and the call. */
const AHEAD_MS = 200;
/** Intents are gathered this long: each write is a flush of the disk, for which everything else in the process waits. */
const GATHER_MS = 100;
/** No answer is not "not yet": so long after it was asked, a database that is well has answered. */
const PATIENCE_MS = 250;
/** Without the lease somebody else may own the job, and only a database that answers nothing at all stays unasked. */
const ISOLATED_AFTER_MS = 1_000;
/** Ticks are far closer than this. Beyond it the process stood still, and answers may lie unread. */
const STOOD_STILL_MS = 250;
/**
 * A job that has just been taken over, edited or planned again: times this soon after it may have been claimed before, by
 * the former owner or under the former version, because claims are made ahead. The database alone can tell. Twice the
 * look-ahead, for clocks that differ a little.
 */
const AFTER_REPLANNING_MS = 1_000;

export interface ClaimlessOptions {
  holder: Holder;
  claimer: Pick<Claimer, 'unanswered' | 'markClaimless' | 'askedSince'>;
  spool: Spool;
  lease: { isTrusted(): boolean };
  /** What this node knows of etcd is a moment old at most; and etcd, as it is now, says that the job is ours. */
  isCurrent: () => boolean;
  isListed: (jobId: string) => boolean;
  /** The run is in this node's hands already. */
  isHeld: (runId: string) => boolean;
  start: (wanted: WantedClaim) => void;
  clock: Pick<Clock, 'monotonic'>;
  logger: Logger;
  metrics: NodeMetrics;
}

export class Claimless {
  readonly #options: ClaimlessOptions;
  readonly #failures: FailureLog;
  #lookAt = -Infinity;
  /** Monotonic, like all that is compared with it. */
  #tickedAt = -Infinity;
  #awakeSince = -Infinity;

  constructor(options: ClaimlessOptions) {
    this.#options = options;
    this.#failures = new FailureLog(options.logger, 'spooling what the database does not answer for');
  }

  /** Hands over what must start soon and may. What may not goes on waiting for the database. */
  handOver(now: number): void {
    const instant = this.#options.clock.monotonic();
    if (instant - this.#tickedAt > STOOD_STILL_MS) this.#awakeSince = instant;
    this.#tickedAt = instant;
    // A clock that was set back must not stop the looking.
    if (now < this.#lookAt && this.#lookAt <= now + GATHER_MS) return;
    this.#lookAt = now + GATHER_MS;
    const { claimer, spool, holder, start, metrics } = this.#options;
    const wanted = claimer.unanswered(now + AHEAD_MS).filter((one) => this.#mayFire(one, now, instant));
    if (wanted.length === 0) return;
    try {
      spool.intend(wanted.map(({ claim }) => ({ holder, claim })));
      this.#failures.worked();
    } catch (error) {
      this.#failures.failed(error); // held back, as the spool's own page and metric say
      return;
    }
    metrics.claimless.inc(wanted.length);
    for (const one of wanted) {
      claimer.markClaimless(one);
      start(one);
    }
  }

  #mayFire({ job, claim, definition, wantedAt }: WantedClaim, now: number, instant: number): boolean {
    const { spool, isListed, isHeld } = this.#options;
    if (instant - Math.max(wantedAt, this.#awakeSince) < PATIENCE_MS) return false;
    if (claim.dueAt < now - definition.misfireAfterMs) return false;
    // Edited, paused or moved since: what the table will say decides.
    if (!job.isHeld || job.version !== claim.jobVersion || job.epoch !== claim.epoch) return false;
    if (claim.plannedAt <= job.plannedSince + AFTER_REPLANNING_MS) return false;
    if (!isListed(claim.jobId)) return false;
    if (spool.isFull() || spool.has(claim.runId) || isHeld(claim.runId)) return false;
    return this.#hasRight(definition);
  }

  /** It has owed every answer for so long that it is not only slow, and this process has not stood still meanwhile. */
  databaseIsSilent(): boolean {
    const { claimer, clock } = this.#options;
    return clock.monotonic() - Math.max(claimer.askedSince(), this.#awakeSince) >= ISOLATED_AFTER_MS;
  }

  #hasRight({ onIsolation }: JobDefinition): boolean {
    const { lease, isCurrent } = this.#options;
    const leaseCertain = lease.isTrusted() && isCurrent();
    if (!leaseCertain && !this.databaseIsSilent()) return false;
    return mayFire({ claim: 'unknown', rightCertain: false, leaseCertain, onIsolation }) === 'fire_and_spool';
  }
}
