/** Pure: which rules are in force for a job, a project or the cluster, and who is told. */
import type { AlertKind } from '@crony/shared/domain/alert';
import {
  ALWAYS_WATCHED,
  DEFAULT_RULES,
  toJobRules,
  type AlertRule,
  type Escalation,
} from '@crony/shared/domain/alert-rule';
import type { AlertSpec } from '@crony/shared/domain/job';
import type { StoredAlertRule } from '@crony/shared/store/store';

export interface EffectiveRule {
  rule: AlertRule;
  /** Null: the job's own, or one that holds where nobody says anything. */
  ruleId: string | null;
  /** Names; empty: it is recorded and nobody is told. */
  channels: readonly string[];
  escalation: Escalation | null;
  recovery: boolean;
}

export type EffectiveRules = ReadonlyMap<AlertKind, EffectiveRule>;

type Standing = Pick<StoredAlertRule, 'id' | 'project' | 'rule' | 'channels' | 'escalation' | 'recovery' | 'enabled'>;

/**
 * One rule a kind: the nearest one's figures (job, then project, then cluster), told to the nearest channels that
 * anybody names for that kind. A rule that is switched off takes away what is farther off.
 */
export function effectiveRules(
  of: { project: string; alerts?: AlertSpec | undefined },
  stored: readonly Standing[],
): EffectiveRules {
  const rules = new Map<AlertKind, EffectiveRule>();
  for (const kind of ALWAYS_WATCHED) {
    const rule = DEFAULT_RULES[kind];
    if (rule) rules.set(kind, { rule, ruleId: null, channels: [], escalation: null, recovery: false });
  }
  const farFirst = [...stored.filter(({ project }) => project === ''), ...stored.filter(isOf(of.project))];
  for (const one of farFirst) lay(rules, one.enabled ? { ...one, ruleId: one.id } : null, one.rule.kind);
  const { alerts } = of;
  for (const rule of alerts ? toJobRules(alerts.on) : []) {
    const { channels, escalation = null, recovery = false } = alerts!;
    lay(rules, { rule, ruleId: null, channels, escalation, recovery }, rule.kind);
  }
  return rules;
}

function isOf(project: string): (rule: Standing) => boolean {
  return (rule) => project !== '' && rule.project === project;
}

/** A nearer rule over what is there. Null: it is switched off. */
function lay(rules: Map<AlertKind, EffectiveRule>, nearer: EffectiveRule | null, kind: AlertKind): void {
  if (nearer === null) return void rules.delete(kind);
  const farther = rules.get(kind);
  rules.set(kind, {
    rule: nearer.rule,
    ruleId: nearer.ruleId,
    channels: nearer.channels.length > 0 ? nearer.channels : (farther?.channels ?? []),
    escalation: nearer.escalation ?? farther?.escalation ?? null,
    recovery: nearer.recovery || (farther?.recovery ?? false),
  });
}
