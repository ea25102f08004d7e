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
import { CoordinationUnavailableError } from '@crony/shared/coordination/coordination';
import type { Coordination } from '@crony/shared/coordination/coordination';
import { PARKED_NODE } from '@crony/shared/coordination/keys';
import type { Logger } from '@crony/shared/runtime/logger';
import type { HubMetrics } from '../metrics.js';
import { AbsentNodes } from './absent-nodes.js';
import { guardsOf, keyed, pack, removal } from './assignment-transactions.js';
import type { PutAction, Write } from './assignment-transactions.js';
import { AssignmentValues } from './assignment-values.js';
import type { AssignmentValuesOptions } from './assignment-values.js';
import type { Action } from './plan.js';
import type { WriteFence } from './write-fence.js';

export interface AssignmentWriterOptions extends AssignmentValuesOptions {
  coordination: Coordination;
  logger: Logger;
  metrics: HubMetrics;
  fence: WriteFence;
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

/** Jobs read at once; each slice is one query and a handful of transactions. */
const SLICE_JOBS = 256;
const SLICES_IN_FLIGHT = 4;
/** etcd pays for a deletion later, when it compacts: a pause after each transaction that only deletes spreads it. */
const DELETION_PAUSE_MS = 5;

/** What is read once for all slices of a pass. */
interface Pass {
  values: AssignmentValues;
  absent: AbsentNodes;
}

export class AssignmentWriter {
  readonly #options: AssignmentWriterOptions;

  constructor(options: AssignmentWriterOptions) {
    this.#options = options;
  }

  /** Throws when the database or etcd does not answer; what was written until then is seen by the next pass. */
  async write(actions: readonly Action[], signal: AbortSignal): Promise<WriteReport> {
    const report: WriteReport = { revision: 0, written: 0, stale: [], unsettled: [], refused: new Map() };
    const pass: Pass = {
      values: new AssignmentValues(this.#options),
      absent: new AbsentNodes(this.#options.coordination),
    };
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
    const puts = slice.filter((action): action is PutAction => action.type !== 'remove');
    const values = await pass.values.of(puts);
    const writes: Write[] = [];
    for (const action of slice) {
      if (action.type === 'remove') {
        writes.push(removal(action));
        continue;
      }
      const { jobId } = action;
      const value = values.get(jobId);
      const absence = isFailover(action) ? await pass.absent.guardOf(action.from.nodeId) : undefined;
      if (value === undefined || absence === null) {
        report.stale.push(jobId);
        continue;
      }
      const bytes = Buffer.byteLength(value);
      if (bytes > MAX_ASSIGNMENT_BYTES) {
        report.refused.set(
          jobId,
          `compiled, the job has ${bytes} bytes; at most ${MAX_ASSIGNMENT_BYTES} fit an assignment`,
        );
        continue;
      }
      writes.push(keyed(action, value, absence));
    }
    return writes;
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
