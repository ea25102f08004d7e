/** Pure: what the ends of a job's runs are, by its rules. */
import type { AlertKind } from '@crony/shared/domain/alert';
import type { AlertRule } from '@crony/shared/domain/alert-rule';
import type { EndedRun, EndedRunFacts } from '@crony/shared/store/store';
import type { EffectiveRules } from './effective-rules.js';

/** Something to raise an alert for. */
export interface Cause {
  kind: AlertKind;
  /** Unique in its kind: what has been raised once is not raised again. */
  key: string;
  run: EndedRunFacts;
  measured?: number;
  limit?: number;
  windowMs?: number;
}

/** What the rules need to know besides the ends. */
export interface History {
  /** Runs of the job that have failed or succeeded, latest planned first: `historyNeeded`, and as many as just ended. */
  ended: readonly EndedRun[];
  /** Over the window of the rule on the rate, by the id of the run at whose planned time the window ends. */
  tallies: ReadonlyMap<string, { ended: number; failed: number }>;
}

const FAILED: readonly string[] = ['failed', 'timed_out', 'lost'];
const SILENT: readonly (string | null)[] = ['report_timeout', 'heartbeat_timeout'];

export function isFailure({ state }: Pick<EndedRun, 'state'>): boolean {
  return FAILED.includes(state);
}

/** How many ended runs before the present ones a job's rules look back on. */
export function historyNeeded(rules: EffectiveRules): number {
  const rule = rules.get('failures_in_row')?.rule;
  return rule?.kind === 'failures_in_row' ? rule.count + 1 : 0;
}

/** All causes that `ends`, runs of one job, give. */
export function judgeEnds(ends: readonly EndedRunFacts[], rules: EffectiveRules, history: History): Cause[] {
  const causes: Cause[] = [];
  for (const run of ends) {
    for (const { rule } of rules.values()) causes.push(...judgeRun(run, rule, rules, history));
  }
  const inRow = rules.get('failures_in_row')?.rule;
  if (inRow?.kind === 'failures_in_row') causes.push(...streaks(ends, history.ended, inRow.count));
  return causes;
}

function judgeRun(run: EndedRunFacts, rule: AlertRule, rules: EffectiveRules, history: History): Cause[] {
  const { kind } = rule;
  const once = (figures: Pick<Cause, 'measured' | 'limit'> = {}): Cause[] => [
    { kind, key: run.runId, run, ...figures },
  ];
  switch (rule.kind) {
    case 'failure':
      // Silence says the same, and more.
      return isFailure(run) && !(isSilence(run) && rules.has('silence')) ? once() : [];
    case 'silence':
      return isSilence(run) ? once() : [];
    case 'missed':
      return run.state === 'missed' ? once() : [];
    case 'slow': {
      const tookMs = run.startedAt === null ? 0 : run.finishedAt - run.startedAt;
      return tookMs > rule.longerThanMs ? once({ measured: tookMs, limit: rule.longerThanMs }) : [];
    }
    case 'late': {
      const lateMs = run.startedAt === null ? 0 : run.startedAt - run.plannedAt;
      return lateMs > rule.laterThanMs ? once({ measured: lateMs, limit: rule.laterThanMs }) : [];
    }
    case 'failure_rate': {
      const { percent, windowMs, minRuns } = rule;
      const { ended, failed } = history.tallies.get(run.runId) ?? { ended: 0, failed: 0 };
      if (!isFailure(run) || ended < minRuns || failed * 100 < percent * ended) return [];
      const measured = Math.round((failed / ended) * 1_000) / 10;
      return [{ kind, key: run.jobId, run, measured, limit: percent, windowMs }];
    }
    default:
      return [];
  }
}

function isSilence(run: EndedRunFacts): boolean {
  return run.state === 'timed_out' && SILENT.includes(run.errorCode);
}

/**
 * Stretches of at least `count` failures that one of the ends belongs to; each by its first run, so that a longer one is
 * not raised again. One whose first run lies before what is known of the history has been raised when it grew to `count`.
 */
function streaks(ends: readonly EndedRunFacts[], ended: readonly EndedRun[], count: number): Cause[] {
  const ofEnds = new Map(ends.map((run) => [run.runId, run]));
  const causes: Cause[] = [];
  let streak: EndedRun[] = [];
  const close = (beginsHere: boolean): void => {
    const newest = streak.find(({ runId }) => ofEnds.has(runId));
    if (beginsHere && newest && streak.length >= count) {
      const first = streak.at(-1)!;
      const run = ofEnds.get(newest.runId)!;
      causes.push({ kind: 'failures_in_row', key: first.runId, run, measured: streak.length, limit: count });
    }
    streak = [];
  };
  for (const run of ended) {
    if (isFailure(run)) streak.push(run);
    else close(true);
  }
  close(ended.length <= count + ends.length);
  return causes;
}
