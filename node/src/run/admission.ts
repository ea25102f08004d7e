import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { DEFAULT_QUEUE_LIMIT } from '@crony/shared/domain/job';
import type { Holder, RunReason } from '@crony/shared/domain/run';
import type { ClaimStore } from '@crony/shared/store/store';
import type { JobTable } from '../assignments/job-table.js';
import { mayFire, type FiringAnswer } from './may-fire.js';
import type { Overlap } from './overlap.js';
import type { RunInHand } from './run-in-hand.js';
import type { Tenure } from './tenure.js';

/** Pause before the database is asked again whether a claim still stands. */
const VERIFY_PAUSE_MS = 500;

export type Admission =
  | { answer: 'start' }
  | { answer: 'close'; state: 'skipped' | 'cancelled'; reason: RunReason }
  /** Another run of the job is open: it comes up again when it is its turn. */
  | { answer: 'wait' }
  /** The run is no longer this node's. */
  | { answer: 'drop' };

export interface AdmissionOptions {
  holder: Holder;
  store: ClaimStore;
  table: JobTable;
  overlap: Overlap;
  /** Runs of the job that wait for their turn. */
  waitingOf: (jobId: string) => number;
  /** Runs of its job wait here that were planned before it. */
  isBehind: (run: RunInHand) => boolean;
  /** Ends the runs of its job here that were planned before it; false: a later one is open, and it is too late itself. */
  replaceHere: (run: RunInHand) => boolean;
  /** The node's right to fire what it has taken. */
  tenure: Pick<Tenure, 'isCertainSince' | 'hasLeaseSince'>;
  /** It answers nothing, for so long that it is not only slow. */
  databaseIsSilent: () => boolean;
  clock: Clock;
  logger: Logger;
}

/**
 * Decides, at the planned instant, whether a claimed run starts: still planned, in time, alone if it must be, ours. At
 * once where nobody has to be asked or waited for, which is nearly always.
 */
export function admit(run: RunInHand, options: AdmissionOptions, stopped: AbortSignal): Admission | Promise<Admission> {
  const { overlap } = options;
  const refusal = refusedByTime(run, options);
  if (refusal) return refusal;
  if (run.definition.concurrency === 'replace' && overlap.isRunningHere(run.jobId)) {
    return admitInPlaceOfOthers(run, options, stopped);
  }
  return admitBesideOthers(run, options, stopped);
}

function refusedByTime(run: RunInHand, { clock, table }: AdmissionOptions): Admission | null {
  if (!isStillPlanned(run, table)) return { answer: 'close', state: 'cancelled', reason: 'superseded' };
  const { startDeadlineMs = Infinity, misfire, misfireAfterMs } = run.definition;
  if (run.trigger === 'schedule' && run.attempt === 0) {
    // From the due time on: jitter puts the start off, and is no lateness.
    const lateMs = clock.now() - run.dueAt;
    if (lateMs > startDeadlineMs) return { answer: 'close', state: 'skipped', reason: 'start_deadline' };
    // Claimed in time, but then the database or a free place was long in coming. To wait its turn is no misfire.
    const isMisfire = lateMs > misfireAfterMs && misfire === 'skip' && !run.hasWaited;
    if (isMisfire) return { answer: 'close', state: 'skipped', reason: 'misfire' };
  }
  return null;
}

async function admitInPlaceOfOthers(
  run: RunInHand,
  options: AdmissionOptions,
  stopped: AbortSignal,
): Promise<Admission> {
  const { overlap } = options;
  while (overlap.isRunningHere(run.jobId) && run.definition.concurrency === 'replace') {
    if (!options.replaceHere(run)) return inFavourOfALater(run);
    await overlap.whenFreeHere(run.jobId); // an attempt that is ended settles at once
  }
  return admitBesideOthers(run, options, stopped);
}

function admitBesideOthers(
  run: RunInHand,
  options: AdmissionOptions,
  stopped: AbortSignal,
): Admission | Promise<Admission> {
  // From here to the mark below nothing is awaited, so that a second run of the job sees the first.
  const meeting = meetOthersHere(run, options);
  if (meeting) return meeting;
  run.blocking = true;
  options.overlap.started(run.jobId);
  const isSure = !stopped.aborted && answerNow(run, options) === 'fire' && !mayMeetOthersElsewhere(run, options);
  return isSure ? START : admitAfterAsking(run, options, stopped);
}

async function admitAfterAsking(run: RunInHand, options: AdmissionOptions, stopped: AbortSignal): Promise<Admission> {
  if (!(await hasRight(run, options, stopped))) return { answer: 'drop' };
  return (await meetOthersElsewhere(run, options)) ?? START;
}

