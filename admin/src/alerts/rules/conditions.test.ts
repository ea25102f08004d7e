import { describe, expect, it } from 'vitest';
import { conditionsOf, conditionsOver, Lasting, type Condition, type ObservedNode } from './conditions.js';
import { effectiveRules } from './effective-rules.js';

const rules = effectiveRules({ project: '' }, []);

function node(more: Partial<ObservedNode> = {}): ObservedNode {
  return {
    nodeId: 'n1',
    isRegistered: true,
    silentMs: 100,
    hasStopped: false,
    clockSkewMs: 0,
    openTargets: [],
    ...more,
  };
}

function seen(nodes: ObservedNode[], waiting: Parameters<typeof conditionsOf>[0]['waiting'] = []): string[] {
  return conditionsOf({ ttlMs: 6_000, nodes, waiting }, rules).map(({ key }) => key);
}

describe('what the leader sees', () => {
  it.each<[string, ObservedNode, string[]]>([
    ['all well', node(), []],
    ['gone, and silent', node({ isRegistered: false, silentMs: 6_001 }), ['node_lost:n1']],
    ['cut off from etcd alone', node({ isRegistered: false, silentMs: 2_000 }), []],
    ['silent, but there: its database is slow', node({ silentMs: 60_000 }), []],
    ['stopped in peace', node({ isRegistered: false, silentMs: 60_000, hasStopped: true }), []],
    ['a clock at the limit', node({ clockSkewMs: 2_000 }), []],
    ['a clock that is fast', node({ clockSkewMs: 2_001 }), ['clock_skew:n1']],
    ['a clock that is slow', node({ clockSkewMs: -2_001 }), ['clock_skew:n1']],
    ['a clock of one that is gone', node({ isRegistered: false, clockSkewMs: 9_000 }), []],
    ['a circuit', node({ openTargets: ['http://a:80'] }), ['circuit_open:http://a:80']],
  ])('%s', (_, one, keys) => {
    expect(seen([one])).toEqual(keys);
  });

  it('one target is one condition, however many nodes have given it up', () => {
    const nodes = ['n1', 'n2'].map((nodeId) => node({ nodeId, openTargets: ['http://a:80'] }));
    const [only, ...others] = conditionsOf({ ttlMs: 6_000, nodes, waiting: [] }, rules);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ facts: { target: 'http://a:80', measured: 2 } });
  });

  it('a target’s key fits its column', () => {
    const [key] = seen([node({ openTargets: [`http://${'a'.repeat(290)}`] })]);
    expect(key!.length).toBeLessThanOrEqual(200);
  });

  it('jobs without a node are one condition for each project', () => {
    const waiting = [{ project: 'pay', jobs: 3, reason: 'no node with label zone=b' }];
    expect(seen([], waiting)).toEqual(['no_node:pay']);
  });
});

describe('how long it lasts', () => {
  const etcd: Condition = {
    kind: 'etcd_unreachable',
    key: 'etcd_unreachable:h1',
    project: '',
    nodeId: null,
    facts: {},
  };

  it('is raised when it has lasted as long as the rule says, counted anew after a break', () => {
    const lasting = new Lasting();
    const at = (now: number, present: Condition[]) => lasting.update(present, () => rules, now).length;
    expect([at(0, [etcd]), at(29_999, [etcd]), at(30_000, [etcd])]).toEqual([0, 0, 1]);
    expect([at(31_000, []), at(32_000, [etcd]), at(61_999, [etcd]), at(62_000, [etcd])]).toEqual([0, 0, 0, 1]);
  });

  it('is not raised where the rule is switched off', () => {
    expect(new Lasting().update([{ ...etcd, kind: 'node_lost' }], () => new Map(), 0)).toEqual([]);
  });
});

describe('what is over', () => {
  const open = (kind: Condition['kind'], dedupeKey: string, nodeId: string | null = null) => ({
    id: dedupeKey,
    kind,
    dedupeKey,
    nodeId,
    jobId: null,
    project: '',
    facts: {},
    createdAt: 0,
  });
  it('is what is there no more; a lost node only when it is back', () => {
    const alerts = [open('circuit_open', 'circuit_open:a'), open('node_lost', 'node_lost:n1', 'n1')];
    const over = (present: Condition[], back: string[]) =>
      conditionsOver(alerts, present, (id) => back.includes(id)).map(({ id }) => id);
    const circuit: Condition = { kind: 'circuit_open', key: 'circuit_open:a', project: '', nodeId: null, facts: {} };
    expect(over([circuit], [])).toEqual([]);
    expect(over([], [])).toEqual(['circuit_open:a']);
    expect(over([circuit], ['n1'])).toEqual(['node_lost:n1']);
  });
});
