/** Dead man's switch: whether a job has succeeded in time is looked at so long after each of its planned times. */
import { toJobRules } from './alert-rule.js';
import type { JobSpec } from './job.js';
import { compileSchedule } from './schedule/compile-schedule.js';

/** Of the job's own rule; null: it has none, or never runs. */
export function firstLook(spec: Pick<JobSpec, 'enabled' | 'alerts' | 'schedule'>, from: number): number | null {
  const rule = toJobRules(spec.alerts.on).find(({ kind }) => kind === 'not_run_by');
  return rule?.kind === 'not_run_by' && spec.enabled ? nextLook(spec, from, rule.withinMs) : null;
}

/** After the planned time `after`. */
export function nextLook({ schedule }: Pick<JobSpec, 'schedule'>, after: number, withinMs: number): number | null {
  const planned = compileSchedule(schedule).next(after);
  return planned === null ? null : planned + withinMs;
}
