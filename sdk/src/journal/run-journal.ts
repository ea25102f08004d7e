/** A service's memory of the asynchronous runs that it took over. */

export interface RunOutcome {
  status: 'succeeded' | 'failed';
  output?: string;
  message?: string;
  /** Of a failure. */
  retryable?: boolean;
  reportId: string;
}

/** JSON all through. Times are milliseconds since 1970. */
export interface RunRecord {
  runId: string;
  jobId: string;
  /** The newest attempt that was delivered. */
  attempt: number;
  plannedAtMs: number;
  timeoutMs: number;
  retryLimit: number;
  path: string;
  contentType: string;
  /** Base64; kept only while the run may have to be started again. */
  body: string | null;
  reportUrl: string;
  reportToken: string;
  reportTimeoutMs: number | null;
  heartbeatMs: number | null;
  acceptedAtMs: number;
  /** Null: accepted and not finished. */
  outcome: RunOutcome | null;
  endedAtMs: number | null;
  /** When the hub had the outcome, or it was given up. Null: still to be sent. */
  settledAtMs: number | null;
}

export interface RunJournal {
  /** True: what it holds survives the process. */
  readonly durable: boolean;
  /** Called once, before everything else: the runs that are unfinished or whose outcome is still to be sent. */
  open(): Promise<readonly RunRecord[]>;
  find(runId: string): Promise<RunRecord | undefined>;
  /** Replaces what was known of the run. Safe, as far as the journal can make it, once this resolves. */
  write(record: RunRecord): Promise<void>;
  close(): Promise<void>;
}

export function isSettled(record: RunRecord): boolean {
  return record.settledAtMs !== null;
}
