/**
 * Carries out a plan: reads what each job's key must carry, and writes it in guarded transactions.
 *
 * - A move is one transaction: the old key's deletion and the new key's put share its fate, so at no revision of
 *   etcd's history has a job two owners or none.
 * - Every key that is replaced or deleted is guarded by the revision that the plan saw, every new one by its absence.
 * - What moves from a dead node is guarded by that node's absence: one that registers again, such as after a stall, goes
 *   by what it then finds under its own prefix, and may fire that without asking anybody.
 * - A transaction that was refused, or whose answer never came, is not repeated. It puts the fence in doubt, and the
 *   next pass looks at what is there.
 */
import { MAX_ASSIGNMENT_BYTES } from '@crony/shared/domain/assignment';
import type { Job } from '@crony/shared/domain/job';
import {
  CoordinationUnavailableError,
  MAX_TRANSACTION_BYTES,
  MAX_TRANSACTION_OPERATIONS,
} from '@crony/shared/coordination/coordination';
import type { Coordination, Guard, Operation } from '@crony/shared/coordination/coordination';
import { assignmentKey, PARKED_NODE } from '@crony/shared/coordination/keys';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import type { JobOwnership, NodeIncarnation } from '@crony/shared/store/store';
import type { HubMetrics } from '../metrics.js';
import { AbsentNodes } from './absent-nodes.js';
import { encodeAssignment } from './assignment-value.js';
import type { JobTable } from './job-table.js';
import type { LeaderStore } from './leader-store.js';
import type { Action } from './plan.js';
import { resumeFrom, resumeFromInPlace } from './resume-from.js';
import type { WriteFence } from './write-fence.js';

export interface AssignmentWriterOptions {
  coordination: Coordination;
  store: Pick<LeaderStore, 'jobs' | 'nodes'>;
  clock: Clock;
  logger: Logger;
  metrics: HubMetrics;
  fence: WriteFence;
  jobs: JobTable;
  /** How long runs of this project are kept: nobody catches up with what is older. */
  runsKeptMs(project: string): number;
  /** Whether this incarnation has its key in `nodes/`. */
  lives(nodeId: string, incarnation: string): boolean;
}

export interface WriteReport {
  /** Revision of the newest write; the table shows all of them when it shows this one. */
  revision: number;
  written: number;
  /** Jobs that changed since the plan was made: to be read and planned again. */
  stale: string[];
  /** Jobs whose transaction was refused, or has an unknown outcome. */
  unsettled: string[];
  /** Jobs that cannot be written at all, and why. */
  refused: Map<string, string>;
}

/** Jobs read at once; each slice is one query of each kind and a handful of transactions. */
const SLICE_JOBS = 256;
const SLICES_IN_FLIGHT = 4;
/** Keys grow by the prefix, which is not seen here. */
const TRANSACTION_BYTES = MAX_TRANSACTION_BYTES - 128 * 1_024;
/** etcd pays for a deletion later, when it compacts: a pause after each transaction that only deletes spreads it. */
const DELETION_PAUSE_MS = 5;

/** What is read once for all slices of a pass. */
interface Pass {
  records: Map<string, Promise<NodeIncarnation[]>>;
  absent: AbsentNodes;
}

interface Write {
  action: Action;
  guards: Guard[];
  operations: Operation[];
  bytes: number;
}

export class AssignmentWriter {
  readonly #options: AssignmentWriterOptions;

  constructor(options: AssignmentWriterOptions) {
    this.#options = options;
  }

