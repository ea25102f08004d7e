import { describe, expect, it } from 'vitest';
import { check } from './check.js';
import type { Delivery, Fault, JobVersion, RunRow, Story } from './story.js';

const T = 1_767_225_600_000;
const PLANNED_AT = T + 1_000;
const VERSION: JobVersion = {
  version: 1,
  writtenAt: T,
  effectiveFrom: T,
  enabled: true,
  schedule: { at: PLANNED_AT, timeZone: 'UTC' },
  timeoutMs: 4_000,
  retryLimit: 1,
  concurrency: 'forbid',
  misfire: 'fire_once',
  misfireAfterMs: 2_000,
  misfireLimit: 100,
  startDeadlineMs: null,
  onNodeLoss: 'redispatch',
  onIsolation: 'fire',
};
const ROW: RunRow = {
  runId: 'run-1',
  jobId: 'job-1',
  trigger: 'schedule',
  plannedAt: PLANNED_AT,
  state: 'succeeded',
  reason: null,
  missedLastAt: null,
  missedCount: null,
  startedAt: PLANNED_AT,
  finishedAt: PLANNED_AT + 20,
  attempt: 1,
  retriesUsed: 0,
  lateResults: 0,
  cancelRequestedAt: null,
};
const DELIVERY: Delivery = {
  runId: 'run-1',
  jobId: 'job-1',
  plannedAt: PLANNED_AT,
  attempt: 1,
  at: PLANNED_AT,
  endedAt: PLANNED_AT + 20,
  answer: 'success',
};
const KILLED: Fault = { kind: 'node_killed', target: 'node-1', from: PLANNED_AT, until: PLANNED_AT + 100 };

interface Changes {
  version?: Partial<JobVersion>;
  row?: Partial<RunRow>;
  delivery?: Partial<Delivery> | null;
  deletedAt?: number;
  faults?: Fault[];
}

function messages({ version, row, delivery = {}, deletedAt, faults = [] }: Changes): string[] {
  const story: Story = {
    startedAt: T,
    endedAt: T + 60_000,
    ttlMs: 3_000,
    punctualWithinMs: 50,
    jobs: [{ jobId: 'job-1', versions: [{ ...VERSION, ...version }], deletedAt: deletedAt ?? null }],
    rows: [{ ...ROW, ...row }],
    deliveries: delivery === null ? [] : [{ ...DELIVERY, ...delivery }],
    faults,
    assignments: [],
  };
  return check(story).findings.map(({ kind, message }) => `${kind}: ${message}`);
}

describe('the account that a row gives', () => {
  it('is true where it says what the receiver saw', () => {
    expect(messages({})).toEqual([]);
  });

  it('is of the planned time that the callback named, whatever happened', () => {
    const other = { plannedAt: PLANNED_AT + 1_000 };
    const said = `phantom: attempt 1 says it was planned for ${PLANNED_AT + 1_000} (succeeded)`;
    expect(messages({ delivery: other })).toContain(said);
    expect(messages({ delivery: other, faults: [KILLED] })).toContain(said);
  });

  it('knows no callback long after the delete, but where a fault kept back the word of it', () => {
    const late = { deletedAt: PLANNED_AT + 10, delivery: { at: PLANNED_AT + 5_000, endedAt: PLANNED_AT + 5_020 } };
    expect(messages(late)).toContainEqual(expect.stringContaining('and the job was deleted at'));
    expect(messages({ ...late, faults: [KILLED] })).toEqual([]);
    expect(messages({ deletedAt: PLANNED_AT + 10 })).toEqual([]);
  });

  it('is cancelled on request only where somebody asked', () => {
    const row = { state: 'cancelled', reason: 'requested' } as const;
    expect(messages({ row })).toEqual(['wrong_verdict: nobody asked for this (cancelled)']);
    expect(messages({ row: { ...row, cancelRequestedAt: PLANNED_AT + 5 } })).toEqual([]);
  });

  it('counts attempts as the receiver does, and no more retries than attempts', () => {
    expect(messages({ row: { attempt: 2 } })).toEqual([
      'wrong_verdict: the row counts 2 attempts, the receiver 1 (succeeded)',
    ]);
    expect(messages({ row: { attempt: 2 }, faults: [KILLED] })).toEqual([]);
    expect(messages({ row: { attempt: 0, retriesUsed: 1 }, faults: [KILLED] })).toEqual([
      'wrong_verdict: 1 retries in 0 attempts (succeeded)',
    ]);
  });

  it('is of no start where nothing was sent', () => {
    const row = { state: 'skipped', reason: 'start_deadline' } as const;
    expect(messages({ row })).toContain(`wrong_verdict: it was sent at ${PLANNED_AT} (skipped)`);
    expect(messages({ row, faults: [KILLED] })).toEqual([]);
  });

  it('may be another node’s where a fail-over lost the claim of what waited for its turn', () => {
    const row = { state: 'missed', reason: 'misfire', attempt: 0 } as const;
    const [from, until] = [PLANNED_AT - 100, PLANNED_AT + 100];
    const sent = { at: PLANNED_AT + 30_000, endedAt: PLANNED_AT + 30_020 };
    const by = (kind: Fault['kind']): string[] =>
      messages({ row, delivery: sent, faults: [{ kind, target: 'all', from, until }] });
    expect(by('database_failed_over')).toEqual([]);
    expect(by('node_killed')).toContain(`wrong_verdict: it was sent at ${sent.at} (missed)`);
  });

  it('is of a timeout only where the answer did not come in time', () => {
    const row = { state: 'timed_out' } as const;
    expect(messages({ row, delivery: { answer: 'failure' } })).toEqual([
      'wrong_verdict: the newest delivery was answered after 20 ms (timed_out)',
    ]);
    expect(messages({ row, delivery: { answer: 'none', endedAt: null } })).toEqual([]);
  });
});

describe('a job that wants every planned time', () => {
  const missed = { row: { state: 'missed', reason: 'misfire', attempt: 0 } as const, delivery: null, faults: [KILLED] };

  it('has none given up within its limit, whatever fault there was', () => {
    const said = ['unexplained_miss: missed, and the job wants every planned time within its limit'];
    expect(messages({ ...missed, version: { misfire: 'fire_all' } })).toEqual(said);
    expect(messages({ ...missed, version: { misfire: 'fire_all', startDeadlineMs: 8_000 } })).toEqual([]);
    expect(messages({ ...missed, version: { misfire: 'skip' } })).toEqual([]);
  });
});
