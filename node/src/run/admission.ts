import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import type { Holder, RunReason } from '@crony/shared/domain/run';
import type { ClaimStore } from '@crony/shared/store/store';
import type { JobTable } from '../assignments/job-table.js';
import { mayFire } from './may-fire.js';
import type { Overlap } from './overlap.js';
import type { RunInHand } from './run-in-hand.js';

/** Pause before the database is asked again whether a claim still stands. */
const VERIFY_PAUSE_MS = 500;

export type Admission =
  | { answer: 'start' }
  | { answer: 'close'; state: 'skipped' | 'cancelled'; reason: RunReason }
  /** The run is no longer this node's. */
  | { answer: 'drop' };

export interface AdmissionOptions {
  holder: Holder;
  store: ClaimStore;
  table: JobTable;
  overlap: Overlap;
  /** The node's right to fire what it has claimed: its lease, or else its heartbeat. */
  right: { isCertain(): boolean };
  /** The lease alone: under it nobody else can own the node's jobs. */
  lease: { isTrusted(): boolean };
  clock: Clock;
  logger: Logger;
}

/** Decides, at the planned instant, whether a claimed run starts: still planned, in time, alone if it must be, ours. */
export async function admit(run: RunInHand, options: AdmissionOptions, stopped: AbortSignal): Promise<Admission> {
  const { clock, overlap, table } = options;
  if (!isStillPlanned(run, table)) return { answer: 'close', state: 'cancelled', reason: 'superseded' };
  const { startDeadlineMs = Infinity, concurrency, misfire, misfireAfterMs } = run.definition;
  if (run.trigger === 'schedule' && run.attempt === 0) {
    // From the due time on: jitter puts the start off, and is no lateness.
    const lateMs = clock.now() - run.dueAt;
    if (lateMs > startDeadlineMs) return { answer: 'close', state: 'skipped', reason: 'start_deadline' };
    // Claimed in time, but then the database or a free place was long in coming.
    if (lateMs > misfireAfterMs && misfire === 'skip') return { answer: 'close', state: 'skipped', reason: 'misfire' };
  }
  const overlaps: Admission = { answer: 'close', state: 'skipped', reason: 'overlap' };
  if (concurrency === 'forbid' && overlap.isRunningHere(run.jobId)) return overlaps;
  run.blocking = true; // before anything is awaited, so that a second run of the job sees it
  overlap.started(run.jobId);
  if (!(await hasRight(run, options, stopped))) return { answer: 'drop' };
  // Of a job that is another's, what runs there is not followed here.
  if (concurrency === 'forbid' && (overlap.mayRunElsewhere(run.jobId) || !table.get(run.jobId))) {
    const runsElsewhere = await overlap.isRunningElsewhere(run.jobId).catch(() => true); // in doubt, do not overlap
    if (runsElsewhere) return overlaps;
  }
  return { answer: 'start' };
}

/** A job edited after the claim may no longer plan this time; then the claim is void. */
function isStillPlanned(run: RunInHand, table: JobTable): boolean {
  if (run.trigger !== 'schedule' || run.attempt > 0) return true;
  const job = table.get(run.jobId);
  if (!job || job.version === run.jobVersion) return true;
  run.definition = table.definition(job);
  // Times before the edit belong to the version that claimed them.
  return run.plannedAt <= job.effectiveFrom || job.schedule.next(run.plannedAt - 1) === run.plannedAt;
}

/** After a silence so long that somebody may have taken the run over, the claim is read back before it fires. */
async function hasRight(run: RunInHand, options: AdmissionOptions, stopped: AbortSignal): Promise<boolean> {
  const { right, lease, store, holder, clock, logger } = options;
  const { onIsolation } = run.definition;
  while (!stopped.aborted) {
    const question = {
      claim: run.claim,
      rightCertain: right.isCertain(),
      leaseCertain: lease.isTrusted(),
      onIsolation,
    };
    switch (mayFire(question)) {
      case 'fire':
      case 'fire_and_spool': // its intent is on disk already
        return true;
      case 'never':
        return false;
      case 'hold': // the answer to its claim, or the lease, may still come
        await clock.sleep(VERIFY_PAUSE_MS, stopped);
        continue;
      case 'verify':
    }
    try {
      const held = await store.stillHeld(holder, [{ runId: run.runId, fence: run.fence }]);
      return held.has(run.runId);
    } catch (error) {
      if (onIsolation === 'fire') return true; // may repeat, with the same key
      logger.warn({ err: error, runId: run.runId }, 'held back: neither etcd nor the database answers');
    }
    await clock.sleep(VERIFY_PAUSE_MS, stopped);
  }
  return false;
}
