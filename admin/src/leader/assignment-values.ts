/**
 * What the key of each job must carry: the compiled job, a new epoch, and the instant from which its owner answers. Made
 * anew for each pass, which reads a node's records once.
 */
import type { Job } from '@crony/shared/domain/job';
import type { Clock } from '@crony/shared/runtime/clock';
import type { JobOwnership, NodeIncarnation } from '@crony/shared/store/store';
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
    const { store } = this.#options;
    const ids = actions.map(({ jobId }) => jobId);
    const [read, ownerships] = await Promise.all([store.jobs.getMany(ids), store.jobs.ownerships(ids)]);
    const jobs = new Map(read.map((job) => [job.id, job]));
    const rows = new Map(ownerships.map((row) => [row.jobId, row]));
    const evidence = {
      records: await this.#recordsOf(ownerships),
      lastPlanned: await this.#lastPlanned(actions, rows),
    };
    for (const action of actions) {
      const { jobId } = action;
      const [job, row] = [jobs.get(jobId), rows.get(jobId)];
      if (!job?.enabled || !row || job.version !== this.#options.jobs.get(jobId)?.version) continue;
      const [epoch, from] =
        action.type === 'update'
          ? [action.key.epoch, resumeFromInPlace(action.key.resumeFrom, job)]
          : this.#ownedAnew(action, job, row, evidence);
      values.set(jobId, encodeAssignment(job, epoch, from));
    }
    return values;
  }

  #ownedAnew(
    action: Exclude<PutAction, { type: 'update' }>,
    job: Job,
    ownership: JobOwnership,
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
    ownerships: ReadonlyMap<string, JobOwnership>,
  ): Promise<ReadonlyMap<string, number>> {
    const ids = actions.flatMap((action) => {
      const { owner = null, epoch = 0 } = ownerships.get(action.jobId) ?? {};
      const hasNoKey = action.type === 'assign' || (action.type === 'move' && action.from.epoch < epoch);
      const isGone = owner !== null && !this.#options.lives(owner.nodeId, owner.incarnation);
      return hasNoKey && isGone ? [action.jobId] : [];
    });
    return ids.length === 0 ? Promise.resolve(new Map()) : this.#options.store.jobs.lastPlanned(ids);
  }

  /** Read once a pass: an older watermark vouches for less, never for too much. */
  async #recordsOf(owners: Iterable<JobOwnership>): Promise<Map<string, NodeIncarnation[]>> {
    const records = new Map<string, NodeIncarnation[]>();
    for (const nodeId of new Set(Array.from(owners, ({ owner }) => owner?.nodeId))) {
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
