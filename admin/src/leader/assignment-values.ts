/**
 * What the key of each job must carry: the compiled job, a new epoch, and the instant from which its owner answers. Made
 * anew for each pass, which reads a node's records once.
 */
import type { Clock } from '@crony/shared/runtime/clock';
import type { JobWithOwnership, NodeIncarnation } from '@crony/shared/store/store';
import { encodeAssignment } from './assignment-value.js';
import type { JobTable } from './job-table.js';
import type { LeaderStore } from './leader-store.js';
import type { PutAction } from './assignment-transactions.js';
import { resumeFrom, resumeFromInPlace } from './resume-from.js';

export interface AssignmentValuesOptions {
  store: Pick<LeaderStore, 'jobs' | 'nodes'>;
  clock: Clock;
  jobs: JobTable;
  /** How long runs of this project are kept: nobody catches up with what is older. */
  runsKeptMs(project: string): number;
  /** Whether this incarnation has its key in `nodes/`. */
  lives(nodeId: string, incarnation: string): boolean;
}

/** What says where the next owner starts. */
interface Evidence {
  records: ReadonlyMap<string, readonly NodeIncarnation[]>;
  lastPlanned: ReadonlyMap<string, number>;
}

export class AssignmentValues {
  readonly #options: AssignmentValuesOptions;
  readonly #records = new Map<string, Promise<NodeIncarnation[]>>();

  constructor(options: AssignmentValuesOptions) {
    this.#options = options;
  }

  /** By job; those that changed since the plan was made have none. */
  async of(actions: readonly PutAction[]): Promise<ReadonlyMap<string, string>> {
    const values = new Map<string, string>();
    if (actions.length === 0) return values;
    const read = await this.#options.store.jobs.getManyOwned(actions.map(({ jobId }) => jobId));
    const rows = new Map(read.map((row) => [row.job.id, row]));
    const evidence = { records: await this.#recordsOf(read), lastPlanned: await this.#lastPlanned(actions, rows) };
    for (const action of actions) {
      const row = rows.get(action.jobId);
      if (!row?.job.enabled || row.job.version !== this.#options.jobs.get(action.jobId)?.version) continue;
      const { job } = row;
      const [epoch, from] =
        action.type === 'update'
          ? [action.key.epoch, resumeFromInPlace(action.key.resumeFrom, job)]
          : this.#ownedAnew(action, row, evidence);
      values.set(job.id, encodeAssignment(job, epoch, from));
    }
    return values;
  }

  #ownedAnew(
    action: Exclude<PutAction, { type: 'update' }>,
    { job, ownership }: JobWithOwnership,
    { records, lastPlanned }: Evidence,
  ): [epoch: number, resumeFrom: number] {
    const options = this.#options;
    const key = action.type === 'move' ? action.from : null;
    const holder = ownership.owner;
    const owner = records.get(holder?.nodeId ?? '')?.find(({ incarnation }) => incarnation === holder?.incarnation);
    const from = resumeFrom({
      job,
      key,
      ownership,
      owner: owner ?? null,
      ownerLives: holder !== null && options.lives(holder.nodeId, holder.incarnation),
      lastPlanned: lastPlanned.get(action.jobId) ?? null,
    });
    // Of what is older the rows are gone: what was fired long ago would be claimed, and fired, once more.
    const oldest = options.clock.now() - options.runsKeptMs(job.project);
    return [Math.max(ownership.epoch, key?.epoch ?? 0) + 1, Math.max(from, oldest)];
  }

  /** Of jobs without a key that says where to start, and whose owner is gone. */
  #lastPlanned(
    actions: readonly PutAction[],
    rows: ReadonlyMap<string, JobWithOwnership>,
  ): Promise<ReadonlyMap<string, number>> {
    const ids = actions.flatMap((action) => {
      const { owner = null, epoch = 0 } = rows.get(action.jobId)?.ownership ?? {};
      const hasNoKey = action.type === 'assign' || (action.type === 'move' && action.from.epoch < epoch);
      const isGone = owner !== null && !this.#options.lives(owner.nodeId, owner.incarnation);
      return hasNoKey && isGone ? [action.jobId] : [];
    });
    return ids.length === 0 ? Promise.resolve(new Map()) : this.#options.store.jobs.lastPlanned(ids);
  }

  /** Read once a pass: an older watermark vouches for less, never for too much. */
  async #recordsOf(rows: readonly JobWithOwnership[]): Promise<Map<string, NodeIncarnation[]>> {
    const records = new Map<string, NodeIncarnation[]>();
    for (const nodeId of new Set(rows.map(({ ownership }) => ownership.owner?.nodeId))) {
      if (nodeId === undefined) continue;
      let reading = this.#records.get(nodeId);
      if (!reading) {
        reading = this.#options.store.nodes.incarnations(nodeId);
        this.#records.set(nodeId, reading);
      }
      records.set(nodeId, await reading);
    }
    return records;
  }
}