  /** Throws when the database or etcd does not answer; what was written until then is seen by the next pass. */
  async write(actions: readonly Action[], signal: AbortSignal): Promise<WriteReport> {
    const report: WriteReport = { revision: 0, written: 0, stale: [], unsettled: [], refused: new Map() };
    const pass: Pass = { records: new Map(), absent: new AbsentNodes(this.#options.coordination) };
    const slices: Action[][] = [];
    for (let i = 0; i < actions.length; i += SLICE_JOBS) slices.push(actions.slice(i, i + SLICE_JOBS));
    let failure: Error | undefined;
    const work = async (): Promise<void> => {
      for (let slice = slices.shift(); slice; slice = slices.shift()) {
        if (signal.aborted || failure !== undefined) return;
        try {
          await this.#writeSlice(slice, pass, report, signal);
        } catch (error) {
          failure ??= error instanceof Error ? error : new Error(String(error));
        }
      }
    };
    await Promise.all(Array.from({ length: SLICES_IN_FLIGHT }, work));
    if (failure !== undefined) throw failure;
    return report;
  }

  async #writeSlice(slice: readonly Action[], pass: Pass, report: WriteReport, signal: AbortSignal): Promise<void> {
    const writes = await this.#prepare(slice, pass, report);
    for (const batch of pack(writes)) {
      if (signal.aborted) return;
      await this.#commit(batch, report);
      if (batch.every(({ action }) => action.type === 'remove')) {
        await this.#options.clock.sleep(DELETION_PAUSE_MS, signal);
      }
    }
  }

  async #prepare(slice: readonly Action[], pass: Pass, report: WriteReport): Promise<Write[]> {
    const { store } = this.#options;
    const ids = slice.filter(({ type }) => type !== 'remove').map(({ jobId }) => jobId);
    const [jobList, ownershipList] =
      ids.length === 0 ? [[], []] : await Promise.all([store.jobs.getMany(ids), store.jobs.ownerships(ids)]);
    const jobs = new Map(jobList.map((job) => [job.id, job]));
    const ownerships = new Map(ownershipList.map((ownership) => [ownership.jobId, ownership]));
    const lastPlanned = await this.#lastPlanned(slice, ownerships);
    const writes: Write[] = [];
    for (const action of slice) {
      if (action.type === 'remove') {
        const key = assignmentKey(action.key.nodeId, action.jobId);
        writes.push(toWrite(action, [{ key, modRevision: action.key.modRevision }], [{ type: 'delete', key }]));
        continue;
      }
      const job = jobs.get(action.jobId);
      const ownership = ownerships.get(action.jobId);
      if (!job?.enabled || !ownership || job.version !== this.#options.jobs.get(job.id)?.version) {
        report.stale.push(action.jobId);
        continue;
      }
      const absence = isFailover(action) ? await pass.absent.guardOf(action.from.nodeId) : undefined;
      if (absence === null) {
        report.stale.push(action.jobId);
        continue;
      }
      const last = lastPlanned.get(job.id) ?? null;
      const value = await this.#value(action, job, ownership, last, pass.records);
      const bytes = Buffer.byteLength(value);
      if (bytes > MAX_ASSIGNMENT_BYTES) {
        report.refused.set(
          job.id,
          `compiled, the job has ${bytes} bytes; at most ${MAX_ASSIGNMENT_BYTES} fit an assignment`,
        );
        continue;
      }
      writes.push(keyed(action, value, absence));
    }
    return writes;
  }

  async #value(
    action: Exclude<Action, { type: 'remove' }>,
    job: Job,
    ownership: JobOwnership,
    lastPlanned: number | null,
    records: Map<string, Promise<NodeIncarnation[]>>,
  ): Promise<string> {
    if (action.type === 'update') {
      return encodeAssignment(job, action.key.epoch, resumeFromInPlace(action.key.resumeFrom, job));
    }
    const key = action.type === 'move' ? action.from : null;
    const holder = ownership.owner;
    const owner = holder && (await this.#record(holder.nodeId, holder.incarnation, records));
    const ownerLives = holder !== null && this.#options.lives(holder.nodeId, holder.incarnation);
    const epoch = Math.max(ownership.epoch, key?.epoch ?? 0) + 1;
    const from = resumeFrom({ job, key, ownership, owner, ownerLives, lastPlanned });
    // Of what is older the rows are gone: what was fired long ago would be claimed, and fired, once more.
    const oldest = this.#options.clock.now() - this.#options.runsKeptMs(job.project);
    return encodeAssignment(job, epoch, Math.max(from, oldest));
  }

  /** Of jobs without a key that says where to start, and whose owner is gone. */
  #lastPlanned(
    slice: readonly Action[],
    ownerships: ReadonlyMap<string, JobOwnership>,
  ): Promise<ReadonlyMap<string, number>> {
    const ids = slice.flatMap((action) => {
      const { owner = null, epoch = 0 } = ownerships.get(action.jobId) ?? {};
      const hasNoKey = action.type === 'assign' || (action.type === 'move' && action.from.epoch < epoch);
      const isGone = owner !== null && !this.#options.lives(owner.nodeId, owner.incarnation);
      return hasNoKey && isGone ? [action.jobId] : [];
    });
    return ids.length === 0 ? Promise.resolve(new Map()) : this.#options.store.jobs.lastPlanned(ids);
  }

  /** Read once a pass: an older watermark vouches for less, never for too much. */
  async #record(
    nodeId: string,
    incarnation: string,
    records: Map<string, Promise<NodeIncarnation[]>>,
  ): Promise<NodeIncarnation | null> {
    let known = records.get(nodeId);
    if (!known) {
      known = this.#options.store.nodes.incarnations(nodeId);
      records.set(nodeId, known);
    }
    return (await known).find((record) => record.incarnation === incarnation) ?? null;
  }

  async #commit(batch: readonly Write[], report: WriteReport): Promise<void> {
    const { coordination, fence, logger, metrics } = this.#options;
    const unsettled = (): void => {
      fence.doubt();
      report.unsettled.push(...batch.map(({ action }) => action.jobId));
    };
    if (!fence.standing) {
      unsettled();
      return;
    }
    const guards = fence.guards();
    try {
      const { succeeded, revision } = await coordination.transact({
        guards: [...guards, ...guardsOf(batch)],
        operations: batch.flatMap(({ operations }) => operations),
      });
      metrics.assignmentTransactions.inc({ outcome: succeeded ? 'applied' : 'refused' });
      if (!succeeded) {
        logger.info({ jobs: batch.length }, 'an assignment transaction was refused: what it stood on had changed');
        unsettled();
        return;
      }
      report.revision = Math.max(report.revision, revision);
      report.written += batch.length;
      for (const { action } of batch) metrics.assignmentWrites.inc({ kind: kindOf(action) });
    } catch (error) {
      metrics.assignmentTransactions.inc({ outcome: 'unknown' });
      if (error instanceof CoordinationUnavailableError && !error.ambiguous) throw error;
      unsettled();
      throw error;
    }
  }
}

