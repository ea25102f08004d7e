/**
 * The seam to the database, which is the truth: etcd can be rebuilt from it. MySQL and SQLite stand behind it, and one
 * conformance suite runs on both. Times are milliseconds since the epoch. What each part does: contract/.
 *
 * Promises, each a case of the suite:
 * - A claim is one guarded insert joined to the job row. It takes effect only where the job is enabled, its `version`
 *   equals the claimer's and its `epoch` is not greater; and only once for each (job, trigger, planned time).
 * - A result counts only where holder, incarnation and fence equal the row's and the row's state may be followed by
 *   the new one; otherwise it is kept as a late attempt and changes no verdict.
 * - Every change by somebody else than the holder is a compare-and-set on fence or state, and says whether it won.
 * - A call whose fate is unknown rejects with `StoreUnavailableError`; all calls on the hot path may be repeated
 *   with the same arguments and then report the truth.
 */
import type {
  AlertRuleStore,
  AlertStore,
  DeadManStore,
  NotificationStore,
  RunEndStore,
  SilenceStore,
  WorkLeaseStore,
} from './contract/alerts.js';
import type { AuditStore } from './contract/audit.js';
import type { BackfillStore } from './contract/backfills.js';
import type { ChannelStore } from './contract/channels.js';
import type { ClaimStore } from './contract/claims.js';
import type { CounterStore } from './contract/counters.js';
import type { JobStore } from './contract/jobs.js';
import type { HubFiguresStore, NodeStore } from './contract/nodes.js';
import type { OutputStore } from './contract/output.js';
import type { ProjectStore, SecretStore } from './contract/projects.js';
import type { ReportStore } from './contract/reports.js';
import type { RescueStore } from './contract/rescue.js';
import type { RetentionStore } from './contract/retention.js';
import type { RunStore } from './contract/runs.js';
import type { TargetStore } from './contract/targets.js';
import type { ApiTokenStore, MemberStore, SignInFailureStore, UserStore } from './contract/users.js';

export * from './contract/alerts.js';
export * from './contract/audit.js';
export * from './contract/backfills.js';
export * from './contract/channels.js';
export * from './contract/claims.js';
export * from './contract/counters.js';
export * from './contract/jobs.js';
export * from './contract/nodes.js';
export * from './contract/output.js';
export * from './contract/pages.js';
export * from './contract/projects.js';
export * from './contract/reports.js';
export * from './contract/rescue.js';
export * from './contract/retention.js';
export * from './contract/runs.js';
export * from './contract/targets.js';
export * from './contract/users.js';

export interface Store {
  readonly jobs: JobStore;
  readonly runs: RunStore;
  readonly claims: ClaimStore;
  readonly rescue: RescueStore;
  readonly counters: CounterStore;
  readonly reports: ReportStore;
  readonly output: OutputStore;
  readonly secrets: SecretStore;
  readonly targets: TargetStore;
  readonly channels: ChannelStore;
  readonly backfills: BackfillStore;
  readonly nodes: NodeStore;
  readonly hubFigures: HubFiguresStore;
  readonly projects: ProjectStore;
  readonly users: UserStore;
  readonly runEnds: RunEndStore;
  readonly alerts: AlertStore;
  readonly notifications: NotificationStore;
  readonly alertRules: AlertRuleStore;
  readonly silences: SilenceStore;
  readonly deadMan: DeadManStore;
  readonly workLeases: WorkLeaseStore;
  readonly audit: AuditStore;
  readonly retention: RetentionStore;
  readonly members: MemberStore;
  readonly apiTokens: ApiTokenStore;
  readonly signInFailures: SignInFailureStore;
  /**
   * What is done through the store that the work is given takes effect as a whole or, when the work rejects, not at all.
   * The work may run again after a deadlock, so it must touch nothing else, and must not wait for anything else. An
   * operation that has been refused (a name that is taken) does not undo the others.
   */
  atomically<T>(work: (store: Store) => Promise<T>): Promise<T>;
  /** The database's own clock: the one that all processes share. */
  now(): Promise<number>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

export class StoreUnavailableError extends Error {
  override name = 'StoreUnavailableError';
}
