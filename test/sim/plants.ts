/**
 * Bugs, planted from outside into the seams of the product: each is one that the promise forbids, and the checker has to
 * find every one of them. No line of the product knows of this file.
 */
import type { NodeOptions } from '@crony/node/crony-node';
import type { Change, Coordination, PrefixView, Transaction } from '@crony/shared/coordination/coordination';
import { ASSIGNMENTS_PREFIX, parseAssignmentKey } from '@crony/shared/coordination/keys';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { ResultWrite, Store } from '@crony/shared/store/store';
import type { SimulatedDatabase } from './simulated-database.js';
import type { World } from './world.js';

export interface Plant {
  prepare?(database: SimulatedDatabase): Promise<void>;
  store?(store: Store, role: 'hub' | 'node', world: World): Store;
  coordination?(coordination: Coordination, role: 'hub' | 'node', id: string, world: World): Coordination;
  node?(options: NodeOptions, world: World): NodeOptions;
}

const RESUME_FROM = /"resumeFrom":\d+/;
/** Between the two steps of a move that should be one. */
const STEP_MS = 150;

/** Calls go to the coordination itself, but for those that the plant takes over. */
function over(coordination: Coordination, changed: Partial<Coordination>): Coordination {
  return new Proxy(coordination, {
    get(target, key) {
      if (key in changed) return (changed as Record<PropertyKey, unknown>)[key];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function isMove({ operations }: Transaction): boolean {
  const assignments = operations.filter(({ key }) => key.startsWith(ASSIGNMENTS_PREFIX));
  return ['put', 'delete'].every((type) => assignments.some((operation) => operation.type === type));
}

export const PLANTS = {
  'no-unique-key': {
    prepare: (database) => database.execute('DROP INDEX runs_planned'),
    store: (store, _, world) => ({
      ...store,
      claims: {
        ...store.claims,
        claim: async (holder, claims) => {
          const own = claims.map((claim) => ({ ...claim, runId: uuidv7(world.clock) }));
          const results = await store.claims.claim(holder, own);
          results.forEach((result, i) => result.won && Object.assign(claims[i]!, { runId: own[i]!.runId }));
          return results;
        },
      },
    }),
  },
  'resume-from-now': {
    coordination: (coordination, role, _, { clock }) =>
      role === 'node'
        ? coordination
        : over(coordination, {
            transact: (transaction, ...rest) =>
              coordination.transact(
                {
                  ...transaction,
                  operations: transaction.operations.map((operation) =>
                    operation.type === 'put'
                      ? { ...operation, value: operation.value.replace(RESUME_FROM, `"resumeFrom":${clock.now()}`) }
                      : operation,
                  ),
                },
                ...rest,
              ),
          }),
  },
  'heartbeat-as-watermark': {
    store: (store, _, { clock }) => ({
      ...store,
      nodes: {
        ...store.nodes,
        heartbeat: (holder, beat, signs) => store.nodes.heartbeat(holder, { ...beat, watermark: clock.now() }, signs),
      },
    }),
  },
  'no-fence': {
    store: (store, _, world) => ({
      ...store,
      claims: {
        ...store.claims,
        writeResults: async (holder, results) => {
          const applied: boolean[] = [];
          for (const result of results) applied.push(...(await writeAsHolder(world.store, store, holder, result)));
          return applied;
        },
      },
    }),
  },
  'claimless-fence-1': {
    store: (store, _, world) => ({
      ...store,
      claims: {
        ...store.claims,
        replay: async (runs) => {
          for (const { claim, result } of runs) {
            const found = await world.store.runs.get(claim.runId);
            if (!found || !result || found.run.incarnation === null) continue;
            const owner = { nodeId: found.run.nodeId!, incarnation: found.run.incarnation };
            await store.claims.writeResults(owner, [{ ...result, fence: 1 }]);
          }
          return store.claims.replay(runs);
        },
      },
    }),
  },
  'claim-not-joined': {
    store: (store, _, world) => ({
      ...store,
      claims: {
        ...store.claims,
        claim: async (holder, claims) => {
          const jobs = new Map(
            (await world.store.jobs.getMany(claims.map(({ jobId }) => jobId))).map((j) => [j.id, j]),
          );
          const forced = claims.map((claim) => {
            const job = jobs.get(claim.jobId);
            return job ? { ...claim, jobVersion: job.version, epoch: job.epoch } : claim;
          });
          return store.claims.claim(holder, forced);
        },
      },
    }),
  },
  'claims-dropped-on-a-move': {
    node: (options, world) => {
      const lost = new Set<string>();
      const coordination = over(options.coordination, {
        follow: (prefix, view, ...rest) =>
          options.coordination.follow(
            prefix,
            watching(view, (change) => noteLoss(change, lost)),
            ...rest,
          ),
      });
      const callbacks: NodeOptions['callbacks'] = {
        ...options.callbacks!,
        call: (request, signal) =>
          lost.has(request.jobId) && request.attempt === 1
            ? new Promise(() => {})
            : options.callbacks!.call(request, signal),
      };
      void world;
      return { ...options, coordination, callbacks };
    },
  },
  'no-incarnation': {
    store: (store, role) => (role === 'hub' ? store : withoutIncarnation(store)),
  },
  'no-compare-and-set': {
    store: (store, role, world) => ({
      ...store,
      rescue: {
        ...store.rescue,
        resolve: async (decisions, now) => {
          if (role === 'node') return store.rescue.resolve(decisions, now);
          // A leader that takes its time, and then writes whatever the row says by now.
          await world.clock.sleep(2_500);
          const changed = new Set<string>();
          for (const { run, action, nodeId } of decisions) {
            if (action === 'lost') continue;
            await world.database.execute(
              `UPDATE runs SET state = 'pending', fence = fence + 1, attempt = attempt + 1, incarnation = NULL,
                 node_id = ${nodeId === null ? 'NULL' : `'${nodeId}'`}, finished_at = NULL, due_at = ${now}
               WHERE id = '${run.runId}'`,
            );
            changed.add(run.runId);
          }
          return changed;
        },
      },
    }),
  },
  'silent-watch': {
    coordination: (coordination, role) =>
      role === 'hub'
        ? coordination
        : over(coordination, {
            follow: (prefix, view, ...rest) => coordination.follow(prefix, deafAfterFirst(view), ...rest),
          }),
  },
  'move-in-two-steps': {
    coordination: (coordination, role, _, { clock }) =>
      role === 'node'
        ? coordination
        : over(coordination, {
            transact: async (transaction, ...rest) => {
              if (!isMove(transaction)) return coordination.transact(transaction, ...rest);
              const of = (type: 'put' | 'delete') => transaction.operations.filter((one) => one.type === type);
              const first = await coordination.transact({ ...transaction, operations: of('delete') }, ...rest);
              if (!first.succeeded) return first;
              await clock.sleep(STEP_MS);
              return coordination.transact({ operations: of('put') }, ...rest);
            },
          }),
  },
} as const satisfies Record<string, Plant>;

export type PlantName = keyof typeof PLANTS;

async function writeAsHolder(
  truth: Store,
  store: Store,
  holder: Parameters<Store['claims']['writeResults']>[0],
  result: ResultWrite,
): Promise<boolean[]> {
  const found = await truth.runs.get(result.runId);
  const { nodeId, incarnation, fence } = found?.run ?? {};
  if (nodeId == null || incarnation == null) return store.claims.writeResults(holder, [result]);
  return store.claims.writeResults({ nodeId, incarnation }, [{ ...result, fence: fence! }]);
}

function watching(view: PrefixView, see: (change: Change) => void): PrefixView {
  return {
    ...bound(view),
    apply: (changes) => {
      changes.forEach(see);
      view.apply(changes);
    },
  };
}

function bound(view: PrefixView): PrefixView {
  return {
    apply: (changes) => view.apply(changes),
    keys: () => view.keys(),
    synced: (...args) => view.synced(...args),
    ...(view.historyReplaced ? { historyReplaced: () => view.historyReplaced!() } : {}),
    ...(view.comparison ? { comparison: view.comparison } : {}),
  };
}

function deafAfterFirst(view: PrefixView): PrefixView {
  let heard = false;
  return {
    ...bound(view),
    apply: (changes) => {
      if (!heard) view.apply(changes);
    },
    synced: (...args) => {
      heard = true;
      view.synced(...args);
    },
  };
}

function noteLoss(change: Change, lost: Set<string>): void {
  const key = change.type === 'put' ? change.kv.key : change.key;
  if (!key.startsWith(ASSIGNMENTS_PREFIX)) return;
  const { jobId } = parseAssignmentKey(key);
  if (change.type === 'put') lost.delete(jobId);
  else lost.add(jobId);
}

/** Every start of a node's process goes by the same name. */
function withoutIncarnation(store: Store): Store {
  const plain = <T extends { nodeId: string }>(holder: T): T => ({ ...holder, incarnation: `only-${holder.nodeId}` });
  const { claims, nodes, jobs } = store;
  return {
    ...store,
    claims: {
      ...claims,
      claim: (holder, rows) => claims.claim(plain(holder), rows),
      writeResults: (holder, rows) => claims.writeResults(plain(holder), rows),
      takePending: (holder, dueBy, limit) => claims.takePending(plain(holder), dueBy, limit),
      takeRetries: (holder, runs) => claims.takeRetries(plain(holder), runs),
      stillHeld: (holder, runs) => claims.stillHeld(plain(holder), runs),
      openElsewhere: (holder, ids) => claims.openElsewhere(plain(holder), ids),
    },
    jobs: { ...jobs, takeOver: (holder, rows) => jobs.takeOver(plain(holder), rows) },
    nodes: {
      ...nodes,
      register: (holder, registration, first) => nodes.register(plain(holder), registration, first),
      heartbeat: (holder, beat, signs) => nodes.heartbeat(plain(holder), beat, signs),
      // A name that is never given up is never told to be gone either.
      markStopped: (holder, last) => nodes.heartbeat(plain(holder), last).then(() => {}),
    },
  };
}
