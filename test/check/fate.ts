/** What became of each planned time: delivered, or kept from it by a policy that had a reason. */
import type { Excuses } from './excuses.js';
import type { OwedTime } from './owed.js';
import {
  longestMs,
  type Delivery,
  type Finding,
  type JobStory,
  type JobVersion,
  type RunRow,
  type Story,
} from './story.js';

const FINAL = ['succeeded', 'failed', 'timed_out', 'cancelled', 'skipped', 'missed', 'lost'];
const VERDICTS = ['succeeded', 'failed', 'timed_out'];
/** Of another run that may have kept this one from starting: its result needs a moment to be known. */
const SPAN_SLACK_MS = 1_500;
/** Between an answer and the note of it. */
const WORD_SLACK_MS = 100;

export interface Fates {
  findings: Finding[];
  missedByPolicy: number;
}

export function checkFates(
  job: JobStory,
  owed: ReadonlyMap<number, OwedTime>,
  rowOf: ReadonlyMap<number, RunRow>,
  deliveriesOf: ReadonlyMap<string, readonly Delivery[]>,
  excuses: Excuses,
  story: Story,
): Fates {
  const findings: Finding[] = [];
  let missedByPolicy = 0;
  const { jobId, jitterOffsetMs = 0 } = job;
  for (const [plannedAt, { version, doubtful }] of owed) {
    const row = rowOf.get(plannedAt);
    if (!row) continue;
    const find = (kind: Finding['kind'], message: string): void =>
      void findings.push({
        kind,
        jobId,
        plannedAt,
        message: `${message} (${row.state}, ${row.reason ?? 'no reason'})`,
      });
    const deliveries = deliveriesOf.get(row.runId) ?? [];
    const missedUntil = plannedAt + jitterOffsetMs + version.misfireAfterMs;
    const diedAbout = ({ finishedAt }: RunRow) => excuses.of('repeats', plannedAt, finishedAt ?? plannedAt) !== null;
    const excusedMiss = () =>
      (excuses.ofUnheardEdit(job, plannedAt + jitterOffsetMs) || excuses.of('misses', plannedAt, missedUntil)) ??
      excuses.of('delays', plannedAt, missedUntil);
    if (!FINAL.includes(row.state)) {
      const ahead = takeTurns(version) ? startedBefore(plannedAt, deliveriesOf) : deliveries;
      if (!isUnderWay(ahead, version, story)) find('stuck', 'the run has not come to an end');
    } else if (VERDICTS.includes(row.state)) {
      if (deliveries.length === 0) find('lost', 'a verdict, and nothing was delivered');
    } else if (row.state === 'missed') {
      missedByPolicy += 1;
      if (!excusedMiss()) find('unexplained_miss', 'missed, and nothing kept it from being on time');
    } else if (row.state === 'lost') {
      // Of a deleted job nobody knows any more what to call.
      const isDeleted = job.deletedAt !== null && job.deletedAt <= (row.finishedAt ?? 0);
      if (version.onNodeLoss !== 'lost' && !isDeleted)
        find('lost', 'given up, though the job wants it dispatched again');
      // A clean stop leaves the next attempt to others, and of a deleted job nobody makes it.
      else if (!(isDeleted ? excuses.any(plannedAt, row.finishedAt ?? plannedAt) : diedAbout(row)))
        find('lost', 'given up, and no node died');
    } else if (row.state === 'skipped') {
      if (row.reason === 'overlap' || row.reason === 'queue_full') {
        if (version.concurrency === 'allow') find('unexplained_miss', 'skipped for an overlap that the job allows');
        else if (
          !spans(job, row, plannedAt + jitterOffsetMs, deliveriesOf) &&
          !excuses.any(plannedAt, row.finishedAt ?? missedUntil)
        ) {
          find('unexplained_miss', 'skipped, and no other run of the job was under way');
        }
      } else if (row.reason === 'start_deadline' && version.concurrency === 'queue') {
        missedByPolicy += 1; // it waited for its turn for too long
      } else if (!excusedMiss()) find('unexplained_miss', 'skipped, and nothing kept it from being on time');
      else missedByPolicy += 1;
    } else if (row.state === 'cancelled' && row.reason === 'superseded') {
      const from = plannedAt - SPAN_SLACK_MS;
      const until = (row.finishedAt ?? plannedAt) + SPAN_SLACK_MS;
      const edited = job.versions.some(({ writtenAt }) => from < writtenAt && writtenAt < until);
      const deleted = job.deletedAt !== null && job.deletedAt <= (row.finishedAt ?? 0);
      if (!edited && !deleted && !doubtful && !excuses.any(plannedAt, plannedAt)) {
        find('lost', 'superseded, and the job was not edited about then');
      }
    }
  }
  return { findings, missedByPolicy };
}

