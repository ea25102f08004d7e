/**
 * Draws alerts, and the results that projects want to hear of, from the ends of runs. Ends are rows that were written
 * with their verdicts; they are deleted in the transaction that writes what follows from them, so that a hub may die at
 * any point and the next one goes on. A cause that comes twice is known by its key.
 */
import { compileSchedule } from '@crony/shared/domain/schedule/compile-schedule';
import type { AlertFacts } from '@crony/shared/domain/alert';
import type { Job } from '@crony/shared/domain/job';
import type { Clock } from '@crony/shared/runtime/clock';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { EndedRunFacts, NewNotification, RunEnd, Store, StoredAlertRule } from '@crony/shared/store/store';
import { drawAlerts, type ChannelDirectory, type ToRaise } from './alert-writer.js';
import { effectiveRules, type EffectiveRules } from './rules/effective-rules.js';
import { historyNeeded, isFailure, judgeEnds, type Cause, type History } from './rules/run-rules.js';

const ENDS_AT_ONCE = 500;
/** Passes without a pause: what is left waits for the next round, so that other work of the round has its turn. */
const BATCHES_AT_ONCE = 40;
/** Runs that are counted for a rate; a job with more in its window is judged by the newest. */
const MOST_TALLIED = 20_000;

export interface EvaluatorOptions {
  store: Store;
  clock: Clock;
  channels: ChannelDirectory;
  onRaised: (kind: string, alerts: number) => void;
}

export class Evaluator {
  readonly #options: EvaluatorOptions;

  constructor(options: EvaluatorOptions) {
    this.#options = options;
  }

  /** Returns whether there is anything new to send. */
  async runOnce(signal: AbortSignal): Promise<boolean> {
    let wrote = false;
    for (let batch = 0; batch < BATCHES_AT_ONCE && !signal.aborted; batch += 1) {
      const ends = await this.#options.store.runEnds.list(ENDS_AT_ONCE);
      if (ends.length === 0) break;
      wrote = (await this.#draw(ends)) || wrote;
      if (ends.length < ENDS_AT_ONCE) break;
    }
    return wrote;
  }

  async #draw(ends: readonly RunEnd[]): Promise<boolean> {
    const { store, clock, channels, onRaised } = this.#options;
    const facts = await store.runEnds.facts(ends.map(({ runId }) => runId));
    const jobs = new Map(
      (await store.jobs.getMany([...new Set(ends.map(({ jobId }) => jobId))])).map((job) => [job.id, job]),
    );
    const stored = await store.alertRules.all();
    const wanted: ToRaise[] = [];
    for (const [jobId, ofJob] of groupBy(facts, ({ jobId }) => jobId)) {
      const job = jobs.get(jobId);
      if (job) wanted.push(...(await this.#ofJob(job, ofJob, stored))); // of a deleted one nobody wants to hear
    }
    const { alerts, notifications } = await drawAlerts(wanted, { store, clock, channels });
    const results = await this.#results(facts);
    await store.atomically(async (inner) => {
      await inner.runEnds.remove(ends.map(({ seq }) => seq));
      await inner.alerts.create(alerts);
      await inner.notifications.add([...notifications, ...results]);
    });
    for (const [kind, raised] of groupBy(alerts, ({ kind }) => kind)) onRaised(kind, raised.length);
    return notifications.length + results.length > 0;
  }

  async #ofJob(job: Job, ends: readonly EndedRunFacts[], stored: readonly StoredAlertRule[]): Promise<ToRaise[]> {
    const rules = effectiveRules(job, stored);
    const causes = judgeEnds(ends, rules, await this.#history(job.id, ends, rules));
    if (causes.length === 0) return [];
    const nextPlannedAt = job.enabled ? compileSchedule(job.schedule).next(this.#options.clock.now()) : null;
    return causes.map((cause) => ({
      dedupeKey: `${cause.kind}:${cause.key}`,
      kind: cause.kind,
      project: job.project,
      rule: rules.get(cause.kind)!,
      jobId: job.id,
      runId: cause.run.runId,
      nodeId: cause.run.nodeId,
      facts: toFacts(cause, job, nextPlannedAt),
    }));
  }

  async #history(jobId: string, ends: readonly EndedRunFacts[], rules: EffectiveRules): Promise<History> {
    const { runEnds } = this.#options.store;
    const back = historyNeeded(rules);
    const ended = back === 0 ? [] : await runEnds.history(jobId, back + ends.length);
    const tallies: [string, { ended: number; failed: number }][] = [];
    const rate = rules.get('failure_rate')?.rule;
    const failures = ends.filter(isFailure);
    if (rate?.kind === 'failure_rate' && failures.length > 0) {
      // Within one pass the newest says what there is to say: it is one condition, and is raised once.
      const { runId, plannedAt } = failures.reduce((a, b) => (b.plannedAt > a.plannedAt ? b : a));
      const from = plannedAt - rate.windowMs;
      tallies.push([runId, await runEnds.tally(jobId, from, plannedAt, MOST_TALLIED)]);
    }
    return { ended, tallies: new Map(tallies) };
  }

  async #results(facts: readonly EndedRunFacts[]): Promise<NewNotification[]> {
    const { channels, clock } = this.#options;
    const addresses = await channels.reportChannels([...new Set(facts.map(({ project }) => project))]);
    if (addresses.size === 0) return [];
    const now = clock.now();
    return facts.flatMap(({ project, runId }): NewNotification[] => {
      const channelId = addresses.get(project);
      if (channelId === undefined) return [];
      return [{ id: uuidv7(clock), channelId, kind: 'result', alertId: null, runId, dueAt: now, createdAt: now }];
    });
  }
}

function toFacts({ run, measured, limit, windowMs }: Cause, job: Job, nextPlannedAt: number | null): AlertFacts {
  const { plannedAt, startedAt, finishedAt, state, attempt, errorCode, errorMessage, nodeId } = run;
  return {
    jobName: job.name,
    timeZone: job.schedule.timeZone,
    plannedAt,
    startedAt,
    finishedAt,
    outcome: state,
    attempts: attempt,
    errorCode,
    errorMessage,
    nodeId,
    nextPlannedAt,
    ...(measured === undefined ? {} : { measured }),
    ...(limit === undefined ? {} : { limit }),
    ...(windowMs === undefined ? {} : { windowMs }),
  };
}

export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
