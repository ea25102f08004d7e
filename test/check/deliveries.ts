/** What the receiver saw: nothing that nobody planned, nothing again without a reason, nothing late, nothing at once. */
import type { Excuses } from './excuses.js';
import type { FaultKind } from './fault-kinds.js';
import { shortestMs, type Delivery, type Finding, type JobStory, type JobVersion, type Story } from './story.js';

/** A verdict must have gone into the table before the next run of the job is started elsewhere. */
const CLOSE_BY_MS = 5;
/** A cancel reaches the attempt, wherever it is, within this time. */
const CANCEL_HEARD_MS = 2_000;
/** A job that was just planned anew waits for the database, which alone knows what was claimed before. */
const REPLANNED_MS = 1_500;
/** What ended a call is in the table within this time, and until then a report of it may count. */
const NOTED_BY_MS = 100;
/** A retry is in the hands of a node this long before it is sent, and a late report does not call it back. */
const TAKEN_AHEAD_MS = 1_500;

export interface Repeats {
  findings: Finding[];
  explained: Map<FaultKind, number>;
}

/** Deliveries of one run, in their order; `retriesUsed` as its row says. */
export function checkRepeats(
  job: JobStory,
  version: JobVersion | undefined,
  retriesUsed: number,
  deliveries: readonly Delivery[],
  excuses: Excuses,
): Repeats {
  const findings: Finding[] = [];
  const explained = new Map<FaultKind, number>();
  let retries = 0;
  for (let i = 1; i < deliveries.length; i += 1) {
    const [before, again] = [deliveries[i - 1]!, deliveries[i]!];
    const fault = excuses.ofRepeat(before, again, deliveries.slice(0, i - 1));
    const ended = before.answer === 'failure' || givenUp(before, again.at, version);
    if (fault) {
      explained.set(fault, (explained.get(fault) ?? 0) + 1);
    } else if (again.attempt > before.attempt && ended && retries < retriesUsed) {
      retries += 1;
    } else {
      const { plannedAt } = again;
      const numbers = `attempt ${before.attempt} at ${before.at}, attempt ${again.attempt} at ${again.at}`;
      const kind = again.attempt === before.attempt ? 'doubled' : 'unexplained_repeat';
      const message = `sent again and nothing explains it: ${numbers}`;
      findings.push({ kind, jobId: job.jobId, plannedAt, message });
    }
  }
  if (version && retriesUsed > version.retryLimit) {
    const message = `${retriesUsed} retries, and the job allows ${version.retryLimit}`;
    findings.push({ kind: 'unexplained_repeat', jobId: job.jobId, plannedAt: deliveries[0]!.plannedAt, message });
  }
  return { findings, explained };
}

/** Nothing had been heard of it for as long as anybody waits. */
function givenUp({ at, answer, reports }: Delivery, now: number, version: JobVersion | undefined): boolean {
  if (now - at < (version ? shortestMs(version) : 0)) return false;
  return answer === 'none' || (reports !== undefined && (reports.heardAt ?? Infinity) > now - TAKEN_AHEAD_MS);
}

/** How late the first delivery was, or null where something disturbed it. */
export function undisturbedLateness(
  job: JobStory,
  version: JobVersion,
  first: Delivery,
  excuses: Excuses,
): number | null {
  const dueAt = first.plannedAt + (job.jitterOffsetMs ?? 0);
  if (excuses.of('delays', dueAt, dueAt) ?? excuses.of('misses', dueAt, dueAt)) return null;
  const replanned = job.versions.some(({ writtenAt }) => writtenAt <= dueAt && dueAt - writtenAt < REPLANNED_MS);
  // Whether another run of the job is open elsewhere only the database can say; and what comes late from an edit waits for
  // the run that is under way.
  if (version.concurrency !== 'allow' && (replanned || excuses.any(dueAt, dueAt))) return null;
  if ((replanned && excuses.any(dueAt, dueAt)) || excuses.ofUnheardEdit(job, dueAt)) return null;
  // Waiting its turn is no lateness.
  return version.concurrency === 'queue' || version.concurrency === 'replace' ? null : first.at - dueAt;
}

/** Runs of a job that must not overlap, and did. */
export function checkOverlap(
  job: JobStory,
  deliveries: readonly Delivery[],
  story: Story,
  excuses: Excuses,
): Finding[] {
  const findings: Finding[] = [];
  const inOrder = [...deliveries].sort((a, b) => a.at - b.at);
  const open: Delivery[] = [];
  for (const next of inOrder) {
    const version = job.versions.findLast(({ effectiveFrom }) => effectiveFrom < next.plannedAt) ?? job.versions[0]!;
    const others = open.filter((one) => one.runId !== next.runId && (one.endedAt ?? Infinity) > next.at + CLOSE_BY_MS);
    open.length = 0;
    open.push(...others, next);
    if (version.concurrency === 'allow' || next.at > story.endedAt) continue;
    for (const one of others) {
      const until = one.endedAt ?? next.at;
      // An answer that the caller did not wait for is the service's affair: the caller had given up.
      if (one.answer === 'none' || (one.reports && next.at - one.at >= shortestMs(version))) continue;
      if (withdrawnBefore(one, next, excuses)) continue;
      // Who replaces a run of another node does not wait until that node has heard.
      if (version.concurrency === 'replace' && one.nodeId !== next.nodeId && until - next.at <= CANCEL_HEARD_MS)
        continue;
      if (excuses.of('repeats', one.at, until) ?? excuses.of('delays', one.at, until)) continue;
      if (job.versions.some(({ writtenAt }) => writtenAt >= one.at - 1_000 && writtenAt <= next.at)) continue;
      findings.push({
        kind: 'overlap',
        jobId: job.jobId,
        plannedAt: next.plannedAt,
        message: `started at ${next.at} while the run of ${one.plannedAt} was under way since ${one.at}`,
      });
    }
  }
  return findings;
}

/**
 * Its caller had ended the call, which ends the work of no service that reports; and a report that comes before the end is
 * in the table is the run's verdict.
 */
function withdrawnBefore({ reports }: Delivery, next: Delivery, excuses: Excuses): boolean {
  const withdrawnAt = reports?.withdrawnAt ?? Infinity;
  if (withdrawnAt > next.at) return false;
  const heardAt = reports?.heardAt ?? Infinity;
  return heardAt - withdrawnAt <= NOTED_BY_MS || excuses.any(withdrawnAt, heardAt);
}
