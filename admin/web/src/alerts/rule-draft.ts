/** A rule as its form holds it, and which figures each kind wants. */
import type { AlertKind, AlertRule, AlertRuleRow, Schemas } from '../api/client';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

export type FigureName =
  'count' | 'percent' | 'windowMs' | 'minRuns' | 'longerThanMs' | 'laterThanMs' | 'withinMs' | 'afterMs' | 'limitMs';
export type Figures = Partial<Record<FigureName, number>>;

/** What a kind begins with; its figures are those that the API asks for. */
export const FIRST_FIGURES: Record<AlertKind, Figures> = {
  failure: {},
  failures_in_row: { count: 3 },
  failure_rate: { percent: 20, windowMs: HOUR_MS, minRuns: 10 },
  slow: { longerThanMs: MINUTE_MS },
  late: { laterThanMs: MINUTE_MS },
  missed: {},
  silence: {},
  not_run_by: { withinMs: HOUR_MS },
  no_node: { afterMs: 30 * SECOND_MS },
  node_lost: { afterMs: 0 },
  leader_lost: { afterMs: 30 * SECOND_MS },
  etcd_unreachable: { afterMs: 30 * SECOND_MS },
  database_unreachable: { afterMs: 30 * SECOND_MS },
  circuit_open: {},
  clock_skew: { limitMs: 2 * SECOND_MS },
};

export function figuresOf({ kind: _kind, ...figures }: AlertRule): Figures {
  return figures;
}

export function toRule(kind: AlertKind, figures: Figures): AlertRule {
  const names = Object.keys(FIRST_FIGURES[kind]) as FigureName[];
  const own = Object.fromEntries(names.map((name) => [name, figures[name] ?? FIRST_FIGURES[kind][name]]));
  return { kind, ...own } as AlertRule;
}

export interface TellDraft {
  channels: string[];
  recovery: boolean;
  escalates: boolean;
  escalateTo: string[];
  escalateAfterMs: number;
}

export const NOBODY_TOLD: TellDraft = {
  channels: [],
  recovery: false,
  escalates: false,
  escalateTo: [],
  escalateAfterMs: 15 * MINUTE_MS,
};

interface Told {
  channels: readonly string[];
  recovery?: boolean | undefined;
  escalation?: Schemas['AlertRuleRow']['escalation'] | undefined;
}

export function tellDraftOf({ channels, recovery, escalation }: Told): TellDraft {
  return {
    channels: [...channels],
    recovery: recovery ?? false,
    escalates: escalation != null,
    escalateTo: [...(escalation?.channels ?? [])],
    escalateAfterMs: escalation?.afterMs ?? NOBODY_TOLD.escalateAfterMs,
  };
}

export function escalationOf({ escalates, escalateTo, escalateAfterMs }: TellDraft) {
  return escalates ? { channels: escalateTo, afterMs: escalateAfterMs } : null;
}

export interface RuleDraft {
  /** Null: a new one. */
  id: string | null;
  project: string | null;
  kind: AlertKind;
  figures: Figures;
  tell: TellDraft;
  enabled: boolean;
}

export function emptyRule(project: string | null): RuleDraft {
  return { id: null, project, kind: 'failure', figures: {}, tell: { ...NOBODY_TOLD, recovery: true }, enabled: true };
}

export function draftOfRule(row: AlertRuleRow): RuleDraft {
  const { id, project, rule, enabled } = row;
  return { id, project, kind: rule.kind, figures: figuresOf(rule), tell: tellDraftOf(row), enabled };
}

export function toRuleInput({ project, kind, figures, tell, enabled }: RuleDraft): Schemas['AlertRuleInput'] {
  const { channels, recovery } = tell;
  return { project, rule: toRule(kind, figures), channels, recovery, escalation: escalationOf(tell), enabled };
}
