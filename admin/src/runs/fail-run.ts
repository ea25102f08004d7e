/** Brings a run that a service has accepted to its failure, or to its next attempt, as its job's retry policy says. */
import { retryDelayMs } from '@crony/shared/domain/retry-policy';
import type { Job } from '@crony/shared/domain/job';
import type { Run } from '@crony/shared/domain/run';
import type { RunClose, Store } from '@crony/shared/store/store';

export interface Failure {
  attempt: number;
  outcome: 'failed' | 'timed_out';
  errorCode: string;
  errorMessage: string;
  output: string | null;
  retryable: boolean;
  /** True: the service has said so; false: it has said nothing. */
  reported: boolean;
}

export interface FailRunDependencies {
  store: Pick<Store, 'reports'>;
  /** Who looks at a pending run first; null: the leader finds somebody. */
  nodeFor: (job: Job) => string | null;
  random: () => number;
}

/** False: the run is not as it was read. `nodeId`: who has a new row to look at. */
export async function failRun(
  run: Run,
  job: Job | null,
  failure: Failure,
  now: number,
  { store, nodeFor, random }: FailRunDependencies,
): Promise<{ changed: boolean; nodeId: string | null }> {
  const { outcome, retryable, errorCode, errorMessage, output } = failure;
  const { retriesUsed } = run;
  const delayMs =
    job === null || run.cancelRequestedAt !== null
      ? null
      : retryDelayMs(job.retry, { outcome, retriesUsed, retryable, random: random() });
  const next: RunClose['next'] =
    job === null || delayMs === null
      ? { state: outcome }
      : { state: 'pending', dueAt: now + delayMs, nodeId: nodeFor(job) };
  const attempt = { number: failure.attempt, outcome, errorCode, errorMessage, output };
  const close: RunClose = { run, next, reason: null, reported: failure.reported, attempt };
  const changed = await store.reports.close(close, now);
  return { changed, nodeId: changed && next.state === 'pending' ? next.nodeId : null };
}
