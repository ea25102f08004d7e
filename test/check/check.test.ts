/** Every kind of finding, from histories made by hand: a checker that cannot fail proves nothing. */
import { describe, expect, it } from 'vitest';
import { check } from './check.js';
import { plannedTimes } from './planned-times.js';
import type { Delivery, Fault, Finding, JobStory, RunRow, Story } from './story.js';

const T = 1_767_225_600_000;
const SECOND = 1_000;
const JOB = 'job-1';

function jobStory(over: Partial<JobStory['versions'][number]> = {}): JobStory {
  return {
    jobId: JOB,
    deletedAt: null,
    versions: [
      {
        version: 1,
        writtenAt: T,
        effectiveFrom: T,
        enabled: true,
        schedule: { everyMs: SECOND, timeZone: 'UTC' },
        timeoutMs: 1_000,
        retryLimit: 0,
        concurrency: 'allow',
        misfire: 'fire_once',
        misfireAfterMs: 5_000,
        misfireLimit: 100,
        startDeadlineMs: null,
        onNodeLoss: 'redispatch',
        onIsolation: 'fire',
        ...over,
      },
    ],
  };
}

const at = (second: number): number => T + second * SECOND;
const row = (second: number, over: Partial<RunRow> = {}): RunRow => ({
  runId: `run-${second}`,
  jobId: JOB,
  trigger: 'schedule',
  plannedAt: at(second),
  state: 'succeeded',
  reason: null,
  missedLastAt: null,
  missedCount: null,
  startedAt: at(second),
  finishedAt: at(second) + 10,
  attempt: 1,
  retriesUsed: 0,
  lateResults: 0,
  cancelRequestedAt: null,
  ...over,
});
const delivery = (second: number, over: Partial<Delivery> = {}): Delivery => ({
  runId: `run-${second}`,
  jobId: JOB,
  plannedAt: at(second),
  attempt: 1,
  at: at(second) + 3,
  endedAt: at(second) + 10,
  answer: 'success',
  ...over,
});
const killed = (from: number, until = from): Fault => ({
  kind: 'node_killed',
  target: 'node-1',
  from: at(from),
  until: at(until),
});

interface Parts {
  job?: JobStory;
  rows?: RunRow[];
  deliveries?: Delivery[];
  faults?: Fault[];
  assignments?: Story['assignments'];
}

/** Five seconds of a job that fires every second, all well but for what a test changes. */
function judge({ job = jobStory(), rows, deliveries, faults = [], assignments = [] }: Parts): Finding[] {
  const seconds = [1, 2, 3, 4, 5];
  const story: Story = {
    startedAt: T,
    endedAt: at(5),
    ttlMs: 3_000,
    punctualWithinMs: 50,
    jobs: [job],
    rows: rows ?? seconds.map((second) => row(second)),
    deliveries: deliveries ?? seconds.map((second) => delivery(second)),
    faults,
    assignments,
  };
  return check(story).findings;
}
const kinds = (parts: Parts): string[] => [...new Set(judge(parts).map(({ kind }) => kind))];
const rows = (...changed: (RunRow | number)[]): RunRow[] => {
  const given = changed.filter((one): one is RunRow => typeof one !== 'number');
  const without = new Set([
    ...changed.filter((one) => typeof one === 'number'),
    ...given.map((one) => (one.plannedAt - T) / SECOND),
  ]);
  return [...[1, 2, 3, 4, 5].filter((second) => !without.has(second)).map((second) => row(second)), ...given];
};

describe('a faultless history', () => {
  it('holds nothing to complain of', () => {
    expect(judge({})).toEqual([]);
  });
});

describe('planned times', () => {
  it('without a row are lost', () => {
    expect(kinds({ rows: rows(3), deliveries: [1, 2, 4, 5].map((s) => delivery(s)) })).toEqual(['lost']);
  });

  it('with a verdict and no delivery are lost', () => {
    expect(kinds({ deliveries: [1, 2, 4, 5].map((s) => delivery(s)) })).toEqual(['lost']);
  });

  it('with two rows are doubled', () => {
    expect(kinds({ rows: [...rows(), row(3, { runId: 'another' })] })).toContain('doubled');
  });

  it('that nobody planned are phantoms', () => {
    expect(kinds({ rows: [...rows(), row(2.5)] })).toEqual(['phantom']);
    const late = { ...jobStory(), deletedAt: at(2) };
    expect(kinds({ job: late })).toContain('phantom');
  });

  it('that stand for a stretch must be as many as it says', () => {
    const stretch = (missedCount: number) =>
      row(2, { state: 'missed', reason: 'misfire', missedLastAt: at(4), missedCount, startedAt: null });
    const parts = { deliveries: [1, 5].map((s) => delivery(s)), faults: [killed(1)] };
    expect(kinds({ ...parts, rows: [row(1), stretch(3), row(5)] })).toEqual([]);
    expect(kinds({ ...parts, rows: [row(1), stretch(2), row(5)] })).toEqual(['lost']);
  });
});

