/** A week of runs, written as a node writes them: claims, then results. What happens from now on is real. */
import { randomUUID } from 'node:crypto';
import { DAY_MS, HOUR_MS } from '@crony/shared/domain/durations';
import type { Job } from '@crony/shared/domain/job';
import type { Holder } from '@crony/shared/domain/run';
import { compileSchedule } from '@crony/shared/domain/schedule/compile-schedule';
import type { Claim, ResultWrite, Store } from '@crony/shared/store/store';
import { attempt, claimOf, heartbeat, holder, newJob, registration, resultOf } from '../kit/factories.js';
import { mulberry } from './mulberry.js';
import type { SeededJob } from './seeded-jobs.js';

const PAST_MS = 7 * DAY_MS;
const MOST_RUNS_OF_A_JOB = 1_500;
const BATCH = 250;
const EPOCH = 1;

export async function seedHistory(store: Store, seeds: readonly SeededJob[], now: number): Promise<Job[]> {
  const node = await pastNode(store, 'worker-b', now - 2 * HOUR_MS, true);
  await pastNode(store, 'worker-c', now - 26 * HOUR_MS, false);
  const jobs: Job[] = [];
  for (const [i, seed] of seeds.entries()) {
    const [result] = await store.jobs.createMany([newJob(seed.spec)], now - PAST_MS, 'admin');
    if (!result || !('created' in result)) throw new Error(`${seed.spec.name} could not be created`);
    const job = result.created;
    // The present owner starts from here, and makes up for nothing of the past.
    await store.jobs.takeOver(node, [{ jobId: job.id, epoch: EPOCH, resumeFrom: now, assignedRevision: 1 }]);
    await writePast(store, node, job, seed, now, mulberry(i + 1));
    for (const { author, hoursAgo, more } of seed.edits ?? []) {
      await store.jobs.replace(job.id, { ...seed.spec, ...more }, null, now - hoursAgo * HOUR_MS, author);
    }
    if (seed.pausedAfter) {
      const spec = { ...seed.spec, enabled: false, pause: { note: seed.pausedAfter.note, until: null } };
      await store.jobs.replace(job.id, spec, null, now);
    }
    jobs.push(job);
  }
  await pastBackfills(store, jobs[0]!, now);
  return jobs;
}

/** One that has come to its end, and one that somebody stopped. */
async function pastBackfills(store: Store, { id: jobId }: Job, now: number): Promise<void> {
  const backfill = (hoursAgo: number, planned: number, created: number) => {
    const createdAt = now - hoursAgo * HOUR_MS;
    const [from, to] = [createdAt - 9 * HOUR_MS, createdAt - HOUR_MS];
    const state = planned === created ? ('finished' as const) : ('cancelled' as const);
    return { id: randomUUID(), jobId, from, to, nextAfter: to, concurrency: 4, planned, created, state, createdAt, finishedAt: createdAt + HOUR_MS / 4 }; // prettier-ignore
  };
  await store.backfills.create(backfill(50, 96, 96));
  await store.backfills.create(backfill(5, 96, 31));
}

async function pastNode(store: Store, nodeId: string, at: number, saidGoodbye: boolean): Promise<Holder> {
  const past = holder({ nodeId });
  const labels = { zone: 'a', disk: 'ssd' };
  const about = registration({ incarnation: past.incarnation, startedAt: at, labels, weight: 2, address: `http://${nodeId}:8090` }); // prettier-ignore
  const last = heartbeat({ watermark: at });
  await store.nodes.register(past, about, last);
  if (saidGoodbye) await store.nodes.markStopped(past, last);
  return past;
}

async function writePast(
  store: Store,
  node: Holder,
  job: Job,
  seed: SeededJob,
  now: number,
  random: () => number,
): Promise<void> {
  const times = pastTimes(job, now);
  for (let start = 0; start < times.length; start += BATCH) {
    const part = times.slice(start, start + BATCH);
    const claims = part.map((plannedAt): Claim => claimOf(job, { plannedAt, dueAt: plannedAt, epoch: EPOCH }));
    await store.claims.claim(node, claims);
    const results = claims.map((claim, i) => {
      const isLast = times.length - (start + i) <= (seed.failsNow ?? 0);
      return resultFor(claim, seed, isLast || random() < seed.past.failShare, random);
    });
    await store.claims.writeResults(node, results);
  }
}

function pastTimes(job: Job, now: number): number[] {
  const schedule = compileSchedule(job.schedule);
  const times: number[] = [];
  for (let at = schedule.next(now - PAST_MS); at !== null && at < now - 5_000; at = schedule.next(at)) times.push(at);
  return times.slice(-MOST_RUNS_OF_A_JOB);
}

function resultFor(claim: Claim, { past }: SeededJob, fails: boolean, random: () => number): ResultWrite {
  const latenessMs = random() < 0.97 ? Math.round(random() * 24) : Math.round(80 + random() * 900);
  const startedAt = claim.plannedAt + latenessMs;
  const isTimeout = past.failure === 'timeout';
  const tookMs = fails && isTimeout ? 30_000 : Math.max(3, Math.round(past.tookMs * (0.6 + random() * 0.9)));
  const finishedAt = startedAt + tookMs;
  const firstByteMs = Math.max(1, tookMs - 3);
  const good = {
    outcome: 'succeeded',
    statusCode: 200,
    response: '{"ok":true,"handled":128}',
    responseBytes: 25,
  } as const;
  const bad = isTimeout
    ? ({ outcome: 'timed_out', errorCode: 'timeout', errorMessage: 'no answer within 30000 ms', statusCode: null, response: null, responseBytes: null } as const) // prettier-ignore
    : ({ outcome: 'failed', errorCode: 'http_status', errorMessage: 'the service answered 503', statusCode: 503, response: '{"error":"stock database is read-only"}', responseBytes: 39 } as const); // prettier-ignore
  const facts = attempt({
    startedAt,
    finishedAt,
    timing: { waitMs: 0, dnsMs: 1, connectMs: 1, firstByteMs, totalMs: tookMs },
    ...(fails ? bad : good),
  });
  const state = fails ? (isTimeout ? 'timed_out' : 'failed') : 'succeeded';
  return resultOf({ runId: claim.runId, jobId: claim.jobId }, { state, attempt: facts, finishedAt });
}
