import type {
  BackfillStore,
  JobStore,
  NodeStore,
  ProjectStore,
  ReportStore,
  RescueStore,
  RetentionStore,
  RunStore,
  Store,
} from '@crony/shared/store/store';

/** As much of the database as the leader's work touches; every write among it is a compare-and-set. */
export interface LeaderStore extends Pick<Store, 'now' | 'ping' | 'atomically'> {
  readonly jobs: Pick<
    JobStore,
    'heads' | 'headsOf' | 'getMany' | 'getManyOwned' | 'lastPlanned' | 'changedSince' | 'pausedUntil' | 'replace'
  >;
  readonly nodes: Pick<NodeStore, 'settings' | 'listNewest' | 'incarnations' | 'silent' | 'forget'>;
  readonly rescue: RescueStore;
  readonly reports: ReportStore;
  readonly runs: Pick<RunStore, 'createPending'>;
  readonly backfills: BackfillStore;
  readonly projects: Pick<ProjectStore, 'list'>;
  readonly retention: RetentionStore;
}
