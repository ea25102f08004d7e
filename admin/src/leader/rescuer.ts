/**
 * Frees runs whose holder is gone: rows in doubt are dispatched again or given up, as their job says, and pending rows
 * that nobody looks at are handed to somebody who does.
 *
 * A holder is gone only when both are true: its incarnation has no key in etcd, and its heartbeat in the database is
 * older than the TTL by the database's own clock (or it said that it stopped). A node that is merely cut from etcd
 * heartbeats on, and keeps its runs. Every write is a compare-and-set on the row, so a second rescuer, or a holder that
 * comes back after all, changes nothing that was decided.
 */
import { HOUR_MS, SECOND_MS } from '@crony/shared/domain/durations';
import type { NodeLossPolicy } from '@crony/shared/domain/job';
import { nodeLossAction } from '@crony/shared/domain/node-loss';
import type { Holder } from '@crony/shared/domain/run';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { Loop } from '@crony/shared/runtime/service';
import type { Service } from '@crony/shared/runtime/service';
import type { NodeIncarnation, RescueDecision, RunInDoubt } from '@crony/shared/store/store';
import type { CommandSink } from '../api/dependencies.js';
import type { LivingCluster } from '../cluster/living-cluster.js';
import type { HubMetrics } from '../metrics.js';
import type { LeaderStore } from './leader-store.js';

const INTERVAL_MS = SECOND_MS;
const SILENT_AT_ONCE = 1_000;
const RUNS_AT_ONCE = 500;
/** Batches in one pass; what is left waits a second. */
const BATCHES_AT_ONCE = 20;
/** A record that owns nothing and holds nothing is of interest to people for a while. */
const FORGET_AFTER_MS = HOUR_MS;
const FORGET_INTERVAL_MS = 60 * SECOND_MS;
const FORGET_AT_ONCE = 50;

export interface RescuerOptions {
  store: LeaderStore;
  cluster: LivingCluster;
  commands: CommandSink;
  clock: Clock;
  logger: Logger;
  metrics: HubMetrics;
  ttlMs: number;
  /** Node for a run of this job: the job's owner if it lives, else any that may take it; null when there is none. */
  nodeFor: (jobId: string) => string | null;
}

export class Rescuer implements Service {
  readonly #options: RescuerOptions;
  readonly #loop: Loop;
  #forgetAt = -Infinity;

  constructor(options: RescuerOptions) {
    const { clock, logger } = options;
    this.#options = options;
    const runOnce = (signal: AbortSignal): Promise<void> => this.#runOnce(signal);
    this.#loop = new Loop({ name: 'rescuer', clock, logger, intervalMs: INTERVAL_MS, runOnce });
  }

  start(): Promise<void> {
    return this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #runOnce(signal: AbortSignal): Promise<void> {
    const { store, cluster, ttlMs, clock } = this.#options;
    // Without a current view nobody can be told to be gone.
    if (!cluster.isCurrent()) return;
    const living: Holder[] = [...cluster.nodes()].map(([nodeId, { incarnation }]) => ({ nodeId, incarnation }));
    const databaseNow = await store.now();
    const gone = await store.nodes.silent(databaseNow - ttlMs, living, SILENT_AT_ONCE);
    if (gone.length > 0) await this.#rescue((limit) => store.rescue.inDoubt(gone, limit), signal);
    const livingIds = living.map(({ nodeId }) => nodeId);
    if (livingIds.length > 0) await this.#rescue((limit) => store.rescue.stranded(livingIds, limit), signal);
    if (clock.monotonic() >= this.#forgetAt) {
      this.#forgetAt = clock.monotonic() + FORGET_INTERVAL_MS;
      await this.#forget(gone, databaseNow, signal);
    }
  }

  async #rescue(read: (limit: number) => Promise<RunInDoubt[]>, signal: AbortSignal): Promise<void> {
    const { store, clock, commands, logger, metrics } = this.#options;
    for (let batch = 0; batch < BATCHES_AT_ONCE && !signal.aborted; batch++) {
      const runs = await read(RUNS_AT_ONCE);
      const decisions = await this.#decide(runs);
      if (decisions.length === 0) return;
      const changed = await store.rescue.resolve(decisions, clock.now());
      const done = decisions.filter(({ run }) => changed.has(run.runId));
      for (const { action } of done) metrics.rescuedRuns.inc({ action });
      if (done.length > 0) logger.info({ runs: done.length, of: runs.length }, 'rescued runs of holders that are gone');
      for (const nodeId of new Set(done.map(({ nodeId }) => nodeId)))
        if (nodeId !== null) commands.lookAtPending(nodeId);
      if (runs.length < RUNS_AT_ONCE || changed.size === 0) return;
    }
  }

  async #decide(runs: readonly RunInDoubt[]): Promise<RescueDecision[]> {
    const { store, nodeFor } = this.#options;
    const inDoubt = runs.filter(({ state }) => state !== 'pending').map(({ jobId }) => jobId);
    const jobs = inDoubt.length === 0 ? [] : await store.jobs.getMany([...new Set(inDoubt)]);
    const policies = new Map(jobs.map(({ id, onNodeLoss }) => [id, onNodeLoss]));
    return decideRescue(runs, policies, nodeFor);
  }

  async #forget(gone: readonly NodeIncarnation[], databaseNow: number, signal: AbortSignal): Promise<void> {
    const { store, logger } = this.#options;
    const old = gone.filter(({ heartbeatAt }) => heartbeatAt < databaseNow - FORGET_AFTER_MS);
    let forgotten = 0;
    for (const { nodeId, incarnation } of old.slice(0, FORGET_AT_ONCE)) {
      if (signal.aborted) return;
      if (await store.nodes.forget({ nodeId, incarnation })) forgotten += 1;
    }
    if (forgotten > 0) logger.info({ forgotten }, 'forgot incarnations that own nothing any more');
  }
}

/** Pure: what becomes of each run. A pending run for which there is no node stays where it is. */
export function decideRescue(
  runs: readonly RunInDoubt[],
  onNodeLoss: ReadonlyMap<string, NodeLossPolicy>,
  nodeFor: (jobId: string) => string | null,
): RescueDecision[] {
  return runs.flatMap(({ runId, jobId, fence, state }): RescueDecision[] => {
    const run = { runId, fence, state };
    if (state === 'pending') {
      const nodeId = nodeFor(jobId);
      return nodeId === null ? [] : [{ run, action: 'hand_over', nodeId }];
    }
    const action = nodeLossAction(state, onNodeLoss.get(jobId));
    return [{ run, action, nodeId: action === 'redispatch' ? nodeFor(jobId) : null }];
  });
}
