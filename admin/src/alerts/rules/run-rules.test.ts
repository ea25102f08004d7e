import { describe, expect, it } from 'vitest';
import type { AlertRule } from '@crony/shared/domain/alert-rule';
import type { EndedRunFacts } from '@crony/shared/store/store';
import type { EffectiveRules } from './effective-rules.js';
import { historyNeeded, judgeEnds, type History } from './run-rules.js';

const NOTHING: History = { ended: [], tallies: new Map() };

function run(n: number, state: EndedRunFacts['state'], more: Partial<EndedRunFacts> = {}): EndedRunFacts {
  const plannedAt = n * 1_000;
  return {
    runId: `run-${n}`,
    jobId: 'job',
    jobName: 'settle',
    project: 'default',
    nodeId: 'node-1',
    plannedAt,
    startedAt: plannedAt + 5,
    finishedAt: plannedAt + 105,
    state,
    attempt: 1,
    errorCode: null,
    errorMessage: null,
    ...more,
  };
}

function rulesOf(...rules: AlertRule[]): EffectiveRules {
  const told = { ruleId: null, channels: [], escalation: null, recovery: false };
  return new Map(rules.map((rule) => [rule.kind, { rule, ...told }]));
}

/** As letters, oldest first: s(ucceeded), f(ailed). Numbered from 1. */
function runs(letters: string): EndedRunFacts[] {
  return [...letters].map((letter, i) => run(i + 1, letter === 's' ? 'succeeded' : 'failed'));
}

describe('what a single end is', () => {
  const silent = run(1, 'timed_out', { errorCode: 'report_timeout' });
  it.each<[string, EndedRunFacts, AlertRule[], string[]]>([
    ['failed', run(1, 'failed'), [{ kind: 'failure' }], ['failure']],
    ['timed out', run(1, 'timed_out'), [{ kind: 'failure' }], ['failure']],
    ['lost', run(1, 'lost'), [{ kind: 'failure' }], ['failure']],
    ['succeeded', run(1, 'succeeded'), [{ kind: 'failure' }], []],
    ['cancelled on purpose', run(1, 'cancelled'), [{ kind: 'failure' }], []],
    ['skipped', run(1, 'skipped'), [{ kind: 'failure' }, { kind: 'missed' }], []],
    ['missed, which is no failure', run(1, 'missed'), [{ kind: 'failure' }], []],
    ['missed', run(1, 'missed'), [{ kind: 'missed' }], ['missed']],
    ['without rules', run(1, 'failed'), [], []],
    ['silent', silent, [{ kind: 'silence' }], ['silence']],
    [
      'silent, by its heartbeats',
      run(1, 'timed_out', { errorCode: 'heartbeat_timeout' }),
      [{ kind: 'silence' }],
      ['silence'],
    ],
    ['a timeout of the call', run(1, 'timed_out', { errorCode: 'timeout' }), [{ kind: 'silence' }], []],
    ['silent is told once', silent, [{ kind: 'failure' }, { kind: 'silence' }], ['silence']],
    ['silent is a failure where nobody asks for silence', silent, [{ kind: 'failure' }], ['failure']],
    ['as slow as it may be', run(1, 'succeeded'), [{ kind: 'slow', longerThanMs: 100 }], []],
    ['slower', run(1, 'succeeded'), [{ kind: 'slow', longerThanMs: 99 }], ['slow']],
    [
      'slow and failed',
      run(1, 'failed'),
      [{ kind: 'slow', longerThanMs: 99 }, { kind: 'failure' }],
      ['slow', 'failure'],
    ],
    ['as late as it may be', run(1, 'succeeded'), [{ kind: 'late', laterThanMs: 5 }], []],
    ['later', run(1, 'succeeded'), [{ kind: 'late', laterThanMs: 4 }], ['late']],
    [
      'never started',
      run(1, 'missed', { startedAt: null }),
      [
        { kind: 'late', laterThanMs: 4 },
        { kind: 'slow', longerThanMs: 1 },
      ],
      [],
    ],
  ])('%s', (_, end, rules, kinds) => {
    expect(judgeEnds([end], rulesOf(...rules), NOTHING).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('says what was measured, against what', () => {
    const [late] = judgeEnds([run(7, 'succeeded')], rulesOf({ kind: 'late', laterThanMs: 4 }), NOTHING);
    expect(late).toMatchObject({ key: 'run-7', measured: 5, limit: 4 });
  });
});

describe('failures in a row', () => {
  const rules = rulesOf({ kind: 'failures_in_row', count: 3 });
  /** `known`: all that is in the table, oldest first; the last `fresh` of them have just ended. */
  const judge = (known: string, fresh: number) => {
    const all = runs(known);
    const ends = all.slice(all.length - fresh);
    const ended = all.toReversed().slice(0, historyNeeded(rules) + ends.length);
    return judgeEnds(ends, rules, { ended, tallies: new Map() }).map(({ key, measured }) => `${key} ${measured}`);
  };

  it.each([
    ['two are not enough', 'sff', 1, []],
    ['the third is', 'sfff', 1, ['run-2 3']],
    ['the job’s first runs count', 'fff', 1, ['run-1 3']],
    // Told by the key of the first: it was raised by the third.
    ['the fourth is the same stretch', 'sffff', 1, ['run-2 4']],
    ['a long one was raised long ago', 'sffffffffff', 1, []],
    ['a success in between', 'ffsff', 1, []],
    ['four at once are one stretch', 'sffff', 4, ['run-2 4']],
    ['over before anybody looked', 'sfffs', 4, ['run-2 3']],
    ['two stretches at once', 'sfffsfff', 7, ['run-6 3', 'run-2 3']],
    ['an old stretch is not told again by a success', 'sfffss', 1, []],
  ])('%s', (_, known, fresh, expected) => {
    expect(judge(known, fresh)).toEqual(expected);
  });

  it('what has failed while later ones had ended already joins them', () => {
    const all = runs('sfff');
    const ended = all.toReversed();
    expect(judgeEnds([all[1]!], rules, { ended, tallies: new Map() }).map(({ key }) => key)).toEqual(['run-2']);
  });
});

describe('the rate of failures', () => {
  const rules = rulesOf({ kind: 'failure_rate', percent: 20, windowMs: 600_000, minRuns: 5 });
  it.each([
    ['too few runs to say', 4, 4, false],
    ['below', 10, 1, false],
    ['at the limit', 10, 2, true],
    ['above', 7, 7, true],
    ['no window known', 0, 0, false],
  ])('%s', (_, ended, failed, raised) => {
    const end = run(9, 'failed');
    const tallies = new Map([[end.runId, { ended, failed }]]);
    const causes = judgeEnds([end], rules, { ended: [], tallies });
    expect(causes).toHaveLength(raised ? 1 : 0);
    // A condition of the job: a second failure does not raise it again.
    if (raised) expect(causes[0]).toMatchObject({ key: 'job', limit: 20, windowMs: 600_000 });
  });
});
