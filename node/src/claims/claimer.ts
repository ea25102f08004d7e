/**
 * Turns wanted planned times into rows, in batches, ahead of time. What is wanted is kept until the database has
 * answered for it: a batch whose fate is unknown is sent again unchanged, because asking again tells the truth.
 */
import type { Logger } from '@crony/shared/runtime/logger';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Service } from '@crony/shared/runtime/service';
import type { Claim, ClaimRefusal, ClaimResult, ClaimStore } from '@crony/shared/store/store';
import type { JobDefinition } from '@crony/shared/domain/job';
import { scheduledRunId, type Holder } from '@crony/shared/domain/run';
import { newTraceparent } from '@crony/shared/domain/traceparent';
import type { JobTable, OwnedJob } from '../assignments/job-table.js';
import type { NodeMetrics } from '../metrics.js';
import type { MissedStretch } from './misfire.js';

const BATCH_SIZE = 500;
const BATCHES_IN_FLIGHT = 2;
/** Beyond this the planner waits: a database that is slow must not fill the memory. */
const MOST_QUEUED = 20_000;
const RETRY_PAUSE_MS = 200;

export interface WonClaim {
  claim: Claim;
  /** As it was when the time was claimed. */
  definition: JobDefinition;
  /** A misfire that its job's policy starts all the same. */
  late: boolean;
}

export interface ClaimerOptions {
  holder: Holder;
  store: ClaimStore;
  table: JobTable;
  clock: Clock;
  logger: Logger;
  metrics: NodeMetrics;
  onWon: (won: WonClaim) => void;
  /** Why not, for the part that keeps the jobs up to date. */
  onRefused: (job: OwnedJob, plannedAt: number, refusal: Exclude<ClaimRefusal, 'taken'>) => void;
  /** Waited so long for the database that its job's misfire policy must decide again. */
  onStale: (job: OwnedJob, plannedAt: number) => void;
}

interface Wanted extends WonClaim {
  job: OwnedJob;
}

export class Claimer implements Service {
  readonly #options: ClaimerOptions;
  /** Punctual claims go first: catching up must not delay what is due now. */
  #punctual: Wanted[] = [];
  #late: Wanted[] = [];
  readonly #inFlight = new Set<Promise<void>>();
  readonly #batches = new Set<readonly Wanted[]>();
  readonly #stopped = new AbortController();

  constructor(options: ClaimerOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  /**
   * Gives up what is queued (nobody has been promised anything) and waits for the batches that are under way. What has
   * no answer yet goes on to hold the watermark back.
   */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#inFlight);
  }

  isFull(): boolean {
    return this.#queued() >= MOST_QUEUED;
  }

