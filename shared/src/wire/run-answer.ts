import type { Attempt, Run } from '../domain/run.js';
import { toInstant, toInstantOrNull } from './instant.js';
import type { RunAnswer, RunDetailAnswer } from './run.js';

export function toRunAnswer(run: Run): RunAnswer {
  return {
    id: run.id,
    jobId: run.jobId,
    jobName: run.jobName,
    project: run.project,
    trigger: run.trigger,
    plannedAt: toInstant(run.plannedAt),
    dueAt: toInstant(run.dueAt),
    startedAt: toInstantOrNull(run.startedAt),
    finishedAt: toInstantOrNull(run.finishedAt),
    latenessMs: run.startedAt === null ? null : run.startedAt - run.plannedAt,
    status: run.state,
    reason: run.reason,
    nodeId: run.nodeId,
    jobVersion: run.jobVersion,
    attempt: run.attempt,
    retriesUsed: run.retriesUsed,
    cancelRequestedAt: toInstantOrNull(run.cancelRequestedAt),
    missedLastAt: toInstantOrNull(run.missedLastAt),
    missedCount: run.missedCount,
    lateResults: run.lateResults,
    traceparent: run.traceparent,
    acceptedAt: toInstantOrNull(run.acceptedAt),
    reportDueAt: toInstantOrNull(run.reportDueAt),
    reportedAt: toInstantOrNull(run.reportedAt),
    progress: run.progress,
    progressMessage: run.progressMessage,
    rerunOf: run.rerunOf,
    backfillId: run.backfillId,
  };
}

export function toRunDetailAnswer(run: Run, attempts: readonly Attempt[]): RunDetailAnswer {
  return { ...toRunAnswer(run), attempts: attempts.map(toAttemptAnswer) };
}

function toAttemptAnswer(attempt: Attempt): RunDetailAnswer['attempts'][number] {
  return {
    ...attempt,
    startedAt: toInstant(attempt.startedAt),
    finishedAt: toInstantOrNull(attempt.finishedAt),
  };
}
