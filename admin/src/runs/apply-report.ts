/**
 * A report is bound to its run: while the run is open, success from any dispatch closes it, and failure only from the
 * newest one. It may come twice, late, or before the answer that it follows; whatever it finds, the answer says how the
 * run stands.
 */
import { ATTEMPT_ERRORS } from '@crony/shared/domain/attempt-error';
import { isOpen, type Run } from '@crony/shared/domain/run';
import { randomUUID } from 'node:crypto';
import type { Clock } from '@crony/shared/runtime/clock';
import { StoreUnavailableError, type OutputChunk, type Store } from '@crony/shared/store/store';
import type { RunReport } from '@crony/shared/wire/report';
import { failRun, type FailRunDependencies } from './fail-run.js';

/** A report that finds the row changed under it looks again, this often. */
const MOST_ATTEMPTS = 8;
/** Of what a run says while it goes on; more is left out. */
const MOST_CHUNKS = 10_000;
const MOST_BYTES = 1_024 * 1_024;

export interface ReportDependencies extends FailRunDependencies {
  store: Pick<Store, 'reports' | 'runs' | 'jobs' | 'output'>;
  clock: Clock;
  lookAtPending: (nodeId: string) => void;
}

/** Null: there is no such run. */
export async function applyReport(
  runId: string,
  report: RunReport,
  dependencies: ReportDependencies,
): Promise<{ run: Run; applied: boolean } | null> {
  const { store } = dependencies;
  const first = await store.runs.get(runId);
  if (!first) return null;
  if (report.log) await keepLog(first.run, report, dependencies);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const run = attempt === 0 ? first.run : (await store.runs.get(runId))?.run;
    if (!run) return null;
    if (!isOpen(run.state) || (report.status !== 'succeeded' && !isNewest(run, report))) return { run, applied: false };
    if (await apply(run, report, dependencies)) {
      return { run: (await store.runs.get(runId))?.run ?? run, applied: true };
    }
  }
  throw new StoreUnavailableError(`run ${runId} changed ${MOST_ATTEMPTS} times while a report came in`);
}

/** A first attempt under way is its holder's memory: its row says `claimed`, and that no attempt has been made. */
function isNewest({ state, attempt }: Run, report: RunReport): boolean {
  if (state === 'claimed') return report.attempt > attempt;
  return (state === 'running' || state === 'accepted') && report.attempt >= attempt;
}

async function apply(run: Run, report: RunReport, dependencies: ReportDependencies): Promise<boolean> {
  const { store, clock, lookAtPending } = dependencies;
  const now = clock.now();
  const { attempt, status, message = null, output = null, progress = null } = report;
  switch (status) {
    case 'running':
      await store.reports.hear({ runId: run.id, attempt, progress, message }, now);
      return true;
    case 'succeeded': {
      const facts = {
        number: attempt,
        outcome: status,
        errorCode: null,
        errorMessage: null,
        output: output ?? message,
      };
      return store.reports.close({ run, next: { state: status }, reason: null, reported: true, attempt: facts }, now);
    }
    case 'failed': {
      const failure = {
        attempt,
        outcome: status,
        errorCode: 'reported_failure',
        errorMessage: message ?? ATTEMPT_ERRORS.reported_failure.meaning,
        output,
        retryable: report.retryable ?? true,
        reported: true,
      };
      const { changed, nodeId } = await failRun(run, await store.jobs.get(run.jobId), failure, now, dependencies);
      if (nodeId !== null) lookAtPending(nodeId);
      return changed;
    }
  }
}

async function keepLog(
  run: Run,
  { log = [], attempt, reportId }: RunReport,
  options: ReportDependencies,
): Promise<void> {
  const { store, clock } = options;
  if (log.length === 0) return;
  const { chunks, bytes } = await store.output.size(run.id);
  if (chunks >= MOST_CHUNKS || bytes >= MOST_BYTES) return;
  const id = reportId ?? randomUUID();
  await store.output.append(
    log.map(({ at, line }, i): OutputChunk => ({
      runId: run.id,
      attempt,
      stream: 'log',
      at: at ?? clock.now(),
      chunkId: `${id}/${i}`,
      text: `${line}\n`,
    })),
  );
}