  want(job: OwnedJob, plannedAt: number, late: boolean): void {
    this.#enqueue(job, late, {
      plannedAt,
      dueAt: plannedAt + job.jitterOffsetMs,
      state: 'claimed',
      reason: null,
      missedLastAt: null,
      missedCount: null,
      traceparent: newTraceparent(),
    });
  }

  recordMissed(job: OwnedJob, stretch: MissedStretch): void {
    const { firstAt, lastAt, count } = stretch;
    this.#enqueue(job, true, {
      plannedAt: firstAt,
      dueAt: firstAt,
      state: 'missed',
      reason: 'misfire',
      missedLastAt: count > 1 ? lastAt : null,
      missedCount: count > 1 ? count : null,
      traceparent: null,
    });
  }

  /** The earliest planned time that was handed over and has no row yet, or Infinity. */
  earliestOutstanding(): number {
    let earliest = Infinity;
    for (const wanted of [this.#punctual, this.#late, ...this.#batches]) {
      for (const { claim } of wanted) earliest = Math.min(earliest, claim.plannedAt);
    }
    return earliest;
  }

  #queued(): number {
    return this.#punctual.length + this.#late.length;
  }

  #enqueue(
    job: OwnedJob,
    late: boolean,
    claim: Omit<Claim, 'runId' | 'jobId' | 'jobName' | 'project' | 'trigger' | 'jobVersion' | 'epoch'>,
  ): void {
    const definition = this.#options.table.definition(job);
    const { name, project } = definition;
    const { jobId, version, epoch } = job;
    const wanted: Wanted = {
      job,
      definition,
      late,
      claim: {
        runId: scheduledRunId(jobId, claim.plannedAt),
        jobId,
        jobName: name,
        project,
        trigger: 'schedule',
        jobVersion: version,
        epoch,
        ...claim,
      },
    };
    (late ? this.#late : this.#punctual).push(wanted);
    this.#options.metrics.claimQueue.set(this.#queued());
    if (this.#inFlight.size < BATCHES_IN_FLIGHT && this.#queued() === 1) queueMicrotask(() => this.#send());
  }

  #send(): void {
    while (this.#inFlight.size < BATCHES_IN_FLIGHT && this.#queued() > 0 && !this.#stopped.signal.aborted) {
      const batch = this.#nextBatch();
      if (batch.length === 0) continue; // all of them had become stale
      this.#batches.add(batch);
      const sending = this.#claim(batch).then((answered) => {
        if (answered) this.#batches.delete(batch);
        this.#inFlight.delete(sending);
        this.#options.metrics.claimQueue.set(this.#queued());
        this.#send();
      });
      this.#inFlight.add(sending);
    }
  }

  #nextBatch(): Wanted[] {
    const { clock, onStale } = this.#options;
    const batch: Wanted[] = [];
    const now = clock.now();
    for (const wanted of this.#punctual.splice(0, BATCH_SIZE)) {
      if (wanted.claim.dueAt < now - wanted.job.misfireAfterMs) onStale(wanted.job, wanted.claim.plannedAt);
      else batch.push(wanted);
    }
    batch.push(...this.#late.splice(0, BATCH_SIZE - batch.length));
    return batch;
  }

  /** Never rejects. False: given up at a stop, without an answer. */
  async #claim(batch: readonly Wanted[]): Promise<boolean> {
    const { store, holder, clock, logger, metrics } = this.#options;
    const claims = batch.map(({ claim }) => claim);
    const startedAt = clock.monotonic();
    metrics.claimBatchSize.observe(batch.length);
    for (;;) {
      try {
        const results = await store.claim(holder, claims);
        metrics.claimDuration.observe((clock.monotonic() - startedAt) / 1_000);
        results.forEach((result, i) => this.#answered(batch[i]!, result));
        return true;
      } catch (error) {
        if (this.#stopped.signal.aborted) return false;
        logger.warn({ err: error, claims: batch.length }, 'claims are unanswered, asking again');
        await clock.sleep(RETRY_PAUSE_MS, this.#stopped.signal);
      }
    }
  }

  #answered({ job, claim, definition, late }: Wanted, result: ClaimResult): void {
    const { metrics, onWon, onRefused } = this.#options;
    metrics.claims.inc({ result: result.won ? 'won' : result.refusal });
    if (result.won) {
      if (claim.state === 'claimed') onWon({ claim, definition, late });
      else metrics.runs.inc({ state: 'missed' }, claim.missedCount ?? 1);
    } else if (result.refusal === 'taken') {
      if (claim.missedCount !== null) this.#recordRest(job, claim, claim.missedCount);
    } else {
      onRefused(job, claim.plannedAt, result.refusal);
    }
  }

  /** The first time of a missed stretch has a row: an earlier owner was ahead of its watermark. The rest has none. */
  #recordRest(job: OwnedJob, { plannedAt, missedLastAt, jobVersion }: Claim, count: number): void {
    if (this.#options.table.at(job.slot) !== job || job.version !== jobVersion) return; // planned anew since
    const firstAt = job.schedule.next(plannedAt);
    if (firstAt === null || missedLastAt === null || firstAt > missedLastAt) return;
    this.recordMissed(job, { firstAt, lastAt: missedLastAt, count: count - 1 });
  }
}
