import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARKED_NODE, assignmentKey } from '@crony/shared/coordination/keys';
import type { JobHead } from '@crony/shared/store/store';
import { AssignmentTable } from './assignment-table.js';
import { JobTable } from './job-table.js';
import { planAssignments } from './plan.js';
import type { Action, Plan } from './plan.js';
import { fewestJobs } from './placement/fewest-jobs.js';
import { satisfies, takesJobs } from './placement/placement.js';
import type { RosterNode } from './placement/roster.js';
import { weightedRoundRobin } from './placement/weighted-round-robin.js';
import { planRebalance } from './rebalance.js';

type Key = [nodeId: string, jobId: string, version?: number, epoch?: number];

const head = (id: string, over: Partial<JobHead> = {}): JobHead => ({
  id,
  project: 'default',
  enabled: true,
  version: 1,
  epoch: 0,
  nodeLabels: {},
  ...over,
});
const node = (nodeId: string, over: Partial<RosterNode> = {}): RosterNode => ({
  nodeId,
  weight: 1,
  labels: {},
  projects: [],
  draining: false,
  releasable: true,
  ...over,
});

function jobTable(heads: readonly JobHead[], complete = true): JobTable {
  const table = new JobTable();
  table.beginSweep();
  for (const each of heads) table.put(each);
  if (complete) table.finishSweep();
  return table;
}

function assignmentTable(keys: readonly Key[]): AssignmentTable {
  const table = new AssignmentTable();
  table.apply(
    keys.map(([nodeId, jobId, version = 1, epoch = 1], i) => ({
      type: 'put',
      kv: {
        key: assignmentKey(nodeId, jobId),
        value: JSON.stringify({ format: 1, jobId, version, epoch, resumeFrom: 0, effectiveFrom: 0, job: {} }),
        createRevision: i + 1,
        modRevision: i + 1,
        leaseId: null,
      },
    })),
  );
  return table;
}

function plan(input: {
  jobs: JobHead[];
  nodes: RosterNode[];
  keys: Key[];
  scope?: string[];
  complete?: boolean;
}): Plan {
  return planAssignments({
    jobs: jobTable(input.jobs, input.complete),
    nodes: input.nodes,
    assignments: assignmentTable(input.keys),
    policy: weightedRoundRobin,
    scope: input.scope ?? null,
  });
}

/** Actions in few words: `assign j a`, `move:failover j a>b`, `update j a`, `remove:deleted j a`. */
const words = ({ actions }: { actions: readonly Action[] }): string[] =>
  actions.map((action) => {
    switch (action.type) {
      case 'assign':
        return `assign ${action.jobId} ${action.to}`;
      case 'move':
        return `move:${action.reason} ${action.jobId} ${action.from.nodeId}>${action.to}`;
      case 'update':
        return `update ${action.jobId} ${action.key.nodeId}`;
      case 'remove':
        return `remove:${action.reason} ${action.jobId} ${action.key.nodeId}`;
    }
  });

