/** Reports: what services say of runs that they have accepted. */
import type { Run, RunReason } from '../../domain/run.js';

/** Brings an open run to its end, or to its next attempt, by somebody who does not hold it. */
export interface RunClose {
  /** As it was read: it takes effect only where the row still says so. */
  run: Pick<Run, 'id' | 'jobId' | 'state' | 'fence' | 'attempt'>;
  next:
    | { state: 'succeeded' | 'failed' | 'timed_out' | 'cancelled' }
    /** Another attempt, due then; `nodeId` null: the leader finds one. */
    | { state: 'pending'; dueAt: number; nodeId: string | null };
  reason: RunReason | null;
  /** True: the service has said so. */
  reported: boolean;
  attempt: {
    number: number;
    outcome: 'succeeded' | 'failed' | 'timed_out' | 'cancelled';
    errorCode: string | null;
    errorMessage: string | null;
    /** Null keeps what the service answered at first. */
    output: string | null;
  };
}

export interface SignOfLife {
  runId: string;
  attempt: number;
  progress: number | null;
  message: string | null;
}

export interface ReportStore {
  /** False: the run is not as it was read. */
  close(close: RunClose, now: number): Promise<boolean>;
  /** Puts off the end of the silence, where the run is accepted and this is its newest attempt. */
  hear(sign: SignOfLife, now: number): Promise<void>;
  /** Accepted runs that should have been heard of by now, longest overdue first. */
  overdue(now: number, limit: number): Promise<Run[]>;
}
