/**
 * The checker: reads one history and says what broke the promise in it. One row for every planned time, at-least-once
 * delivery with a stable key, one accepted verdict; and whatever else happened must be allowed by the table of faults.
 */
import { checkAccount, checkNothingGivenUp } from './account.js';
import { checkOverlap, checkRepeats, undisturbedLateness } from './deliveries.js';
import { Excuses } from './excuses.js';
import { checkFates, checkVerdict, isUnderWay } from './fate.js';
import type { FaultKind } from './fault-kinds.js';
import { LeftAlone } from './left-alone.js';
import { checkRows, owedTimes } from './owed.js';
import { checkOwners } from './owners.js';
import type { Delivery, Finding, JobStory, JobVersion, RunRow, Story, Tally, Verdict } from './story.js';

export function check(story: Story): Verdict {
  const excuses = new Excuses(story);
  const leftAlone = new LeftAlone(story.deliveries);
  const tally: Tally = {
    planned: 0,
    delivered: 0,
    missedByPolicy: 0,
    redispatched: 0,
    explainedRepeats: {},
    lateness: [],
  };
  const findings: Finding[] = checkOwners(story.assignments, story.jobs);
  const rowsOf = groupBy(story.rows, ({ jobId }) => jobId);
  const deliveriesOf = groupBy(
    [...story.deliveries].sort((a, b) => a.at - b.at),
    ({ jobId }) => jobId,
  );
  for (const job of story.jobs) {
    const rows = rowsOf.get(job.jobId) ?? [];
    const deliveries = deliveriesOf.get(job.jobId) ?? [];
    findings.push(...checkJob(job, rows, deliveries, story, excuses, leftAlone, tally));
  }
  tally.lateness.sort((a, b) => a - b);
  return { findings, tally };
}

function checkJob(
  job: JobStory,
  rows: readonly RunRow[],
  deliveries: readonly Delivery[],
  story: Story,
  excuses: Excuses,
  leftAlone: LeftAlone,
  tally: Tally,
): Finding[] {
  const { jobId } = job;
  const owed = owedTimes(job, story, excuses);
  const { findings, rowOf } = checkRows(job, rows, owed, story);
  const byRun = groupBy(deliveries, ({ runId }) => runId);
  const rowById = new Map(rows.map((row) => [row.runId, row]));
  const fates = checkFates(job, owed.times, rowOf, byRun, excuses, story);
  findings.push(...fates.findings, ...checkOverlap(job, deliveries, story, excuses));
  tally.planned += owed.times.size;
  tally.missedByPolicy += fates.missedByPolicy;

  for (const row of rows) {
    const standing = versionAt(job, row.plannedAt);
    findings.push(...checkAccount(job, standing, row, byRun.get(row.runId) ?? [], excuses, story));
    const planned = owed.times.get(row.plannedAt);
    if (planned && row.trigger === 'schedule')
      findings.push(...checkNothingGivenUp(job, planned.version, row, owed.times.size));
  }
  for (const [runId, sent] of byRun) {
    const [first] = sent;
    const row = rowById.get(runId);
    const planned = row?.trigger === 'schedule' ? owed.times.get(first!.plannedAt) : undefined;
    const version = planned?.version ?? versionAt(job, first!.plannedAt);
    if (!row) {
      if (excuses.lostByFailOver(first!.at) || excuses.lostByFailOver(first!.plannedAt)) continue;
      findings.push({
        kind: 'lost',
        jobId,
        plannedAt: first!.plannedAt,
        message: `run ${runId} was sent and has no row`,
      });
      continue;
    }
    const turn = version?.concurrency === 'queue' ? deliveries : sent;
    if (row.trigger !== 'schedule' && isOpen(row) && !(version && isUnderWay(turn, version, story))) {
      findings.push({
        kind: 'stuck',
        jobId,
        plannedAt: row.plannedAt,
        message: `a ${row.trigger} run is ${row.state}`,
      });
    }
    const repeats = checkRepeats(job, version, row.retriesUsed, sent, excuses);
    findings.push(...repeats.findings, ...checkVerdict(job, row, sent, excuses, story));
    for (const [kind, times] of repeats.explained) add(tally.explainedRepeats, kind, times);
    if (repeats.explained.size > 0) tally.redispatched += 1;
    if (!planned) continue;
    tally.delivered += 1;
    const lateMs = undisturbedLateness(job, planned.version, first!, excuses);
    if (lateMs === null) continue;
    const tolerated = story.punctualWithinMs;
    if (lateMs > tolerated && leftAlone.explains(first!, planned.version, lateMs, tolerated)) continue;
    tally.lateness.push(lateMs);
    if (lateMs > tolerated || lateMs < -tolerated) {
      const message = `first sent ${lateMs} ms after it was due, and nothing disturbed it`;
      findings.push({ kind: 'late', jobId, plannedAt: first!.plannedAt, message });
    }
  }
  return findings;
}

function versionAt({ versions }: JobStory, at: number): JobVersion | undefined {
  return versions.findLast(({ effectiveFrom }) => effectiveFrom < at);
}

function isOpen({ state }: RunRow): boolean {
  return ['pending', 'claimed', 'running', 'retrying', 'accepted'].includes(state);
}

function add(counts: Partial<Record<FaultKind, number>>, kind: FaultKind, times: number): void {
  counts[kind] = (counts[kind] ?? 0) + times;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