describe('runs', () => {
  it('that have not ended are stuck', () => {
    const open = row(1, { state: 'claimed', finishedAt: null });
    expect(kinds({ rows: rows(open) })).toEqual(['stuck']);
  });

  it('may wait for an earlier one that is under way, and only where they take turns', () => {
    const open = rows(row(5, { state: 'claimed', finishedAt: null }));
    const deliveries = [...[1, 2, 3].map((s) => delivery(s)), delivery(4, { endedAt: null })];
    const of = (version: Parameters<typeof jobStory>[0]): string[] =>
      kinds({ job: jobStory(version), rows: open, deliveries });
    expect(of({ concurrency: 'queue' })).toEqual([]);
    expect(of({ concurrency: 'forbid', misfire: 'fire_all' })).toEqual([]);
    expect(of({ concurrency: 'forbid', misfire: 'fire_once' })).toEqual(['stuck']);
    expect(of({ concurrency: 'allow', misfire: 'fire_all' })).toEqual(['stuck']);
    const passedOver = rows(row(1, { state: 'claimed', finishedAt: null }));
    expect(kinds({ job: jobStory({ concurrency: 'queue' }), rows: passedOver })).toEqual(['stuck']);
  });

  it('may be missed or given up only where a fault explains it, and the job allows it', () => {
    const missed = row(3, { state: 'missed', reason: 'misfire', startedAt: null });
    const deliveries = [1, 2, 4, 5].map((s) => delivery(s));
    expect(kinds({ rows: rows(missed), deliveries })).toEqual(['unexplained_miss']);
    expect(kinds({ rows: rows(missed), deliveries, faults: [killed(3)] })).toEqual([]);
    const lost = row(3, { state: 'lost', reason: 'node_lost' });
    expect(kinds({ rows: rows(lost), faults: [killed(3)] })).toEqual(['lost']);
    expect(kinds({ job: jobStory({ onNodeLoss: 'lost' }), rows: rows(lost), faults: [killed(3)] })).toEqual([]);
    expect(kinds({ job: jobStory({ onNodeLoss: 'lost' }), rows: rows(lost) })).toEqual(['lost']);
  });

  it('must carry the verdict of what was answered', () => {
    expect(kinds({ rows: rows(row(3, { state: 'failed' })) })).toEqual(['wrong_verdict']);
    const failed = [1, 2, 4, 5].map((s) => delivery(s)).concat(delivery(3, { answer: 'failure' }));
    expect(kinds({ deliveries: failed })).toEqual(['wrong_verdict']);
  });
});

describe('a second delivery', () => {
  const again = (over: Partial<Delivery> = {}): Delivery[] => [
    ...[1, 2, 3, 4, 5].map((s) => delivery(s)),
    delivery(3, { attempt: 2, at: at(4.5), endedAt: at(4.6), ...over }),
  ];

  it('without a reason is a finding', () => {
    expect(kinds({ deliveries: again(), rows: rows(row(3, { attempt: 2 })) })).toEqual(['unexplained_repeat']);
    expect(kinds({ deliveries: again({ attempt: 1 }) })).toEqual(['doubled']);
  });

  it('is a retry after a failed answer, as many as the row says and the job allows', () => {
    const deliveries = [...[1, 2, 4, 5].map((s) => delivery(s)), delivery(3, { answer: 'failure' }), again().at(-1)!];
    const retried = rows(row(3, { attempt: 2, retriesUsed: 1 }));
    expect(kinds({ job: jobStory({ retryLimit: 1 }), deliveries, rows: retried })).toEqual([]);
    expect(kinds({ job: jobStory({ retryLimit: 0 }), deliveries, rows: retried })).toEqual(['unexplained_repeat']);
    const unsaid = rows(row(3, { attempt: 2 }));
    expect(kinds({ job: jobStory({ retryLimit: 1 }), deliveries, rows: unsaid })).toEqual(['unexplained_repeat']);
  });

  it('is explained by the death of its node, and by nobody else’s', () => {
    const by = (nodeId: string): Delivery[] => again().map((one) => ({ ...one, nodeId }));
    expect(kinds({ deliveries: by('node-1'), faults: [killed(4)] })).toEqual([]);
    expect(kinds({ deliveries: by('node-2'), faults: [killed(4)] })).toEqual(['unexplained_repeat']);
  });

  it('is explained by the death of any earlier caller: the row may have been of that one until then', () => {
    const third = delivery(3, { attempt: 3, at: at(4.8), endedAt: at(4.9) });
    const by = (first: string): Delivery[] => [
      ...again().map((one) => ({ ...one, nodeId: one.attempt === 1 ? first : 'node-2' })),
      { ...third, nodeId: 'node-2' },
    ];
    expect(kinds({ deliveries: by('node-1'), faults: [killed(4)] })).toEqual([]);
    expect(kinds({ deliveries: by('node-3'), faults: [killed(4)] })).toContain('unexplained_repeat');
  });

  it.each(['database_down', 'etcd_down', 'hub_killed', 'node_stopped', 'etcd_lost_history'] as const)(
    'is not explained by %s alone',
    (kind) => {
      const faults: Fault[] = [{ kind, target: 'all', from: at(2), until: at(5) }];
      expect(kinds({ deliveries: again(), faults })).toEqual(['unexplained_repeat']);
    },
  );

  it('under the same number is explained only where nobody could be asked', () => {
    const faults: Fault[] = [{ kind: 'node_isolated', target: 'all', from: at(2), until: at(5) }];
    expect(kinds({ deliveries: again({ attempt: 1 }), faults: [killed(4)] })).toEqual(['doubled']);
    expect(kinds({ deliveries: again({ attempt: 1 }), faults })).toEqual([]);
  });
});

