/**
 * The node's own jobs, as etcd says: follows `assignments/<nodeId>/`, takes each new job over in the job table, and
 * hands it to the planner. Etcd says what is ours, the table says whether it still is: a job whose row carries a newer
 * epoch is dropped, one whose row has another version is read from the table, so that edits and deletes take effect
 * even while etcd is away.
 */
import type { Logger } from '@crony/shared/runtime/logger';
import type { Callback } from '@crony/shared/domain/callback';
import type { Clock } from '@crony/shared/runtime/clock';
import { Loop, type Service } from '@crony/shared/runtime/service';
import { ASSIGNMENT_FORMAT, compileJob, type Assignment } from '@crony/shared/domain/assignment';
import type { Job } from '@crony/shared/domain/job';
import type { Holder } from '@crony/shared/domain/run';
import { vouchedFrom, type Voucher } from '@crony/shared/domain/vouching';
import type {
  Change,
  Comparison,
  Coordination,
  Follower,
  KeyValue,
  PrefixView,
} from '@crony/shared/coordination/coordination';
import { assignmentKey, assignmentsPrefix, parseAssignmentKey } from '@crony/shared/coordination/keys';
import type { ClaimRefusal, JobOwnership, JobStore } from '@crony/shared/store/store';
import type { Planner } from '../claims/planner.js';
import type { Executor } from '../run/executor.js';
import type { Overlap } from '../run/overlap.js';
import type { ProjectSecrets } from '../run/project-secrets.js';
import { comeFromTheLiving } from './former-owners.js';
import type { JobTable } from './job-table.js';
import type { OwnedJob } from './owned-job.js';
import { SlotSet } from '../slots/slot-set.js';

const BATCH_SIZE = 500;
const RETRY_INTERVAL_MS = 500;
/** Etcd and this view are compared in full this often, whatever the watch says. */
const FULL_COMPARE_INTERVAL_MS = 5 * 60 * 1_000;

export interface AssignmentsOptions {
  holder: Holder;
  coordination: Coordination;
  jobs: JobStore;
  table: JobTable;
  planner: Planner;
  overlap: Overlap;
  executor: Executor;
  secrets: ProjectSecrets;
  /** What a callback needs before its first run may be made ready. */
  prepare: (callback: Callback) => void;
  clock: Clock;
  logger: Logger;
  /** What earlier incarnations of this node vouched for. */
  vouchers: readonly Voucher[];
  onPlanned: () => void;
}

export class Assignments implements Service, PrefixView {
  readonly #options: AssignmentsOptions;
  /** Slots of jobs that are not taken over yet. */
  readonly #waiting = new SlotSet();
  /** Jobs whose row must be read, with the earliest planned time that hangs on it. */
  readonly #rereads = new Map<string, number>();
  readonly #gone = new Set<string>();
  /** Jobs held from before etcd lost its history: the table decides about them, no listing does. */
  readonly #unlisted = new Set<string>();
  readonly #work: Loop;
  readonly #compare: Loop;
  #follower: Follower | undefined;
  #appliedRevision = 0;

