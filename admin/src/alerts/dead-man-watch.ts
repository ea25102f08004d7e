/** Looks, so long after each planned time of a job with such a rule, whether the job has succeeded since. */
import type { Job } from '@crony/shared/domain/job';
import { compileSchedule } from '@crony/shared/domain/schedule/compile-schedule';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Store, StoredAlertRule } from '@crony/shared/store/store';
import { drawAlerts, type ChannelDirectory, type ToRaise } from './alert-writer.js';
import { effectiveRules, type EffectiveRule } from './rules/effective-rules.js';

const JOBS_AT_ONCE = 500;
/** A rule for all jobs of a project reaches a job that was made since within this. */
const SWEEP_INTERVAL_MS = 30_000;
const SWEPT_AT_ONCE = 5_000;
/** Runs since the planned time that are looked through for a success. */
const MOST_RUNS = 2_000;

export interface DeadManOptions {
  store: Store;
  clock: Clock;
  channels: ChannelDirectory;
  onRaised: (kind: string, alerts: number) => void;
}

export class DeadManWatch {
  readonly #options: DeadManOptions;
  #sweptAt = -Infinity;

  constructor(options: DeadManOptions) {
    this.#options = options;
  }

  /** Returns whether there is anything new to send. */
  async runOnce(): Promise<boolean> {
    const { store, clock, onRaised } = this.#options;
    const stored = await store.alertRules.all();
    await this.#sweep(stored);
    const due = await store.deadMan.due(clock.now(), JOBS_AT_ONCE);
    if (due.length === 0) return false;
    const wanted: ToRaise[] = [];
    const looks: { job: Job; next: number | null }[] = [];
    for (const { job, lookAt } of due) {
      const rule = effectiveRules(job, stored).get('not_run_by');
      if (rule?.rule.kind !== 'not_run_by' || !job.enabled) looks.push({ job, next: null });
      else {
        const { withinMs } = rule.rule;
        const plannedAt = lookAt - withinMs;
        if (plannedAt >= job.effectiveFrom && !(await store.deadMan.succeededSince(job.id, plannedAt, MOST_RUNS)))
          wanted.push(this.#toRaise(job, rule, plannedAt, withinMs));
        looks.push({ job, next: lookAfter(job, plannedAt, withinMs, clock.now()) });
      }
    }
    const { alerts, notifications } = await drawAlerts(wanted, this.#options);
    await store.atomically(async (inner) => {
      await inner.alerts.create(alerts);
      await inner.notifications.add(notifications);
      for (const { job, next } of looks) await inner.deadMan.schedule(job.id, job.version, next);
    });
    if (alerts.length > 0) onRaised('not_run_by', alerts.length);
    return notifications.length > 0;
  }

  async #sweep(stored: readonly StoredAlertRule[]): Promise<void> {
    const { store, clock } = this.#options;
    if (clock.monotonic() - this.#sweptAt < SWEEP_INTERVAL_MS) return;
    this.#sweptAt = clock.monotonic();
    const asking = stored.filter(({ rule, enabled }) => enabled && rule.kind === 'not_run_by');
    for (const project of new Set(asking.map((rule) => rule.project)))
      await store.deadMan.sweep(project, SWEPT_AT_ONCE);
  }

  #toRaise(job: Job, rule: EffectiveRule, plannedAt: number, withinMs: number): ToRaise {
    return {
      dedupeKey: `not_run_by:${job.id}`,
      kind: 'not_run_by',
      project: job.project,
      rule,
      jobId: job.id,
      runId: null,
      nodeId: job.ownerNode,
      facts: {
        jobName: job.name,
        timeZone: job.schedule.timeZone,
        plannedAt,
        limit: withinMs,
        nextPlannedAt: compileSchedule(job.schedule).next(this.#options.clock.now()),
      },
    };
  }
}

/** Pure: when to look again after a look (or for the first time): at once where a later planned time's time is up. */
export function lookAfter(
  { schedule, effectiveFrom }: Pick<Job, 'schedule' | 'effectiveFrom'>,
  plannedAt: number,
  withinMs: number,
  now: number,
): number | null {
  const compiled = compileSchedule(schedule);
  let planned = compiled.next(Math.max(plannedAt, effectiveFrom));
  // After an outage many times may be up; a success since the latest is one since the others. Found by halves.
  for (let step = 0; step < MOST_STEPS && planned !== null; step += 1) {
    const later = compiled.next(planned + (now - withinMs - planned) / 2);
    if (later === null || later > now - withinMs || later <= planned) break;
    planned = later;
  }
  return planned === null ? null : planned + withinMs;
}

const MOST_STEPS = 50;