describe('deliveries', () => {
  const lateBy = (ms: number): Delivery[] => [
    ...[1, 2, 4, 5].map((s) => delivery(s)),
    delivery(3, { at: at(3) + ms, endedAt: at(3) + ms + 5 }),
  ];

  it('are on time where nothing delays them; a database that is away is no reason', () => {
    expect(kinds({ deliveries: lateBy(400) })).toEqual(['late']);
    const down: Fault = { kind: 'database_down', target: 'all', from: at(2), until: at(5) };
    expect(kinds({ deliveries: lateBy(400), faults: [down] })).toEqual(['late']);
    expect(kinds({ deliveries: lateBy(400), faults: [killed(3)] })).toEqual([]);
  });

  it('may wait for a service that leaves most of a node’s calls without an answer, no longer than an attempt takes', () => {
    const silence = (count: number, answer: Delivery['answer']): Delivery[] =>
      Array.from({ length: count }, (_, i) =>
        delivery(1, { runId: `other-${i}`, jobId: 'other', nodeId: 'node-1', at: at(1) + i, endedAt: null, answer }),
      );
    const late = (ms: number, others: Delivery[]): string[] =>
      kinds({ deliveries: [...lateBy(ms).map((one) => ({ ...one, nodeId: 'node-1' })), ...others] });
    const { timeoutMs } = jobStory({}).versions[0]!;
    expect(late(400, silence(20, 'none'))).toEqual([]);
    expect(late(400, silence(15, 'none'))).toEqual(['late']);
    expect(late(400, silence(20, 'failure'))).toEqual(['late']);
    expect(
      late(
        400,
        silence(20, 'none').map((one) => ({ ...one, nodeId: 'node-2' })),
      ),
    ).toEqual(['late']);
    expect(late(timeoutMs + 1_000, silence(20, 'none'))).toEqual(['late']);
  });

  it('of a job that forbids it do not overlap', () => {
    const long = [...[1, 2, 4, 5].map((s) => delivery(s)), delivery(3, { endedAt: at(4.5) })];
    expect(kinds({ job: jobStory({ concurrency: 'forbid' }), deliveries: long })).toEqual(['overlap']);
    expect(kinds({ job: jobStory({ concurrency: 'allow' }), deliveries: long })).toEqual([]);
  });

  it('of a job that replaces them overlap only until another node has heard', () => {
    const replaced = (endedAt: number, nodeId: string): Delivery[] => [
      ...[1, 2].map((s) => delivery(s, { nodeId: 'node-1' })),
      delivery(3, { nodeId: 'node-1', endedAt }),
      ...[4, 5].map((s) => delivery(s, { nodeId, at: at(s) + 3 })),
    ];
    const job = jobStory({ concurrency: 'replace' });
    expect(kinds({ job, deliveries: replaced(at(4.8), 'node-2') })).toEqual([]);
    expect(kinds({ job, deliveries: replaced(at(4.8), 'node-1') })).toEqual(['overlap']);
    expect(kinds({ job, deliveries: replaced(at(6.5), 'node-2') })).toEqual(['overlap']);
  });

  it('overlap with what a service still works on that nobody waits for, until the end of the call is in the table', () => {
    const job = jobStory({ concurrency: 'replace', timeoutMs: 2_000, reportTimeoutMs: 2_000 });
    const reported = (withdrawnAt: number | null, heardAt: number, faults: Fault[] = []): string[] => {
      const reports = { heardAt, withdrawnAt };
      const three = delivery(3, { nodeId: 'node-1', endedAt: heardAt, reports });
      const others = [1, 2, 4, 5].map((s) => delivery(s, { nodeId: 'node-1' }));
      return kinds({ job, deliveries: [...others, three], faults });
    };
    expect(reported(at(4), at(4.05))).toEqual([]);
    expect(reported(at(4.01), at(4.05))).toEqual(['overlap']);
    expect(reported(null, at(4.05))).toEqual(['overlap']);
    expect(reported(at(4), at(4.5))).toEqual(['overlap']);
    const away: Fault = { kind: 'node_cut_from_database', target: 'node-1', from: at(3.5), until: at(4.5) };
    expect(reported(at(4), at(4.5), [away])).toEqual([]);
  });
});

