import type { LeaderStore } from '../../admin/src/leader/leader-store.js';
import type { NodeRegistration } from '@crony/shared/domain/assignment';
import type { Job } from '@crony/shared/domain/job';
import { NO_RETRY } from '@crony/shared/domain/retry-policy';
import type { Holder } from '@crony/shared/domain/run';
import type { Clock } from '@crony/shared/runtime/clock';
import { StoreUnavailableError } from '@crony/shared/store/store';
import type {
  JobHead,
  JobOwnership,
  NodeIncarnation,
  NodeSettings,
  RescueDecision,
  RunInDoubt,
} from '@crony/shared/store/store';

/** As much of a database as the leader reads, in maps, so that a test sets a situation in one line and breaks it in another. */
export class TableOfJobs implements LeaderStore {
  readonly rows = new Map<string, Job & { ownership: JobOwnership }>();
  readonly records: NodeIncarnation[] = [];
  readonly stored = new Map<string, NodeSettings>();
  readonly inHand = new Map<string, RunInDoubt & { nodeId: string | null }>();
  readonly resolved: RescueDecision[] = [];
  readonly forgotten: Holder[] = [];
  reachable = true;
  readonly #clock: Clock;
  #created = 0;
  #sortedIds: string[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(over: Partial<Job> = {}): string {
    this.#created += 1;
    const id = over.id ?? `job-${String(this.#created).padStart(6, '0')}`;
    const now = this.#clock.now();
    const job: Job = {
      id,
      name: id,
      project: 'default',
      enabled: true,
      schedule: { everyMs: 1_000, timeZone: 'UTC' },
      callback: { type: 'http', method: 'POST', url: 'http://service.internal/' },
      timeoutMs: 30_000,
      completion: 'sync',
      retry: NO_RETRY,
      concurrency: 'forbid',
      misfire: 'fire_once',
      misfireAfterMs: 5_000,
      misfireLimit: 100,
      onNodeLoss: 'redispatch',
      onIsolation: 'fire',
      nodeLabels: {},
      priority: 0,
      tags: {},
      owner: '',
      description: '',
      alerts: { channels: [], on: [] },
      managedBy: null,
      version: 1,
      epoch: 0,
      effectiveFrom: now,
      ownerNode: null,
      createdAt: now,
      updatedAt: now,
      ...over,
    };
    const { effectiveFrom, epoch } = job;
    const ownership = { jobId: id, effectiveFrom, owner: null, epoch, resumeFrom: 0, assignedRevision: null };
    this.rows.set(id, { ...job, ownership });
    return id;
  }

  addMany(count: number, over: Partial<Job> = {}): string[] {
    return Array.from({ length: count }, () => this.add(over));
  }

  edit(id: string, over: Partial<Job>): void {
    const row = this.rows.get(id)!;
    const now = this.#clock.now();
    Object.assign(row, { version: row.version + 1, effectiveFrom: now, updatedAt: now, ...over });
    row.ownership = { ...row.ownership, effectiveFrom: row.effectiveFrom };
  }

  /** What a node does that takes a job over. */
  takeOver(
    id: string,
    { nodeId, incarnation }: Holder,
    epoch: number,
    resumeFrom: number,
    assignedRevision: number,
  ): void {
    const row = this.rows.get(id)!;
    row.epoch = epoch;
    const owner = { nodeId, incarnation };
    row.ownership = { ...row.ownership, owner, epoch, resumeFrom, assignedRevision };
  }

  record(holder: Holder, registration: NodeRegistration): NodeIncarnation {
    const now = this.#clock.now();
    const record: NodeIncarnation = {
      ...holder,
      registration,
      startedAt: now,
      heartbeatAt: now,
      stoppedAt: null,
      watermark: now,
      appliedRevision: 0,
      inFlight: 0,
      jobs: 0,
      clockSkewMs: null,
      figures: null,
    };
    this.records.push(record);
    return record;
  }

  now(): Promise<number> {
    return this.#answer(() => this.#clock.now());
  }

  ping(): Promise<void> {
    return this.#answer(() => undefined);
  }

  readonly jobs: LeaderStore['jobs'] = {
    heads: (afterId, limit) =>
      this.#answer(() => {
        if (afterId === null) this.#sortedIds = [...this.rows.keys()].sort();
        const from = afterId === null ? 0 : this.#sortedIds.findIndex((id) => id > afterId);
        return from < 0 ? [] : this.#found(this.#sortedIds.slice(from, from + limit)).map(headOf);
      }),
    headsOf: (ids) => this.#answer(() => this.#found(ids).map(headOf)),
    getMany: (ids) => this.#answer(() => structuredClone(this.#found(ids))),
    getManyOwned: (ids) =>
      this.#answer(() => structuredClone(this.#found(ids).map((row) => ({ job: row, ownership: row.ownership })))),
    // As if each had a row for every planned time up to now.
    lastPlanned: (ids) => this.#answer(() => new Map(ids.map((id) => [id, Number.MAX_SAFE_INTEGER]))),
    changedSince: (since, limit) =>
      this.#answer(() =>
        [...this.rows.values()]
          .filter(({ updatedAt }) => updatedAt >= since)
          .sort((a, b) => a.updatedAt - b.updatedAt)
          .slice(0, limit)
          .map(({ id, updatedAt }) => ({ id, updatedAt })),
      ),
    pausedUntil: () => this.#answer(() => []),
    replace: () => Promise.reject(new Error('nothing here is paused until a time')),
  };

  /** Of what accepts, backfills and pauses are about there is nothing here. */
  readonly runs: LeaderStore['runs'] = { createPending: () => Promise.reject(new Error('not in this table')) };
  readonly reports: LeaderStore['reports'] = {
    close: () => Promise.resolve(false),
    hear: () => Promise.resolve(),
    overdue: () => this.#answer(() => []),
  };
  readonly backfills: LeaderStore['backfills'] = {
    create: () => Promise.resolve(),
    get: () => Promise.resolve(null),
    list: () => Promise.resolve({ items: [], nextCursor: null }),
    running: () => this.#answer(() => []),
    advance: () => Promise.resolve(false),
    cancel: () => Promise.resolve(false),
    open: () => Promise.resolve(0),
  };

  readonly projects: LeaderStore['projects'] = { list: () => this.#answer(() => ({ items: [], nextCursor: null })) };
  readonly retention: LeaderStore['retention'] = {
    finalRuns: () => this.#answer(() => []),
    deleteOutput: () => this.#answer(() => 0),
    deleteRuns: () => this.#answer(() => ({})),
    aged: () => this.#answer(() => []),
    deleteAged: () => this.#answer(() => ({})),
  };
  readonly atomically: LeaderStore['atomically'] = () => Promise.reject(new Error('nothing here is changed'));

  readonly nodes: LeaderStore['nodes'] = {
    settings: () => this.#answer(() => [...this.stored.values()]),
    listNewest: () => this.#answer(() => [...new Map(this.records.map((record) => [record.nodeId, record])).values()]),
    incarnations: (nodeId) =>
      this.#answer(() => this.records.filter((record) => record.nodeId === nodeId).toReversed()),
    silent: (before, living) =>
      this.#answer(() => {
        const alive = new Set(living.map(({ nodeId, incarnation }) => `${nodeId}/${incarnation}`));
        return this.records.filter(
          (record) =>
            !alive.has(`${record.nodeId}/${record.incarnation}`) &&
            (record.heartbeatAt < before || record.stoppedAt !== null),
        );
      }),
    forget: (holder) =>
      this.#answer(() => {
        this.forgotten.push(holder);
        const at = this.records.findIndex((record) => record.incarnation === holder.incarnation);
        if (at >= 0) this.records.splice(at, 1);
        return at >= 0;
      }),
  };

  readonly rescue: LeaderStore['rescue'] = {
    inDoubt: (holders, limit) =>
      this.#answer(() => {
        const wanted = new Set(holders.map(({ incarnation }) => incarnation));
        return [...this.inHand.values()]
          .filter(({ state, holder }) => state !== 'pending' && wanted.has(holder.incarnation))
          .slice(0, limit);
      }),
    stranded: (living, limit) =>
      this.#answer(() =>
        [...this.inHand.values()]
          .filter(({ state, nodeId }) => state === 'pending' && (nodeId === null || !living.includes(nodeId)))
          .slice(0, limit),
      ),
    resolve: (decisions) =>
      this.#answer(() => {
        const changed = new Set<string>();
        for (const { run, action, nodeId } of decisions) {
          const row = this.inHand.get(run.runId);
          if (row?.fence !== run.fence || row.state !== run.state) continue;
          if (action === 'lost') this.inHand.delete(run.runId);
          else
            Object.assign(row, {
              state: 'pending',
              nodeId,
              fence: action === 'redispatch' ? row.fence + 1 : row.fence,
            });
          this.resolved.push({ run, action, nodeId });
          changed.add(run.runId);
        }
        return changed;
      }),
  };

  #found(ids: readonly string[]): (Job & { ownership: JobOwnership })[] {
    return ids.flatMap((id) => this.rows.get(id) ?? []);
  }

  async #answer<T>(read: () => T): Promise<T> {
    if (!this.reachable) throw new StoreUnavailableError('the database does not answer');
    return read();
  }
}

function headOf({ id, project, enabled, version, epoch, nodeLabels }: Job): JobHead {
  return { id, project, enabled, version, epoch, nodeLabels };
}