/** What happened to a job's key, as metrics and logs name it. */
export function kindOf(action: Action): string {
  return action.type === 'move' ? action.reason : action.type;
}

/** A parked job's key stands under no node. */
function isFailover(action: Action): action is Extract<Action, { type: 'move' }> {
  return action.type === 'move' && action.reason === 'failover' && action.from.nodeId !== PARKED_NODE;
}

function keyed(action: Exclude<Action, { type: 'remove' }>, value: string, absence: Guard | undefined): Write {
  const { jobId } = action;
  switch (action.type) {
    case 'assign': {
      const key = assignmentKey(action.to, jobId);
      return toWrite(action, [{ key, modRevision: 0 }], [{ type: 'put', key, value }]);
    }
    case 'update': {
      const key = assignmentKey(action.key.nodeId, jobId);
      return toWrite(action, [{ key, modRevision: action.key.modRevision }], [{ type: 'put', key, value }]);
    }
    case 'move': {
      const old = assignmentKey(action.from.nodeId, jobId);
      const key = assignmentKey(action.to, jobId);
      const put: Operation = { type: 'put', key, value };
      const operations: Operation[] = old === key ? [put] : [{ type: 'delete', key: old }, put];
      const guards = [{ key: old, modRevision: action.from.modRevision }, ...(absence ? [absence] : [])];
      return toWrite(action, guards, operations);
    }
  }
}

function toWrite(action: Action, guards: Guard[], operations: Operation[]): Write {
  let bytes = 0;
  for (const operation of operations) {
    bytes += operation.key.length + (operation.type === 'put' ? Buffer.byteLength(operation.value) : 0);
  }
  return { action, guards, operations, bytes };
}

/** Each once: all that moves from one node is guarded by the same absence. */
function guardsOf(batch: readonly Write[]): Guard[] {
  return [...new Map(batch.flatMap(({ guards }) => guards).map((guard) => [guard.key, guard])).values()];
}

/** Cuts a list of writes into transactions; a write is never split. Two guards are the fence's. */
function pack(writes: readonly Write[]): Write[][] {
  const batches: Write[][] = [];
  let batch: Write[] = [];
  let guarded = new Set<string>();
  let operations = 0;
  let bytes = 0;
  for (const write of writes) {
    const guards = guarded.size + write.guards.filter(({ key }) => !guarded.has(key)).length;
    const full =
      operations + write.operations.length > MAX_TRANSACTION_OPERATIONS ||
      guards + 2 > MAX_TRANSACTION_OPERATIONS ||
      bytes + write.bytes > TRANSACTION_BYTES;
    if (full && batch.length > 0) {
      batches.push(batch);
      batch = [];
      guarded = new Set();
      operations = 0;
      bytes = 0;
    }
    batch.push(write);
    for (const { key } of write.guards) guarded.add(key);
    operations += write.operations.length;
    bytes += write.bytes;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
