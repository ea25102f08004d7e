import type { Run, RunStatus } from '../api/client';

export const OPEN_STATUSES: readonly RunStatus[] = ['pending', 'claimed', 'running', 'retrying', 'accepted'];
export const ALL_STATUSES: readonly RunStatus[] = [
  ...OPEN_STATUSES,
  'succeeded',
  'failed',
  'timed_out',
  'cancelled',
  'skipped',
  'missed',
  'lost',
];
export const TROUBLED_STATUSES: readonly RunStatus[] = ['failed', 'timed_out', 'missed', 'lost'];

export function isOver(status: RunStatus): boolean {
  return !OPEN_STATUSES.includes(status);
}

/** From the start of the first attempt to the end, or to now. */
export function tookMs({ startedAt, finishedAt }: Pick<Run, 'startedAt' | 'finishedAt'>, now: number): number | null {
  if (startedAt === null) return null;
  return Math.max(0, (finishedAt === null ? now : Date.parse(finishedAt)) - Date.parse(startedAt));
}
