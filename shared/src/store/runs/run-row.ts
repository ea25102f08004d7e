/** A run as a row: the run itself, and the facts of its first attempt. */
import { timingFromText } from '../../domain/attempt-timing.js';
import type { Attempt, Run } from '../../domain/run.js';
import type { Tables } from '../database/tables.js';

type RunsTable = Tables['runs'];
type AttemptRow = Tables['attempts']['$inferSelect'];

/** Without the columns that may be long: lists do not need them. */
export function runColumns(runs: RunsTable) {
  return {
    id: runs.id,
    jobId: runs.jobId,
    jobName: runs.jobName,
    project: runs.project,
    trigger: runs.trigger,
    plannedAt: runs.plannedAt,
    state: runs.state,
    reason: runs.reason,
    dueAt: runs.dueAt,
    fence: runs.fence,
    nodeId: runs.nodeId,
    incarnation: runs.incarnation,
    epoch: runs.epoch,
    jobVersion: runs.jobVersion,
    attempt: runs.attempt,
    retriesUsed: runs.retriesUsed,
    claimedAt: runs.claimedAt,
    startedAt: runs.startedAt,
    finishedAt: runs.finishedAt,
    cancelRequestedAt: runs.cancelRequestedAt,
    missedLastAt: runs.missedLastAt,
    missedCount: runs.missedCount,
    traceparent: runs.traceparent,
    lateResults: runs.lateResults,
    acceptedAt: runs.acceptedAt,
    reportDueAt: runs.reportDueAt,
    heartbeatMs: runs.heartbeatMs,
    reportedAt: runs.reportedAt,
    progress: runs.progress,
    progressMessage: runs.progressMessage,
    rerunOf: runs.rerunOf,
    backfillId: runs.backfillId,
  };
}

export function firstAttemptColumns(runs: RunsTable) {
  return {
    firstFence: runs.firstFence,
    firstNodeId: runs.firstNodeId,
    firstFinishedAt: runs.firstFinishedAt,
    firstOutcome: runs.firstOutcome,
    firstStatusCode: runs.firstStatusCode,
    firstErrorCode: runs.firstErrorCode,
    firstErrorMessage: runs.firstErrorMessage,
    firstResponse: runs.firstResponse,
    firstResponseBytes: runs.firstResponseBytes,
    firstTiming: runs.firstTiming,
  };
}

/** Words of fixed lists are text in the table, and only the store writes them. */
export type RunRow = Pick<RunsTable['$inferSelect'], keyof ReturnType<typeof runColumns>>;
export type FirstAttemptRow = Pick<RunsTable['$inferSelect'], keyof ReturnType<typeof firstAttemptColumns>>;

export function rowToRun(row: RunRow): Run {
  return {
    id: row.id,
    jobId: row.jobId,
    jobName: row.jobName,
    project: row.project,
    trigger: row.trigger as Run['trigger'],
    plannedAt: row.plannedAt,
    state: row.state as Run['state'],
    reason: row.reason as Run['reason'],
    dueAt: row.dueAt,
    fence: row.fence,
    nodeId: row.nodeId,
    incarnation: row.incarnation,
    epoch: row.epoch,
    jobVersion: row.jobVersion,
    attempt: row.attempt,
    retriesUsed: row.retriesUsed,
    claimedAt: row.claimedAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    cancelRequestedAt: row.cancelRequestedAt,
    missedLastAt: row.missedLastAt,
    missedCount: row.missedCount,
    traceparent: row.traceparent,
    lateResults: row.lateResults,
    acceptedAt: row.acceptedAt,
    reportDueAt: row.reportDueAt,
    heartbeatMs: row.heartbeatMs,
    reportedAt: row.reportedAt,
    progress: row.progress,
    progressMessage: row.progressMessage,
    rerunOf: row.rerunOf,
    backfillId: row.backfillId,
  };
}

/** Null until the first attempt has ended, or for ever when it was lost with its node. */
export function rowToFirstAttempt(row: RunRow & FirstAttemptRow): Attempt | null {
  if (row.firstFence === null) return null;
  return {
    number: 1,
    nodeId: row.firstNodeId ?? '',
    startedAt: row.startedAt ?? 0,
    finishedAt: row.firstFinishedAt,
    outcome: row.firstOutcome as Attempt['outcome'],
    statusCode: row.firstStatusCode,
    errorCode: row.firstErrorCode,
    errorMessage: row.firstErrorMessage,
    response: row.firstResponse,
    responseBytes: row.firstResponseBytes,
    timing: row.firstTiming === null ? null : timingFromText(row.firstTiming),
    late: false,
  };
}

export function rowToAttempt(row: AttemptRow): Attempt {
  return {
    number: row.number,
    nodeId: row.nodeId,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    outcome: row.outcome as Attempt['outcome'],
    statusCode: row.statusCode,
    errorCode: row.errorCode,
    errorMessage: row.errorMessage,
    response: row.response,
    responseBytes: row.responseBytes,
    timing: row.timing === null ? null : timingFromText(row.timing),
    late: row.late,
  };
}
