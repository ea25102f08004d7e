import type { Run, RunDetail } from '@crony/sdk/client';
import { EXIT } from '../terminal/command.js';
import { duration } from '../terminal/output.js';

export const RUN_HEAD = ['PLANNED', 'PROJECT', 'JOB', 'STATUS', 'TOOK', 'ATTEMPT', 'NODE', 'RUN'];

export function runRow(run: Run): string[] {
  return [
    run.plannedAt,
    run.project,
    run.jobName,
    statusOf(run),
    duration(tookMs(run)),
    String(run.attempt),
    run.nodeId ?? '-',
    run.id,
  ];
}

export function statusOf({ status, reason, progress }: Run): string {
  if (reason !== null) return `${status} (${reason})`;
  return progress === null || status === 'succeeded' ? status : `${status} ${progress} %`;
}

export function tookMs({ startedAt, finishedAt }: Run): number | null {
  return startedAt === null || finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(startedAt);
}

export function describeRun(run: RunDetail): string {
  const lines = [
    `run       ${run.id}`,
    `job       ${run.project}/${run.jobName} (${run.jobId}, version ${run.jobVersion})`,
    `status    ${statusOf(run)}`,
    `trigger   ${run.trigger}`,
    `planned   ${run.plannedAt}`,
    `started   ${run.startedAt ?? '-'}${run.latenessMs === null ? '' : ` (${run.latenessMs} ms late)`}`,
    `finished  ${run.finishedAt ?? '-'}${tookMs(run) === null ? '' : ` (${duration(tookMs(run))})`}`,
  ];
  for (const attempt of run.attempts) {
    const { number, nodeId, outcome, statusCode, errorCode, errorMessage, response } = attempt;
    const answered = statusCode === null ? '' : `, answered ${statusCode}`;
    const failed = errorCode === null ? '' : `, ${errorCode}${errorMessage === null ? '' : `: ${errorMessage}`}`;
    lines.push(`attempt ${number} on ${nodeId}: ${outcome ?? 'under way'}${answered}${failed}`);
    if (response !== null && response !== '')
      lines.push(
        ...response
          .trimEnd()
          .split('\n')
          .map((line) => `  | ${line}`),
      );
  }
  return lines.join('\n');
}

export function exitCodeOf({ status }: Run): number {
  return status === 'succeeded' ? EXIT.done : EXIT.unsuccessful;
}
