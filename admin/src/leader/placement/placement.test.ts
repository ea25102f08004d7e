import { resolve } from 'node:path';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fewestJobs } from './fewest-jobs.js';
import { PolicyLoadError, loadPolicy } from './load-policy.js';
import { satisfies, whyNone } from './placement.js';
import type { Candidate, PlacementPolicy } from './placement.js';
import { Roster } from './roster.js';
import type { RosterNode } from './roster.js';
import { weightedRoundRobin } from './weighted-round-robin.js';

const node = (nodeId: string, over: Partial<RosterNode> = {}): RosterNode => ({
  nodeId,
  weight: 1,
  labels: {},
  projects: [],
  draining: false,
  releasable: true,
  ...over,
});
const candidate = (nodeId: string, over: Partial<Candidate> = {}): Candidate => ({ ...node(nodeId), jobs: 0, ...over });
const anywhere = { project: 'default', nodeLabels: {} };

function deal(
  policy: PlacementPolicy,
  nodes: RosterNode[],
  jobs: number,
  counts = new Map<string, number>(),
): Map<string, number> {
  const roster = new Roster(nodes, (nodeId) => counts.get(nodeId) ?? 0, policy);
  for (let i = 0; i < jobs; i++) roster.place(`job-${i}`, anywhere);
  return new Map(nodes.map(({ nodeId }) => [nodeId, roster.get(nodeId)!.jobs]));
}