describe('one job', () => {
  const a = node('a');
  const inZoneB = { nodeLabels: { zone: 'b' } };
  it.each<[string, Parameters<typeof plan>[0], string[]]>([
    ['new', { jobs: [head('j')], nodes: [a], keys: [] }, ['assign j a']],
    ['new, and nobody there', { jobs: [head('j')], nodes: [], keys: [] }, []],
    ['at rest', { jobs: [head('j')], nodes: [a], keys: [['a', 'j']] }, []],
    ['edited', { jobs: [head('j', { version: 2 })], nodes: [a], keys: [['a', 'j']] }, ['update j a']],
    ['paused', { jobs: [head('j', { enabled: false })], nodes: [a], keys: [['a', 'j']] }, ['remove:disabled j a']],
    ['paused, without a key', { jobs: [head('j', { enabled: false })], nodes: [a], keys: [] }, []],
    ['deleted', { jobs: [], nodes: [a], keys: [['a', 'j']] }, ['remove:deleted j a']],
    ['unknown while the table is not complete', { jobs: [], nodes: [a], keys: [['a', 'j']], complete: false }, []],
    ['its node is dead', { jobs: [head('j')], nodes: [node('b')], keys: [['a', 'j']] }, ['move:failover j a>b']],
    ['its node is dead, nobody else there', { jobs: [head('j', { version: 2 })], nodes: [], keys: [['a', 'j']] }, []],
    ['parked', { jobs: [head('j')], nodes: [a], keys: [[PARKED_NODE, 'j']] }, [`move:failover j ${PARKED_NODE}>a`]],
    [
      'its node drains',
      { jobs: [head('j')], nodes: [node('a', { draining: true }), node('b')], keys: [['a', 'j']] },
      ['move:drain j a>b'],
    ],
    [
      'its node has weight 0',
      { jobs: [head('j')], nodes: [node('a', { weight: 0 }), node('b')], keys: [['a', 'j']] },
      ['move:drain j a>b'],
    ],
    [
      'its node drains, nobody else there',
      { jobs: [head('j')], nodes: [node('a', { draining: true })], keys: [['a', 'j']] },
      [],
    ],
    [
      'its node drains without a fresh heartbeat',
      {
        jobs: [head('j', { version: 2 })],
        nodes: [node('a', { draining: true, releasable: false }), node('b')],
        keys: [['a', 'j']],
      },
      ['update j a'],
    ],
    [
      'wants another zone',
      { jobs: [head('j', inZoneB)], nodes: [a, node('b', { labels: { zone: 'b' } })], keys: [['a', 'j']] },
      ['move:constraint j a>b'],
    ],
    [
      'wants a zone that is not there',
      { jobs: [head('j', inZoneB)], nodes: [a], keys: [['a', 'j']] },
      [`move:constraint j a>${PARKED_NODE}`],
    ],
    [
      'parked, and the zone is still not there',
      { jobs: [head('j', inZoneB)], nodes: [a], keys: [[PARKED_NODE, 'j']] },
      [],
    ],
    [
      'the row’s epoch is ahead of the key',
      { jobs: [head('j', { epoch: 5 })], nodes: [a], keys: [['a', 'j', 1, 4]] },
      ['move:renewal j a>a'],
    ],
    [
      'two keys: the higher epoch stays',
      {
        jobs: [head('j')],
        nodes: [a, node('b')],
        keys: [
          ['a', 'j', 1, 2],
          ['b', 'j', 1, 3],
        ],
      },
      ['remove:duplicate j a'],
    ],
    ['a value that cannot be read', { jobs: [head('j')], nodes: [a], keys: [['a', 'j', NaN]] }, ['update j a']],
  ])('%s', (_name, input, expected) => expect(words(plan(input))).toEqual(expected));

  it('says why it waits', () => {
    const waiting = (jobs: JobHead[], nodes: RosterNode[], keys: Key[] = []): unknown =>
      plan({ jobs, nodes, keys }).waiting.get('j');
    expect(waiting([head('j')], [])).toBe('no node is alive');
    expect(waiting([head('j', inZoneB)], [a])).toBe('no node with label zone=b');
    expect(waiting([head('j', inZoneB)], [a], [['a', 'j']])).toBe('no node with label zone=b');
    expect(waiting([head('j')], [], [['a', 'j']])).toBe('no node is alive');
    expect(waiting([head('j')], [a])).toBeUndefined();
  });

  it('looks at the jobs in scope only', () => {
    const jobs = [head('j'), head('k')];
    expect(words(plan({ jobs, nodes: [a], keys: [], scope: ['k', 'gone'] }))).toEqual(['assign k a']);
  });
});

describe('urgency', () => {
  it('puts what fires nowhere first and tidying last', () => {
    const jobs = [head('edited', { version: 2 }), head('fresh'), head('off', { enabled: false }), head('orphan')];
    const keys: Key[] = [
      ['a', 'edited'],
      ['a', 'off'],
      ['dead', 'orphan'],
    ];
    expect(words(plan({ jobs, nodes: [node('a')], keys })).map((word) => word.split(' ')[0])).toEqual([
      'move:failover',
      'assign',
      'update',
      'remove:disabled',
    ]);
  });
});

describe('failover', () => {
  it('moves every job of the dead node by weight, and none of the living', () => {
    const jobs = Array.from({ length: 600 }, (_, i) => head(`j${i}`));
    const keys = jobs.map(({ id }, i): Key => [i < 100 ? 'a' : i < 300 ? 'b' : 'c', id]);
    const { actions, roster } = plan({ jobs, nodes: [node('a', { weight: 1 }), node('b', { weight: 2 })], keys });
    expect(actions).toHaveLength(300);
    expect(actions.every((action) => action.type === 'move' && action.from.nodeId === 'c')).toBe(true);
    expect([roster.get('a')!.jobs, roster.get('b')!.jobs]).toEqual([200, 400]);
  });
});

/** What etcd would hold after the actions. */
function outcome(keys: readonly Key[], actions: readonly Action[], heads: ReadonlyMap<string, JobHead>): Key[] {
  const held = new Map(keys.map((key) => [assignmentKey(key[0], key[1]), key]));
  for (const action of actions) {
    const version = heads.get(action.jobId)?.version ?? 1;
    const put = (nodeId: string, epoch: number): unknown =>
      held.set(assignmentKey(nodeId, action.jobId), [nodeId, action.jobId, version, epoch]);
    const drop = (nodeId: string): void => {
      expect(held.delete(assignmentKey(nodeId, action.jobId))).toBe(true);
    };
    if (action.type === 'assign') put(action.to, (heads.get(action.jobId)?.epoch ?? 0) + 1);
    if (action.type === 'update') put(action.key.nodeId, action.key.epoch);
    if (action.type === 'remove') drop(action.key.nodeId);
    if (action.type === 'move') {
      drop(action.from.nodeId);
      put(action.to, Math.max(action.from.epoch, heads.get(action.jobId)?.epoch ?? 0) + 1);
    }
  }
  return [...held.values()];
}