/** A run may wait for another of its job: where they queue, and where all are made up for, none beside another. */
function takeTurns({ concurrency, misfire }: JobVersion): boolean {
  return concurrency === 'queue' || (concurrency === 'forbid' && misfire === 'fire_all');
}

/** Turns go by the planned time: whoever sees a later one under way does not wait for it, but is stuck. */
function startedBefore(plannedAt: number, deliveriesOf: ReadonlyMap<string, readonly Delivery[]>): Delivery[] {
  return [...deliveriesOf.values()].flat().filter((delivery) => delivery.plannedAt <= plannedAt);
}

/** Its last attempt, or the wait for the next one, may have gone on beyond what was watched. */
export function isUnderWay(deliveries: readonly Delivery[], version: JobVersion, story: Story): boolean {
  const until = story.observedUntil ?? story.endedAt;
  return deliveries.some(({ at }) => until - at < longestMs(version) + SPAN_SLACK_MS);
}

/** Another run of the job was open at that instant. */
function spans(
  { jobId }: JobStory,
  row: RunRow,
  dueAt: number,
  deliveriesOf: ReadonlyMap<string, readonly Delivery[]>,
): boolean {
  for (const [runId, deliveries] of deliveriesOf) {
    const [first] = deliveries;
    if (!first || runId === row.runId || first.jobId !== jobId) continue;
    const last = deliveries.at(-1)!;
    const end = last.endedAt ?? Infinity;
    if (first.at - SPAN_SLACK_MS <= dueAt && dueAt <= end + SPAN_SLACK_MS) return true;
  }
  return false;
}

/** The verdict agrees with what the newest delivery was answered. */
export function checkVerdict(
  job: JobStory,
  row: RunRow,
  deliveries: readonly Delivery[],
  excuses: Excuses,
  { endedAt }: Story,
): Finding[] {
  const [newest, second] = [...deliveries].sort((a, b) => b.attempt - a.attempt || b.at - a.at);
  const find = (message: string): Finding[] => [
    { kind: 'wrong_verdict', jobId: job.jobId, plannedAt: row.plannedAt, message: `${message} (${row.state})` },
  ];
  if (!newest || row.plannedAt > endedAt) return [];
  if (deliveries.some(({ at, reports }) => excuses.lostByFailOver(reports?.heardAt ?? at))) return [];
  // Success from any dispatch closes a run, whatever the others said.
  const reported = newest.reports !== undefined && row.state === 'succeeded';
  if (reported && deliveries.some(({ answer }) => answer === 'success')) return [];
  const own = deliveries.filter(
    ({ nodeId, attempt }) => nodeId !== undefined && nodeId === row.nodeId && attempt === row.attempt,
  );
  if (own.length === 1 && own[0]!.answer === 'success' && row.state !== 'succeeded' && VERDICTS.includes(row.state)) {
    return find("the holder's own delivery succeeded");
  }
  if (own.length === 1 && own[0]!.answer === 'failure' && row.state === 'succeeded') {
    return find("the holder's own delivery failed");
  }
  // The holder's last word is its newest delivery's: a verdict from before that was somebody else's.
  const isOlder =
    newest.nodeId !== undefined &&
    newest.nodeId === row.nodeId &&
    newest.answer !== 'none' &&
    newest.endedAt !== null &&
    row.finishedAt !== null &&
    row.finishedAt < newest.endedAt - WORD_SLACK_MS;
  if (isOlder && VERDICTS.includes(row.state) && !excuses.hadWrongClocks()) {
    return find('the verdict is older than the newest answer to the holder');
  }
  if (newest.attempt === second?.attempt) return []; // two that could not know of each other: either may be told first
  const answers = new Set(deliveries.map(({ answer }) => answer));
  if (row.state === 'succeeded' && !answers.has('success')) return find('succeeded, and no delivery was answered so');
  if (newest.answer === 'success' && (row.state === 'failed' || row.state === 'timed_out')) {
    return find('the newest delivery succeeded');
  }
  if (newest.answer === 'failure' && row.state === 'succeeded') return find('the newest delivery failed');
  return [];
}