describe('weighted round robin', () => {
  const weighted = [node('a', { weight: 1 }), node('b', { weight: 2 }), node('c', { weight: 3 })];

  it('deals by weight exactly', () => {
    expect(Object.fromEntries(deal(weightedRoundRobin, weighted, 600))).toEqual({ a: 100, b: 200, c: 300 });
  });

  it('deals in a smooth mix: no node is off by more than one job at any time', () => {
    const roster = new Roster(weighted, () => 0, weightedRoundRobin);
    for (let placed = 1; placed <= 600; placed++) {
      roster.place(`job-${placed}`, anywhere);
      for (const { nodeId, weight } of weighted) {
        expect(Math.abs(roster.get(nodeId)!.jobs - (placed * weight) / 6)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('fills the holes that deletions have left', () => {
    const after = new Map([
      ['a', 20],
      ['b', 130],
      ['c', 150],
    ]);
    expect(Object.fromEntries(deal(weightedRoundRobin, weighted, 300, after))).toEqual({ a: 100, b: 200, c: 300 });
  });

  it('gives equal loads to the smaller id, whatever the order in which nodes are told', () => {
    const first = new Roster([node('b'), node('a')], () => 0, weightedRoundRobin);
    expect(first.place('j', anywhere)).toEqual({ nodeId: 'a' });
  });

  it('places 100,000 jobs on 50 nodes in well under a second', () => {
    const nodes = Array.from({ length: 50 }, (_, i) => node(`node-${i}`, { weight: 1 + (i % 4) }));
    const startedAt = performance.now();
    deal(weightedRoundRobin, nodes, 100_000);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

describe('fewest jobs', () => {
  it('levels counts within one, whatever the weights', () => {
    const nodes = [node('a', { weight: 9 }), node('b'), node('c')];
    const counts = [...deal(fewestJobs, nodes, 100, new Map([['a', 7]])).values()];
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(counts.reduce((sum, count) => sum + count)).toBe(107);
  });
});

describe('constraints', () => {
  it.each<[string, Partial<Candidate>, { project: string; nodeLabels: Record<string, string> }, boolean]>([
    ['no wishes, no limits', {}, anywhere, true],
    ['the label is there', { labels: { zone: 'a', gpu: '1' } }, { project: 'p', nodeLabels: { zone: 'a' } }, true],
    ['the label has another value', { labels: { zone: 'b' } }, { project: 'p', nodeLabels: { zone: 'a' } }, false],
    [
      'one of two labels is missing',
      { labels: { zone: 'a' } },
      { project: 'p', nodeLabels: { zone: 'a', gpu: '1' } },
      false,
    ],
    ['the node takes the project', { projects: ['p', 'q'] }, { project: 'q', nodeLabels: {} }, true],
    ['the node takes other projects', { projects: ['p'] }, { project: 'q', nodeLabels: {} }, false],
  ])('%s', (_name, over, constraint, expected) => expect(satisfies(candidate('n', over), constraint)).toBe(expected));

  it.each<[string, Candidate[], { project: string; nodeLabels: Record<string, string> }, string | null]>([
    ['nobody', [], anywhere, 'no node is alive'],
    [
      'projects',
      [candidate('n', { projects: ['p'] })],
      { project: 'q', nodeLabels: {} },
      'no node takes the project q',
    ],
    ['a label', [candidate('n')], { project: 'p', nodeLabels: { zone: 'b' } }, 'no node with label zone=b'],
    [
      'two labels that no node has together',
      [candidate('n', { labels: { zone: 'b' } }), candidate('m', { labels: { gpu: '1' } })],
      { project: 'p', nodeLabels: { zone: 'b', gpu: '1' } },
      'no node with label zone=b, gpu=1',
    ],
    ['draining', [candidate('n', { draining: true })], anywhere, 'every node that fits is draining or has weight 0'],
    ['weight 0', [candidate('n', { weight: 0 })], anywhere, 'every node that fits is draining or has weight 0'],
    ['somebody', [candidate('n'), candidate('m', { weight: 0 })], anywhere, null],
  ])('says why there is none: %s', (_name, candidates, constraint, reason) => {
    expect(whyNone(constraint, candidates)).toBe(reason);
  });
});

describe('a policy of one’s own', () => {
  let folder: string;
  const module = async (name: string, text: string): Promise<string> => {
    await writeFile(resolve(folder, name), text);
    return resolve(folder, name);
  };
  beforeAll(async () => (folder = await mkdtemp(resolve(tmpdir(), 'crony-policy-'))));
  afterAll(() => rm(folder, { recursive: true }));

  it('is a function', async () => {
    const policy = await loadPolicy(await module('last.mjs', 'export default (job, nodes) => nodes.at(-1).nodeId'));
    expect(policy.choose({ id: 'j', ...anywhere }, [candidate('a'), candidate('b')])).toBe('b');
    expect('share' in policy).toBe(false);
  });

  it('is an object, with a share if it wants balance', async () => {
    const text = 'export default { size: 3, choose: (job, nodes) => nodes[0].nodeId, share() { return this.size } }';
    const policy = await loadPolicy(await module('object.mjs', text));
    expect(policy.choose({ id: 'j', ...anywhere }, [candidate('a'), candidate('b')])).toBe('a');
    expect(policy.share!(candidate('a'))).toBe(3);
  });

  it.each([
    ['nothing.mjs', 'export const choose = () => null', 'neither a function nor an object'],
    ['number.mjs', 'export default 7', 'neither a function nor an object'],
    ['empty.mjs', 'export default {}', 'no function "choose"'],
    ['share.mjs', 'export default { choose: () => null, share: 1 }', '"share" is not a function'],
    ['throws.mjs', 'throw new Error("boom")', 'cannot be loaded: boom'],
  ])('is refused at load: %s', async (name, text, rule) => {
    const path = await module(name, text);
    await expect(loadPolicy(path)).rejects.toThrow(PolicyLoadError);
    await expect(loadPolicy(path)).rejects.toThrow(rule);
    await expect(loadPolicy(path)).rejects.toThrow(path);
  });

  it('is refused when there is no such name or file', async () => {
    await expect(loadPolicy('round_robin')).rejects.toThrow(
      '"round_robin": is not a built-in policy (built in: weighted',
    );
    await expect(loadPolicy('./missing.mjs')).rejects.toThrow('cannot be loaded');
  });

  it.each<[string, PlacementPolicy['choose'], RegExp]>([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
      /^the assignment policy failed: boom$/,
    ],
    ['names a stranger', () => 'x', /"x", which is no candidate/],
    ['answers nonsense', () => undefined as unknown as string, /which is no candidate/],
  ])('that %s leaves the job unassigned and is counted', (_name, choose, reason) => {
    const roster = new Roster([node('a')], () => 0, { name: 'own', choose });
    const placed = roster.place('j', anywhere);
    expect(placed.nodeId).toBeNull();
    expect('reason' in placed && placed.reason).toMatch(reason);
    expect(roster.policyFaults).toBe(1);
    expect(roster.get('a')!.jobs).toBe(0);
  });

  it('may decline', () => {
    const roster = new Roster([node('a')], () => 0, { name: 'own', choose: () => null });
    expect(roster.place('j', anywhere)).toEqual({ nodeId: null, reason: 'the assignment policy named no node' });
    expect(roster.policyFaults).toBe(0);
  });
});
