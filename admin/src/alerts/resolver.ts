/** Resolves alerts of jobs that fare well again, and tells those who want to hear it. */
import { JOB_ALERT_KINDS, RUN_ALERT_KINDS, type AlertKind } from '@crony/shared/domain/alert';
import type { Clock } from '@crony/shared/runtime/clock';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { NewNotification, OpenAlert, Store } from '@crony/shared/store/store';
import { effectiveRules } from './rules/effective-rules.js';
import { recovered } from './rules/recovery.js';

/** Jobs looked at in one pass; those that come after have their turn in the next. */
const JOBS_AT_ONCE = 200;
const ALERTS_OF_A_JOB = 1_000;
const MOST_TALLIED = 20_000;
/** Their keys name the job and not a run: free for the next time. */
const CONDITIONS: readonly AlertKind[] = ['failure_rate', ...JOB_ALERT_KINDS];

export class Resolver {
  readonly #options: { store: Store; clock: Clock };
  #after: string | null = null;

  constructor(options: { store: Store; clock: Clock }) {
    this.#options = options;
  }

  /** Returns whether there is anything new to send. */
  async runOnce(signal: AbortSignal): Promise<boolean> {
    const { store } = this.#options;
    const jobIds = await store.alerts.jobsWithOpen(this.#after, JOBS_AT_ONCE);
    this.#after = jobIds.length < JOBS_AT_ONCE ? null : jobIds.at(-1)!;
    if (jobIds.length === 0) return false;
    const jobs = new Map((await store.jobs.getMany(jobIds)).map((job) => [job.id, job]));
    const stored = await store.alertRules.all();
    let wrote = false;
    for (const jobId of jobIds) {
      if (signal.aborted) break;
      const open = await store.alerts.openOf(jobId, ALERTS_OF_A_JOB);
      const job = jobs.get(jobId);
      const over = job ? await this.#over(jobId, open) : open;
      if (over.length === 0) continue;
      const rules = job ? effectiveRules(job, stored) : null;
      const told = over.filter(({ kind }) => rules?.get(kind)?.recovery === true);
      wrote = (await resolveAlerts(over, told, this.#options)) || wrote;
    }
    return wrote;
  }

  async #over(jobId: string, open: readonly OpenAlert[]): Promise<OpenAlert[]> {
    const { store, clock } = this.#options;
    const [newest = null] = await store.runEnds.history(jobId, 1);
    const rates = new Map<string, number | null>();
    for (const { id, kind, facts } of open) {
      if (kind !== 'failure_rate') continue;
      const now = clock.now();
      const { ended, failed } = await store.runEnds.tally(jobId, now - (facts.windowMs ?? 0), now, MOST_TALLIED);
      rates.set(id, ended === 0 ? null : (failed / ended) * 100);
    }
    return recovered(open, newest, ({ id }) => rates.get(id) ?? null);
  }
}

/** Those of `told` go out to whoever was sent the alert, the newest for all of its kind. True: something is to be sent. */
export async function resolveAlerts(
  over: readonly OpenAlert[],
  told: readonly OpenAlert[],
  { store, clock }: { store: Store; clock: Clock },
): Promise<boolean> {
  const now = clock.now();
  const newestOfKind = [...new Map(told.map((alert) => [alert.kind, alert])).values()];
  const sentTo = await store.notifications.ofAlerts(told.map(({ id }) => id));
  const kindOf = new Map(told.map(({ id, kind }) => [id, kind]));
  const notices = newestOfKind.flatMap(({ id: alertId, kind }): NewNotification[] => {
    const channels = new Set(sentTo.filter((sent) => kindOf.get(sent.alertId) === kind).map((sent) => sent.channelId));
    return [...channels].map((channelId) => ({
      id: uuidv7(clock),
      channelId,
      kind: 'recovery',
      alertId,
      runId: null,
      dueAt: now,
      createdAt: now,
    }));
  });
  const [conditions, causes] = [over.filter(isCondition), over.filter((alert) => !isCondition(alert))];
  await store.atomically(async (inner) => {
    await inner.alerts.resolve(idsOf(conditions), now, true);
    await inner.alerts.resolve(idsOf(causes), now, false);
    await inner.notifications.add(notices);
  });
  return notices.length > 0;
}

function isCondition({ kind }: OpenAlert): boolean {
  return CONDITIONS.includes(kind) || !(RUN_ALERT_KINDS as readonly AlertKind[]).includes(kind);
}

function idsOf(alerts: readonly OpenAlert[]): string[] {
  return alerts.map(({ id }) => id);
}
