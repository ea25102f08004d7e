import { expect, it } from 'vitest';
import type { AlertRule } from '@crony/shared/domain/alert-rule';
import type { AlertSpec } from '@crony/shared/domain/job';
import { effectiveRules } from './effective-rules.js';

const escalation = { channels: ['boss'], afterMs: 600_000 };

function stored(project: string, rule: AlertRule, more: object = {}) {
  return {
    id: `${project || 'cluster'}-${rule.kind}`,
    project,
    rule,
    channels: [],
    escalation: null,
    recovery: false,
    enabled: true,
    ...more,
  };
}

function job(on: AlertSpec['on'], more: Partial<AlertSpec> = {}) {
  return { project: 'pay', alerts: { channels: [], on, ...more } };
}

it('a job’s failure without channels goes where its project, else the cluster says', () => {
  const cluster = stored('', { kind: 'failure' }, { channels: ['all'] });
  const project = stored('pay', { kind: 'failure' }, { channels: ['pay-ops'] });
  const channelsOf = (rules: Parameters<typeof effectiveRules>[1], of = job(['failure'])) =>
    effectiveRules(of, rules).get('failure')?.channels;
  expect(channelsOf([cluster, project])).toEqual(['pay-ops']);
  expect(channelsOf([project, cluster])).toEqual(['pay-ops']);
  expect(channelsOf([cluster])).toEqual(['all']);
  expect(channelsOf([])).toEqual([]);
  expect(channelsOf([cluster, project], job(['failure'], { channels: ['mine'] }))).toEqual(['mine']);
  expect(channelsOf([stored('other', { kind: 'failure' }, { channels: ['x'] })])).toEqual([]);
});

it('the nearest figures count', () => {
  const rules = [stored('', { kind: 'slow', longerThanMs: 1 }), stored('pay', { kind: 'slow', longerThanMs: 2 })];
  expect(effectiveRules(job([]), rules).get('slow')).toMatchObject({ rule: { longerThanMs: 2 }, ruleId: 'pay-slow' });
  const own = effectiveRules(job([{ kind: 'slow', longerThanMs: 3 }]), rules).get('slow');
  expect(own).toMatchObject({ rule: { longerThanMs: 3 }, ruleId: null });
  expect(effectiveRules({ project: 'other' }, rules).get('slow')).toMatchObject({ rule: { longerThanMs: 1 } });
});

it('a rule that is switched off takes away what is farther off, and not what is nearer', () => {
  const rules = [
    stored('', { kind: 'late', laterThanMs: 1 }),
    stored('pay', { kind: 'late', laterThanMs: 2 }, { enabled: false }),
  ];
  expect(effectiveRules(job([]), rules).has('late')).toBe(false);
  expect(effectiveRules(job([{ kind: 'late', laterThanMs: 9 }]), rules).has('late')).toBe(true);
});

it('escalation and recovery come down from afar unless a nearer one says otherwise', () => {
  const rules = [stored('', { kind: 'failure' }, { escalation, recovery: true })];
  expect(effectiveRules(job(['failure']), rules).get('failure')).toMatchObject({ escalation, recovery: true });
  const own = { channels: ['me'], afterMs: 60_000 };
  expect(effectiveRules(job(['failure'], { escalation: own }), rules).get('failure')?.escalation).toEqual(own);
});

it('what is wrong with the cluster is watched for without any rule, unless it is switched off', () => {
  expect(effectiveRules({ project: '' }, []).get('node_lost')).toMatchObject({ channels: [], ruleId: null });
  const off = stored('', { kind: 'node_lost', afterMs: 0 }, { enabled: false });
  expect(effectiveRules({ project: '' }, [off]).has('node_lost')).toBe(false);
  expect(effectiveRules(job([]), []).has('failure')).toBe(false);
});
