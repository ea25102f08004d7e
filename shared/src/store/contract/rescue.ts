/** Rescue: rows whose holder is gone. */
import type { NodeLossPolicy } from '../../domain/job.js';
import type { Holder, RunState } from '../../domain/run.js';

export interface RunInDoubt {
  runId: string;
  jobId: string;
  state: RunState;
  fence: number;
  holder: Holder;
  attempt: number;
}

export interface RescueStore {
  /** Rows in an in-doubt state held by these incarnations; with `dueBy`, those that were due by then. */
  inDoubt(holders: readonly Holder[], limit: number, dueBy?: number): Promise<RunInDoubt[]>;
  /** `pending` rows whose node is none of these (or null). */
  stranded(livingNodeIds: readonly string[], limit: number): Promise<RunInDoubt[]>;
  /**
   * By compare-and-set on (id, fence, state): `redispatch` makes it `pending` for the node with fence + 1, due now
   * (never before its own due time), and counts a claimed row's first attempt as spent, because it may have been sent;
   * `lost` ends it; `hand_over` gives a pending row to another node. Returns the run ids that changed.
   */
  resolve(decisions: readonly RescueDecision[], now: number): Promise<Set<string>>;
}

export interface RescueDecision {
  run: Pick<RunInDoubt, 'runId' | 'fence' | 'state'>;
  action: NodeLossPolicy | 'hand_over';
  nodeId: string | null;
}
