/** What a service reports, and what the hub answers (docs/protocol.md). */

export interface LogLine {
  /** ISO 8601. */
  at: string;
  line: string;
}

export const MOST_LINES_PER_REPORT = 100;

export interface Report {
  attempt: number;
  status: 'running' | 'succeeded' | 'failed';
  /** A report that is sent again bears the same id, so that its log lines are kept once. */
  reportId?: string;
  progress?: number;
  message?: string;
  output?: string;
  retryable?: boolean;
  log?: LogLine[];
}

export interface ReportAnswer {
  runId: string;
  /** Where the run stands now. */
  status: string;
  /** False: the run had ended already, or a newer attempt has the say. */
  applied: boolean;
  cancelRequested: boolean;
  /** The newest attempt. */
  attempt: number;
}

/** Of these a run does not come back; every other state, also one that this release does not know, is open. */
const ENDED = new Set(['succeeded', 'failed', 'timed_out', 'cancelled', 'skipped', 'missed', 'lost']);

export function isEndState(status: string): boolean {
  return ENDED.has(status);
}

export function isReportAnswer(value: unknown): value is ReportAnswer {
  if (typeof value !== 'object' || value === null) return false;
  const { status, applied } = value as Partial<ReportAnswer>;
  return typeof status === 'string' && typeof applied === 'boolean';
}
