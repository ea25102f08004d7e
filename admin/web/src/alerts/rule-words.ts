import type { AlertRule } from '../api/client';
import type { Format } from '../format/use-format';
import type { Messages } from '../i18n/en';

/** A rule's figures in words: `longer than 2 min`. */
export function ruleWords(rule: AlertRule, { alertRules }: Messages, format: Format): string {
  const { inWords } = alertRules;
  switch (rule.kind) {
    case 'failures_in_row':
      return inWords.failures_in_row(format.number(rule.count));
    case 'failure_rate': {
      const { percent, windowMs, minRuns = 10 } = rule;
      return inWords.failure_rate(format.percent(percent / 100), format.duration(windowMs), format.number(minRuns));
    }
    case 'slow':
      return inWords.slow(format.duration(rule.longerThanMs));
    case 'late':
      return inWords.late(format.duration(rule.laterThanMs));
    case 'not_run_by':
      return inWords.not_run_by(format.duration(rule.withinMs));
    case 'no_node':
    case 'node_lost':
    case 'leader_lost':
    case 'etcd_unreachable':
    case 'database_unreachable':
      return rule.afterMs ? inWords[rule.kind](format.duration(rule.afterMs)) : alertRules.atOnce;
    case 'clock_skew':
      return inWords.clock_skew(format.duration(rule.limitMs ?? 0));
    default:
      return inWords[rule.kind]();
  }
}