  constructor(options: AssignmentsOptions) {
    this.#options = options;
    const { clock, logger } = options;
    this.#work = new Loop({
      name: 'assignments',
      clock,
      logger,
      intervalMs: RETRY_INTERVAL_MS,
      runOnce: (signal) => this.#runOnce(signal),
    });
    let first = true;
    this.#compare = new Loop({
      name: 'assignments-compare',
      clock,
      logger,
      intervalMs: FULL_COMPARE_INTERVAL_MS,
      runOnce: async () => {
        if (!first) await this.#follower?.resync();
        first = false;
      },
    });
  }

  /** Resolves when the first listing is complete; taking the jobs over goes on behind it. */
  async start(): Promise<void> {
    const { coordination, holder } = this.#options;
    await this.#work.start();
    this.#follower ??= coordination.follow(assignmentsPrefix(holder.nodeId), this);
    await this.#follower.started;
    await this.#compare.start();
  }

  async stop(): Promise<void> {
    // The follower first: while etcd is away, a full compare ends with it and not before.
    await this.#follower?.close();
    await this.#compare.stop();
    await this.#work.stop();
  }

  /** After a lost lease: what etcd says now is compared with what is held. */
  async resync(): Promise<void> {
    await this.#follower?.resync();
  }

  isCurrent(): boolean {
    return this.#follower?.isCurrent() ?? false;
  }

  /** False after etcd lost its history, until etcd says anew that the job is ours: only the table can tell meanwhile. */
  isListed(jobId: string): boolean {
    return !this.#unlisted.has(jobId);
  }

  get appliedRevision(): number {
    return this.#appliedRevision;
  }

  /** Jobs that are not taken over yet. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** No planned time after this instant may be vouched for: a job that waits has not been planned yet. */
  earliestWaiting(): number {
    let earliest = Infinity;
    const { resumeFrom } = this.#options.table.columns;
    for (const slot of this.#waiting) earliest = Math.min(earliest, resumeFrom[slot]!);
    for (const plannedAt of this.#rereads.values()) earliest = Math.min(earliest, plannedAt - 1);
    return earliest;
  }

  // ── PrefixView ──────────────────────────────────────────────────────────────────────────────────────────────────

  apply(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.type === 'put') this.#put(change.kv);
      else this.#delete(parseAssignmentKey(change.key).jobId);
    }
    if (this.#waiting.size > 0 || this.#gone.size > 0) this.#work.wake();
  }

  *keys(): Iterable<string> {
    const { holder, table } = this.#options;
    for (const jobId of table.ids()) if (!this.#unlisted.has(jobId)) yield assignmentKey(holder.nodeId, jobId);
  }

  /** A million jobs are compared in full every few minutes: their values are read where they differ. */
  readonly comparison: Comparison = {
    begin: () => {
      this.#options.table.markAllUnseen();
      return this.#options.table.size;
    },
    see: (key) => {
      const { table } = this.#options;
      const job = table.get(parseAssignmentKey(key).jobId);
      if (!job) return undefined;
      table.see(job);
      return this.#unlisted.has(job.jobId) ? undefined : job.revision;
    },
    unseen: () => this.#unseenKeys(),
  };

  *#unseenKeys(): Iterable<string> {
    const { holder, table } = this.#options;
    for (const jobId of table.unseenIds()) if (!this.#unlisted.has(jobId)) yield assignmentKey(holder.nodeId, jobId);
  }

  /** An emptied etcd is no reason to stop: what is held goes on firing until a claim is refused for its epoch. */
  historyReplaced(): void {
    this.#appliedRevision = 0;
    for (const jobId of this.#options.table.ids()) this.#unlisted.add(jobId);
    this.#options.logger.warn({ jobs: this.#unlisted.size }, 'etcd lost its history, keeping the jobs at hand');
  }

  synced(revision: number): void {
    this.#appliedRevision = revision;
  }

  #put(kv: KeyValue): void {
    const { table, logger, planner, secrets, onPlanned } = this.#options;
    const assignment = parseAssignment(kv, logger);
    if (!assignment) return;
    this.#unlisted.delete(assignment.jobId);
    let job = table.get(assignment.jobId);
    if (job) job.revision = kv.modRevision;
    try {
      if (job && job.epoch === assignment.epoch) {
        if (assignment.version <= job.version) return; // seen before, or the table was ahead of etcd
        table.update(job, assignment);
        if (job.takenOver) {
          planner.planFrom(job, job.effectiveFrom);
          onPlanned();
        }
        return;
      }
      if (job && job.epoch > assignment.epoch) return;
      if (job) this.#remove(job);
      job = table.add(assignment, kv.modRevision);
    } catch (error) {
      logger.error({ err: error, jobId: assignment.jobId }, 'an assigned job cannot be understood, it will not run');
      return;
    }
    // Now, while the database can be asked: its first run may come when it cannot.
    secrets.prepare(assignment.job.project);
    this.#options.prepare(assignment.job.callback);
    this.#waiting.add(job.slot);
  }

  #delete(jobId: string): void {
    const job = this.#options.table.get(jobId);
    if (!job) return;
    this.#remove(job);
    this.#gone.add(jobId);
  }

  #remove(job: OwnedJob): void {
    const { jobId, slot } = job;
    this.#options.planner.forget(job);
    this.#options.table.remove(job);
    this.#options.overlap.forget(jobId);
    this.#waiting.delete(slot);
    this.#rereads.delete(jobId);
    this.#unlisted.delete(jobId);
  }

  // ── The job table's word ────────────────────────────────────────────────────────────────────────────────────────

  /** The table refused a claim: it knows the job better than etcd did. */
  refused(job: OwnedJob, plannedAt: number, refusal: ClaimRefusal): void {
    if (!job.isHeld) return;
    if (refusal === 'epoch' || refusal === 'deleted') {
      this.#options.logger.info({ jobId: job.jobId, refusal }, 'dropping a job that is no longer ours');
      this.#remove(job);
      if (refusal === 'deleted') this.#options.executor.supersede(new Set([job.jobId]), 'deleted');
      return;
    }
    this.#rereads.set(job.jobId, Math.min(plannedAt, this.#rereads.get(job.jobId) ?? Infinity));
    this.#work.wake();
  }

  async #runOnce(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.#waiting.size > 0) await this.#takeOver();
    while (!signal.aborted && this.#rereads.size > 0) await this.#reread();
    if (this.#gone.size > 0) await this.#voidRunsOfEndedJobs();
  }

  async #takeOver(): Promise<void> {
    const { jobs, holder, table, planner, overlap, onPlanned, coordination, clock, logger } = this.#options;
    const batch = firstOf(this.#waiting, BATCH_SIZE).map((slot) => table.at(slot));
    const rows = await jobs.ownerships(batch.map(({ jobId }) => jobId));
    this.#startWherePredecessorsEnded(batch, rows);
    const fromTheLiving = await comeFromTheLiving(rows, holder, coordination);
    const ours = await jobs.takeOver(
      holder,
      batch
        .filter(({ isHeld }) => isHeld)
        .map(({ jobId, epoch, resumeFrom, revision }) => ({ jobId, epoch, resumeFrom, assignedRevision: revision })),
    );
    const taken = batch.filter((job) => ours.has(job.jobId) && job.isHeld);
    await overlap.readElsewhere(taken.filter(({ forbidsOverlap }) => forbidsOverlap).map(({ jobId }) => jobId));
    for (const job of batch) {
      if (!job.isHeld) continue; // gone or replaced while the database was asked
      if (ours.has(job.jobId)) {
        this.#waiting.delete(job.slot);
        job.takenOver = true;
        const from = Math.max(job.resumeFrom, job.effectiveFrom);
        if (fromTheLiving.has(job.jobId)) planner.planAfterHandover(job, from, clock.now());
        else planner.planFrom(job, from);
      } else {
        logger.info({ jobId: job.jobId, epoch: job.epoch }, 'the job has a newer owner or is gone, dropping it');
        this.#remove(job);
      }
    }
    onPlanned();
  }

  /** After a restart within the lease's time the keys are as old as their jobs; the watermark is not. */
  #startWherePredecessorsEnded(batch: readonly OwnedJob[], ownerships: readonly JobOwnership[]): void {
    const { vouchers } = this.#options;
    if (vouchers.length === 0) return;
    const rows = new Map(ownerships.map((row) => [row.jobId, row]));
    for (const job of batch) {
      const row = job.isHeld && rows.get(job.jobId);
      const { epoch, resumeFrom, revision } = job;
      if (row) job.resumeFrom = vouchedFrom({ epoch, resumeFrom, keyRevision: revision }, row, vouchers);
    }
  }

  async #reread(): Promise<void> {
    const { jobs, table, planner, executor, onPlanned } = this.#options;
    const ids = firstOf(this.#rereads.keys(), BATCH_SIZE);
    const rows = new Map((await jobs.getMany(ids)).map((row) => [row.id, row]));
    for (const jobId of ids) {
      const job = table.get(jobId);
      const row = rows.get(jobId);
      this.#rereads.delete(jobId);
      if (!job) continue;
      if (!row || !row.enabled) {
        if (row) {
          // Parked under its new version: a later one, with the job resumed, will be newer than this.
          job.version = row.version;
          planner.forget(job);
        } else {
          this.#remove(job);
        }
        executor.supersede(new Set([jobId]), row ? 'paused' : 'deleted');
      } else if (row.version !== job.version) {
        this.#update(job, row);
      }
    }
    onPlanned();
  }

  #update(job: OwnedJob, row: Job): void {
    const { table, planner, logger } = this.#options;
    const { jobId, epoch, resumeFrom } = job;
    const { version, effectiveFrom } = row;
    const definition = compileJob(row);
    try {
      table.update(job, {
        format: ASSIGNMENT_FORMAT,
        jobId,
        version,
        epoch,
        resumeFrom,
        effectiveFrom,
        job: definition,
      });
    } catch (error) {
      logger.error({ err: error, jobId }, 'the newest version of a job cannot be understood, it will not run');
      job.version = version;
      planner.forget(job);
      return;
    }
    planner.planFrom(job, effectiveFrom);
  }

  /** A job that left may have moved (its runs go on here) or ended (they are void); the table knows which. */
  async #voidRunsOfEndedJobs(): Promise<void> {
    const { jobs, executor } = this.#options;
    const asked = [...this.#gone];
    const concerned = [...executor.jobsWithOpenRuns(this.#gone)];
    for (let from = 0; from < concerned.length; from += BATCH_SIZE) {
      const ids = concerned.slice(from, from + BATCH_SIZE);
      const heads = await jobs.headsOf(ids);
      const known = new Set(heads.map(({ id }) => id));
      executor.supersede(new Set(heads.filter(({ enabled }) => !enabled).map(({ id }) => id)), 'paused');
      executor.supersede(new Set(ids.filter((id) => !known.has(id))), 'deleted');
    }
    for (const id of asked) this.#gone.delete(id);
  }
}

/** Without a copy of all: a million may wait. */
function firstOf<T>(items: Iterable<T>, count: number): T[] {
  const first: T[] = [];
  for (const item of items) if (first.push(item) === count) break;
  return first;
}

function parseAssignment(kv: KeyValue, logger: Logger): Assignment | null {
  try {
    const assignment = JSON.parse(kv.value) as Assignment;
    if (assignment.format === ASSIGNMENT_FORMAT) return assignment;
    logger.error({ key: kv.key, format: assignment.format }, 'an assignment of an unknown format: upgrade this node');
  } catch (error) {
    logger.error({ err: error, key: kv.key }, 'an assignment that is not JSON');
  }
  return null;
}