const START: Admission = { answer: 'start' };
const OVERLAPS: Admission = { answer: 'close', state: 'skipped', reason: 'overlap' };

/** A later one has taken its place. Of what was sent before, `skipped` would be untrue. */
function inFavourOfALater({ attempt }: RunInHand): Admission {
  return attempt > 0 ? { answer: 'close', state: 'cancelled', reason: 'replaced' } : OVERLAPS;
}

/** Null: nothing of its job is open here, or may be. */
function meetOthersHere(run: RunInHand, options: AdmissionOptions): Admission | null {
  const { concurrency } = run.definition;
  if (concurrency === 'allow') return null;
  const isRunning = options.overlap.isRunningHere(run.jobId);
  // Nothing runs at times although a queue waits, for what ran elsewhere is known to have ended only a second later.
  if (concurrency === 'queue') return isRunning || options.isBehind(run) ? waitOrSkip(run, options) : null;
  return isRunning ? OVERLAPS : null;
}

function mayMeetOthersElsewhere(run: RunInHand, { overlap, table }: AdmissionOptions): boolean {
  if (run.definition.concurrency === 'allow') return false;
  // Of a job that is another's, what runs there is not followed here.
  return overlap.mayRunElsewhere(run.jobId, turnOf(run)) || !table.get(run.jobId);
}

/** Runs take turns by their planned times, so that two nodes never wait for each other. */
function turnOf({ definition, plannedAt }: RunInHand): number {
  return definition.concurrency === 'queue' ? plannedAt : Infinity;
}

/** The same for other nodes, whom the owner of a job knows from the table. In doubt, nothing overlaps. */
async function meetOthersElsewhere(run: RunInHand, options: AdmissionOptions): Promise<Admission | null> {
  if (!mayMeetOthersElsewhere(run, options)) return null;
  const { overlap, store, holder } = options;
  const { jobId, plannedAt } = run;
  const { concurrency } = run.definition;
  try {
    if (concurrency === 'replace') await store.replaceElsewhere(holder, jobId, plannedAt);
    if (!(await overlap.isRunningElsewhere(jobId, turnOf(run)))) return null;
  } catch {
    if (concurrency !== 'queue') return inFavourOfALater(run);
    overlap.suspect(jobId);
  }
  return concurrency === 'queue' ? waitOrSkip(run, options) : inFavourOfALater(run);
}

function waitOrSkip(run: RunInHand, { waitingOf }: AdmissionOptions): Admission {
  const { queueLimit = DEFAULT_QUEUE_LIMIT } = run.definition;
  // Whoever has waited has its place, and so has what a dead node had in hand: it may have been delivered already.
  if (!run.hasWaited && run.attempt === 0 && waitingOf(run.jobId) >= queueLimit) {
    return { answer: 'close', state: 'skipped', reason: 'queue_full' };
  }
  run.hasWaited = true;
  return { answer: 'wait' };
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

function answerNow(run: RunInHand, { tenure }: AdmissionOptions): FiringAnswer {
  return mayFire({
    claim: run.claim,
    rightCertain: tenure.isCertainSince(run.heldSinceMs),
    leaseCertain: tenure.hasLeaseSince(run.heldSinceMs),
    onIsolation: run.definition.onIsolation,
  });
}

/** After a silence so long that somebody may have taken the run over, the claim is read back before it fires. */
async function hasRight(run: RunInHand, options: AdmissionOptions, stopped: AbortSignal): Promise<boolean> {
  const { tenure, databaseIsSilent, store, holder, clock, logger } = options;
  const { onIsolation } = run.definition;
  while (!stopped.aborted) {
    const answer = answerNow(run, options);
    if (answer === 'fire') return true;
    if (answer === 'never') return false;
    // Its intent is on disk already; but where another may own the job by now, the answer to its claim is waited for.
    if (answer === 'fire_and_spool' && (tenure.hasLeaseSince(run.heldSinceMs) || databaseIsSilent())) return true;
    if (answer !== 'verify') {
      await clock.sleep(VERIFY_PAUSE_MS, stopped);
      continue;
    }
    const askedAt = clock.monotonic();
    try {
      const held = await store.stillHeld(holder, [{ runId: run.runId, fence: run.fence }]);
      run.heldSinceMs = askedAt;
      return held.has(run.runId);
    } catch (error) {
      if (onIsolation === 'fire') return true; // may repeat, with the same key
      logger.warn({ err: error, runId: run.runId }, 'held back: neither etcd nor the database answers');
    }
    await clock.sleep(VERIFY_PAUSE_MS, stopped);
  }
  return false;
}
