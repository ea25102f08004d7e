/** The alerts of a job as its form holds them, and back. */
import type { AlertKind, AlertRule, Job } from '../api/client';
import { RUN_KINDS } from './alert-kinds';
import { escalationOf, figuresOf, NOBODY_TOLD, tellDraftOf, toRule, type Figures, type TellDraft } from './rule-draft';

export type JobAlertKind = (typeof RUN_KINDS)[number];

export interface JobAlertsDraft {
  /** The kinds that the job asks for itself, with their figures. */
  on: Partial<Record<JobAlertKind, Figures>>;
  tell: TellDraft;
}

type JobAlerts = Job['alerts'];

/** As the API has it where nobody says anything. */
export const FIRST_JOB_ALERTS: JobAlertsDraft = { on: { failure: {} }, tell: NOBODY_TOLD };

export function draftOfJobAlerts(alerts: JobAlerts | undefined): JobAlertsDraft {
  if (alerts === undefined) return FIRST_JOB_ALERTS;
  const entries = alerts.on.map((entry): [AlertKind, Figures] =>
    typeof entry === 'string' ? [entry, {}] : [entry.kind, figuresOf(entry as AlertRule)],
  );
  return { on: Object.fromEntries(entries), tell: tellDraftOf(alerts) };
}

/** In the order in which `toJobAlerts` writes them: errors name a rule by its place. */
export function kindsOf({ on }: JobAlertsDraft): JobAlertKind[] {
  return RUN_KINDS.filter((kind) => on[kind] !== undefined);
}

export function toJobAlerts(draft: JobAlertsDraft): JobAlerts {
  const { channels, recovery } = draft.tell;
  const escalation = escalationOf(draft.tell);
  const on = kindsOf(draft).map((kind) => {
    const rule = toRule(kind, draft.on[kind]!);
    return Object.keys(rule).length === 1 ? kind : rule;
  });
  return {
    channels,
    on,
    ...(recovery ? { recovery } : {}),
    ...(escalation === null ? {} : { escalation }),
  } as JobAlerts;
}