const NODE_IDS = ['a', 'b', 'c', 'd'];
const label = fc.constantFrom<Record<string, string>[]>({}, { zone: 'x' }, { zone: 'y' });
const arbitraryNode = (nodeId: string): fc.Arbitrary<RosterNode | null> =>
  fc.option(
    fc.record({
      nodeId: fc.constant(nodeId),
      weight: fc.integer({ min: 0, max: 3 }),
      labels: label,
      projects: fc.constantFrom<string[][]>([], ['default'], ['other']),
      draining: fc.boolean(),
      releasable: fc.boolean(),
    }),
  );
const arbitraryJob = fc.record({
  present: fc.boolean(),
  enabled: fc.boolean(),
  version: fc.integer({ min: 1, max: 2 }),
  epoch: fc.integer({ min: 0, max: 2 }),
  nodeLabels: label,
  project: fc.constantFrom('default', 'other'),
  keys: fc.uniqueArray(
    fc.tuple(fc.constantFrom(...NODE_IDS, PARKED_NODE), fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 })),
    {
      maxLength: 2,
      selector: ([nodeId]) => nodeId,
    },
  ),
});

describe('any cluster at all', () => {
  const world = fc.record({
    nodes: fc.tuple(...NODE_IDS.map(arbitraryNode)).map((nodes) => nodes.filter((each) => each !== null)),
    jobs: fc.array(arbitraryJob, { maxLength: 30 }),
    policy: fc.constantFrom(weightedRoundRobin, fewestJobs),
  });

  it('comes to rest with one key for each job that a node may hold, and stays at rest', () => {
    fc.assert(
      fc.property(world, ({ nodes, jobs, policy }) => {
        const heads = new Map<string, JobHead>();
        let keys: Key[] = [];
        jobs.forEach(({ present, keys: held, ...rest }, i) => {
          if (present) heads.set(`j${i}`, head(`j${i}`, rest));
          for (const [nodeId, version, epoch] of held) keys.push([nodeId, `j${i}`, version, epoch]);
        });
        const living = new Map(nodes.map((each) => [each.nodeId, each]));
        let last: Plan | undefined;
        for (let pass = 0; pass < 3; pass++) {
          const assignments = assignmentTable(keys);
          last = planAssignments({ jobs: jobTable([...heads.values()]), nodes, assignments, policy, scope: null });
          for (const action of last.actions) {
            const job = heads.get(action.jobId);
            if (action.type === 'assign' || (action.type === 'move' && action.to !== PARKED_NODE)) {
              const target = living.get(action.to)!;
              expect(takesJobs(target) && satisfies(target, job!)).toBe(true);
            }
            if (action.type !== 'move') continue;
            const from = living.get(action.from.nodeId);
            if (from && action.reason !== 'renewal') {
              // A living node gives up only what it must, and only while it can.
              expect(from.releasable && !(takesJobs(from) && satisfies(from, job!))).toBe(true);
            }
            expect(action.reason === 'failover').toBe(from === undefined);
          }
          keys = outcome(keys, last.actions, heads);
        }
        expect(last!.actions).toEqual([]);
        const owners = new Map<string, string[]>();
        for (const [nodeId, jobId] of keys) owners.set(jobId, [...(owners.get(jobId) ?? []), nodeId]);
        for (const [jobId, held] of owners) {
          expect(held).toHaveLength(1);
          expect(heads.get(jobId)?.enabled).toBe(true);
        }
        for (const job of heads.values()) {
          if (!job.enabled) continue;
          const placeable = nodes.some((each) => takesJobs(each) && satisfies(each, job));
          const owner = owners.get(job.id)?.[0];
          const alive = owner === undefined ? undefined : living.get(owner);
          if (placeable) expect(alive).toBeDefined();
          if (alive) expect(satisfies(alive, job) || !alive.releasable).toBe(true);
          else expect(last!.waiting.has(job.id)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('rebalance', () => {
  const balance = (
    nodes: RosterNode[],
    keys: Key[],
    jobs: JobHead[],
    budget: number,
    underWay = false,
    policy = weightedRoundRobin,
  ) => {
    const input = { jobs: jobTable(jobs), assignments: assignmentTable(keys), policy };
    const { roster } = planAssignments({ ...input, nodes, scope: null });
    return { ...planRebalance({ ...input, roster, budget, underWay }), roster };
  };
  const many = (counts: Record<string, number>, over: Partial<JobHead> = {}): { jobs: JobHead[]; keys: Key[] } => {
    const keys = Object.entries(counts).flatMap(([nodeId, n]) =>
      Array.from({ length: n }, (_, i): Key => [nodeId, `${nodeId}${i}`]),
    );
    return { keys, jobs: keys.map(([, id]) => head(id, over)) };
  };

  it('gives a node that joins its share, and moves no more than that', () => {
    const { jobs, keys } = many({ a: 100, b: 100 });
    const { actions, underWay, roster } = balance([node('a'), node('b'), node('c')], keys, jobs, 1_000);
    expect(underWay).toBe(false);
    expect(actions.length).toBeLessThanOrEqual(67);
    expect(actions.every((action) => action.type === 'move' && action.to === 'c')).toBe(true);
    expect(['a', 'b', 'c'].map((id) => roster.get(id)!.jobs).sort()).toEqual([66, 67, 67]);
  });

  it('keeps to its budget and goes on from there', () => {
    const { jobs, keys } = many({ a: 90 });
    const heads = new Map(jobs.map((job) => [job.id, job]));
    const nodes = [node('a'), node('b'), node('c')];
    let held = keys;
    let underWay = false;
    for (let pass = 0; pass < 6; pass++) {
      const step = balance(nodes, held, jobs, 10, underWay);
      expect(step.actions).toHaveLength(10);
      ({ underWay } = step);
      held = outcome(held, step.actions, heads);
    }
    expect(underWay).toBe(false);
    expect(NODE_IDS.slice(0, 3).map((id) => held.filter(([nodeId]) => nodeId === id).length)).toEqual([30, 30, 30]);
  });

  it('moves nothing for the sake of a few', () => {
    const { jobs, keys } = many({ a: 12, b: 8 });
    expect(balance([node('a'), node('b')], keys, jobs, 100).actions).toEqual([]);
    const large = many({ a: 1_040, b: 960 });
    expect(balance([node('a'), node('b')], large.keys, large.jobs, 100).actions).toEqual([]);
  });

  it('leaves alone what labels hold in place', () => {
    const { jobs, keys } = many({ a: 50, b: 0 }, { nodeLabels: { zone: 'x' } });
    expect(balance([node('a', { labels: { zone: 'x' } }), node('b')], keys, jobs, 100).actions).toEqual([]);
  });

  it('takes nothing from a node that cannot release it, and gives nothing to one that takes none', () => {
    const { jobs, keys } = many({ a: 50, b: 0 });
    expect(balance([node('a', { releasable: false }), node('b')], keys, jobs, 100).actions).toEqual([]);
    expect(balance([node('a'), node('b', { weight: 0 })], keys, jobs, 100).actions).toEqual([]);
    expect(balance([node('a'), node('b', { draining: true })], keys, jobs, 100).actions).toEqual([]);
  });

  it('does nothing for a policy that has no notion of balance', () => {
    const { jobs, keys } = many({ a: 50 });
    const policy = { name: 'own', choose: () => 'a' };
    expect(balance([node('a'), node('b')], keys, jobs, 100, false, policy).actions).toEqual([]);
  });

  it('ends, within the budget, without swinging back', () => {
    const nodeCounts = fc.array(
      fc.record({ weight: fc.integer({ min: 1, max: 5 }), jobs: fc.integer({ min: 0, max: 60 }) }),
      {
        minLength: 2,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(nodeCounts, fc.integer({ min: 1, max: 40 }), (counts, budget) => {
        const nodes = counts.map(({ weight }, i) => node(`n${i}`, { weight }));
        const { jobs, keys } = many(Object.fromEntries(counts.map(({ jobs: n }, i) => [`n${i}`, n])));
        const heads = new Map(jobs.map((job) => [job.id, job]));
        let held = keys;
        let underWay = false;
        let moves = 0;
        do {
          const step = balance(nodes, held, jobs, budget, underWay);
          expect(step.actions.length).toBeLessThanOrEqual(budget);
          moves += step.actions.length;
          ({ underWay } = step);
          held = outcome(held, step.actions, heads);
        } while (underWay);
        expect(moves).toBeLessThanOrEqual(jobs.length);
        expect(balance(nodes, held, jobs, budget).actions).toEqual([]);
        const moved = new Set(held.filter(([nodeId, jobId]) => !jobId.startsWith(nodeId)).map(([, jobId]) => jobId));
        expect(moved.size).toBe(moves); // no job moved twice, none moved back
      }),
      { numRuns: 200 },
    );
  });
});
