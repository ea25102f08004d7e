/**
 * Whether a run's row gives a true account of what the receiver saw: whose run it was, how often it was sent, and how
 * it ended. What may excuse a difference is named at each rule; where nothing is named, no fault excuses it.
 */
import type { Excuses } from './excuses.js';
import {
  shortestMs,
  type Delivery,
  type Finding,
  type JobStory,
  type JobVersion,
  type RunRow,
  type Story,
} from './story.js';

/** What was under way when a job was deleted may still be sent: claims are made ahead, and word of it takes a moment. */
const WORD_OF_DELETE_MS = 1_500;
/** A result may come in while its caller's timeout passes. */
const TIMEOUT_SLACK_MS = 100;
const OPEN = ['pending', 'claimed', 'running', 'retrying', 'accepted'];
const NEVER_STARTED = ['skipped', 'missed'];

export function checkAccount(
  job: JobStory,
  version: JobVersion | undefined,
  row: RunRow,
  deliveries: readonly Delivery[],
  excuses: Excuses,
  story: Story,
): Finding[] {
  const findings: Finding[] = [];
  const find = (kind: Finding['kind'], message: string): void =>
    void findings.push({ kind, jobId: job.jobId, plannedAt: row.plannedAt, message: `${message} (${row.state})` });

  for (const { plannedAt, at, attempt } of deliveries) {
    if (plannedAt !== row.plannedAt) find('phantom', `attempt ${attempt} says it was planned for ${plannedAt}`);
    if (job.deletedAt !== null && at > job.deletedAt + WORD_OF_DELETE_MS && !excuses.any(job.deletedAt, at)) {
      find('phantom', `attempt ${attempt} was sent at ${at}, and the job was deleted at ${job.deletedAt}`);
    }
  }
  if (row.plannedAt > story.endedAt || OPEN.includes(row.state)) return findings;
  if (row.reason === 'requested' && row.cancelRequestedAt === null) find('wrong_verdict', 'nobody asked for this');
  // A retry counts from when it is decided, and may be withdrawn before it is sent.
  if (row.retriesUsed > row.attempt && !excuses.lostByFailOver(row.plannedAt)) {
    find('wrong_verdict', `${row.retriesUsed} retries in ${row.attempt} attempts`);
  }

  const first = deliveries[0];
  const last = deliveries.at(-1);
  if (!first || !last) return findings;
  // What another node ended in favour of a later run never told of its attempt, or told too late.
  if (row.reason === 'replaced') return findings;
  // What waited for its turn may have lost its claim long before it was sent.
  const claimLost = excuses.lostByFailOver(row.plannedAt) || excuses.lostByFailOver(first.at);
  if (claimLost || excuses.any(first.at, row.finishedAt ?? last.at)) return findings;
  if (NEVER_STARTED.includes(row.state)) find('wrong_verdict', `it was sent at ${first.at}`);
  const newest = Math.max(...deliveries.map(({ attempt }) => attempt));
  if (row.attempt !== newest) find('wrong_verdict', `the row counts ${row.attempt} attempts, the receiver ${newest}`);
  if (row.state === 'timed_out' && last.endedAt !== null && last.answer !== 'none') {
    const tookMs = last.endedAt - last.at;
    if (version && tookMs + TIMEOUT_SLACK_MS < shortestMs(version)) {
      find('wrong_verdict', `the newest delivery was answered after ${tookMs} ms`);
    }
  }
  return findings;
}

/**
 * Within its limit this policy gives up no planned time, whatever kept it from being on time. How long the gap was is
 * not known here, so the rule holds jobs to it that had fewer planned times in all than their limit.
 */
export function checkNothingGivenUp(
  { jobId }: JobStory,
  version: JobVersion,
  row: RunRow,
  plannedInAll: number,
): Finding[] {
  if (version.misfire !== 'fire_all' || version.startDeadlineMs !== null || row.state !== 'missed') return [];
  if (plannedInAll > version.misfireLimit) return [];
  const message = 'missed, and the job wants every planned time within its limit';
  return [{ kind: 'unexplained_miss', jobId, plannedAt: row.plannedAt, message }];
}