describe('runs that somebody asked for', () => {
  it('come to an end as well, unless they are just under way', () => {
    const manual = (second: number): Parts => {
      const open = { state: 'claimed', trigger: 'manual', startedAt: null, finishedAt: null } as const;
      const mine = { runId: 'manual', plannedAt: at(1.5), at: at(second), endedAt: null, answer: 'none' } as const;
      return {
        rows: [...rows(), row(1.5, { ...open, runId: 'manual' })],
        deliveries: [...[1, 2, 3, 4, 5].map((s) => delivery(s)), delivery(1.5, mine)],
      };
    };
    expect(kinds(manual(4.5))).toEqual([]);
    expect(kinds(manual(2))).toEqual(['stuck']);
  });
});

describe('assignments', () => {
  const put = (nodeId: string) => ({ jobId: JOB, nodeId, epoch: 1 });
  const change = (puts: string[], deletes: string[]) => ({
    revision: 1,
    at: at(1),
    puts: puts.map(put),
    deletes: deletes.map((nodeId) => ({ jobId: JOB, nodeId })),
  });

  it('have one owner at each revision', () => {
    expect(kinds({ assignments: [change(['node-1'], []), change(['node-2'], ['node-1'])] })).toEqual([]);
    expect(kinds({ assignments: [change(['node-1'], []), change(['node-2'], [])] })).toEqual(['owners']);
    const unowned = [change(['node-1'], []), change([], ['node-1'])];
    expect(kinds({ assignments: unowned })).toEqual(['owners']);
    const [standing] = jobStory().versions;
    const resumed = (second: number): JobStory => ({
      ...jobStory(),
      versions: [
        standing!,
        { ...standing!, version: 2, enabled: false, writtenAt: at(0.2), effectiveFrom: at(0.2) },
        { ...standing!, version: 3, writtenAt: at(second), effectiveFrom: at(0.3) },
      ],
    });
    const owners = (job: JobStory) => kinds({ assignments: unowned, job }).filter((kind) => kind === 'owners');
    expect(owners(resumed(0.7))).toEqual([]); // the leader may have read it paused a moment before
    expect(owners(resumed(0.3))).toEqual(['owners']);
    const asked = (askedAt: number, answeredAt: number): JobStory => ({
      ...jobStory(),
      writes: [{ askedAt: at(askedAt), answeredAt: at(answeredAt) }],
    });
    expect(kinds({ assignments: unowned, job: asked(0.9, 2) })).toEqual([]);
    expect(kinds({ assignments: unowned, job: asked(0.1, 0.2) })).toEqual(['owners']);
  });
});

describe('planned times by brute force', () => {
  it('know intervals, instants and six fields', () => {
    expect(plannedTimes({ everyMs: 2_000, phaseMs: 500, timeZone: 'UTC' }, T, at(5))).toEqual([
      at(0.5),
      at(2.5),
      at(4.5),
    ]);
    expect(plannedTimes({ at: at(3), timeZone: 'UTC' }, T, at(5))).toEqual([at(3)]);
    expect(plannedTimes({ at: at(3), timeZone: 'UTC' }, at(3), at(5))).toEqual([]);
    expect(plannedTimes({ cron: '*/2 * * * * *', timeZone: 'UTC' }, T, at(5))).toEqual([at(2), at(4)]);
    expect(plannedTimes({ cron: '1-59/3 * * * * *', timeZone: 'UTC' }, T, at(8))).toEqual([at(1), at(4), at(7)]);
    expect(plannedTimes({ cron: '5,7-8 0 0 1 1 *', timeZone: 'UTC' }, T, at(60))).toEqual([at(5), at(7), at(8)]);
    expect(() => plannedTimes({ cron: '* * * * *', timeZone: 'UTC' }, T, at(1))).toThrow('six fields');
  });
});
