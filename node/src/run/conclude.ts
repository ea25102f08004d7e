import { DEFAULT_REPORT_TIMEOUT_MS } from '@crony/shared/domain/job';
import { retryDelayMs } from '@crony/shared/domain/retry-policy';
import { isOpen, transition } from '@crony/shared/domain/run';
import type { Acceptance, ResultWrite } from '@crony/shared/store/store';
import type { CallbackResult } from '../callback/callback.js';
import type { RunInHand } from './run-in-hand.js';

/** Of a planned time that was claimed, and by nobody before. */
const FIRST_FENCE = 1;

/**
 * What follows from the result of an attempt: the run is in its next state when this returns, and `write` tells the table.
 * `random`: from 0 to below 1, of the jitter.
 */
export function conclude(
  run: RunInHand,
  result: CallbackResult,
  { now, random }: { now: number; random: number },
): { write: ResultWrite; retryAt: number | null } {
  const { outcome, startedAt, finishedAt, statusCode, errorCode, errorMessage, response, responseBytes, timing } =
    result;
  const delayMs = retryIn(run, result, random);
  const retryAt = delayMs === null ? null : now + delayMs;
  run.state = transition(run.state, retryAt === null ? outcome : 'retrying');
  if (retryAt !== null) run.retriesUsed += 1;
  const isAccepted = outcome === 'accepted';
  const write: ResultWrite = {
    runId: run.runId,
    jobId: run.jobId,
    fence: run.fence,
    state: run.state,
    reason: run.state === 'cancelled' ? run.cancelReason : null,
    retryAt,
    retriesUsed: run.retriesUsed,
    finishedAt: isOpen(run.state) ? null : finishedAt,
    acceptance: isAccepted ? acceptanceOf(run, finishedAt) : null,
    attempt: {
      number: run.attempt,
      startedAt,
      finishedAt: isAccepted ? null : finishedAt,
      outcome: isAccepted ? null : outcome,
      statusCode,
      errorCode,
      errorMessage,
      response,
      responseBytes,
      timing,
    },
  };
  const claimed = claimOf(run);
  if (claimed) write.claimed = claimed;
  return { write, retryAt };
}

/** Null where anything but the claim may be in the row: an earlier holder, or that it is under way. */
function claimOf({
  claim,
  fence,
  attempt,
  isShown,
  claimedProject,
  plannedAt,
}: RunInHand): ResultWrite['claimed'] | null {
  const isUntouched = claim === 'won' && fence === FIRST_FENCE && attempt === 1 && !isShown;
  return isUntouched && claimedProject !== null ? { project: claimedProject, plannedAt } : null;
}

function retryIn(run: RunInHand, { outcome, retryAfterMs, retryable }: CallbackResult, random: number): number | null {
  if (outcome !== 'failed' && outcome !== 'timed_out') return null;
  if (run.cancelRequested || run.jobIsGone) return null;
  return retryDelayMs(run.definition.retry, { outcome, retriesUsed: run.retriesUsed, retryAfterMs, retryable, random });
}

function acceptanceOf({ definition }: RunInHand, acceptedAt: number): Acceptance {
  const { reportTimeoutMs = DEFAULT_REPORT_TIMEOUT_MS, heartbeatMs = null } = definition;
  return { acceptedAt, reportDueAt: acceptedAt + reportTimeoutMs, heartbeatMs };
}
