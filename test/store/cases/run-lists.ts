import { expect, test } from 'vitest';
import { HOUR_MS } from '@crony/shared/domain/durations';
import { RUN_STATES, type Run, type RunState } from '@crony/shared/domain/run';
import { BadCursorError, type LastRun, type RunFilter } from '@crony/shared/store/store';
import {
  attempt,
  claimOf,
  FACTORY_TIME_MS as T,
  holder,
  newJob,
  pendingRun,
  project,
  resultOf,
} from '../../kit/factories.js';
import { createJob, everyPage, type StoreFixture } from '../conformance.js';

export function runListCases(fixture: StoreFixture): void {
  const newestFirst = (a: Run, b: Run): number => b.plannedAt - a.plannedAt || (a.id < b.id ? 1 : -1);
  const list = (filter: RunFilter, limit: number) =>
    everyPage((cursor) => fixture.store.runs.list(filter, { limit, cursor }));

  /** Runs in many states, some in the same millisecond, some due long after their planned time. */
  async function world(name: string) {
    const { store } = fixture;
    await store.projects.create(project({ name }));
    const jobs = [await createJob(store, { project: name }), await createJob(store, { project: name })];
    const [owner, other] = [holder({ nodeId: `${name}-1` }), holder({ nodeId: `${name}-2` })];
    for (const [n, job] of jobs.entries()) {
      for (let i = 0; i < 12; i += 1) {
        const claim = claimOf(job, { plannedAt: T + i * 1_000, dueAt: T + i * 1_000 + 300 });
        const who = i % 2 ? owner : other;
        await store.claims.claim(who, [claim]);
        const states: (RunState | null)[] = ['succeeded', 'failed', 'retrying', 'skipped', null];
        const state = states[(i + n) % states.length];
        if (!state) continue;
        const facts = state === 'skipped' ? null : attempt();
        const open = state === 'retrying' ? { retryAt: T + 900_000, finishedAt: null } : {};
        await store.claims.writeResults(who, [resultOf(claim, { state, attempt: facts, ...open })]);
      }
      // Of one millisecond, and their ids against the order of their triggers.
      const [smaller, larger] = [pendingRun(job).id, pendingRun(job).id].sort();
      for (const [trigger, id] of [
        ['manual', smaller],
        ['backfill', larger],
      ] as const) {
        await store.runs.createPending(
          pendingRun(job, { id: id!, trigger, plannedAt: T + 3_000, nodeId: owner.nodeId }),
        );
      }
    }
    return { jobs, owner };
  }

  test('newest planned time first, the same order on every way, whole at every page size', async () => {
    const { jobs } = await world('order');
    const everything = await list({ project: 'order' }, 1_000);
    expect(everything).toHaveLength(2 * 14);
    expect(everything).toEqual([...everything].sort(newestFirst));
    const ofJob = everything.filter((run) => run.jobId === jobs[0]!.id);
    for (const limit of [1, 2, 3, 7]) {
      expect(await list({ project: 'order' }, limit)).toEqual(everything);
      expect(await list({ jobId: jobs[0]!.id }, limit)).toEqual(ofJob);
    }
  });

  test('filters by state, node and time, alone and together', async () => {
    const { jobs, owner } = await world('filters');
    const everything = await list({ project: 'filters' }, 1_000);
    const check = async (filter: RunFilter, matches: (run: Run) => boolean): Promise<void> => {
      const wanted = everything.filter(matches);
      expect(wanted.length).toBeGreaterThan(0);
      expect(await list({ project: 'filters', ...filter }, 3)).toEqual(wanted);
      const counts = await fixture.store.runs.countByState({ project: 'filters', ...filter });
      for (const state of RUN_STATES) {
        expect(counts[state]).toBe(wanted.filter((run) => run.state === state).length);
      }
    };
    const [from, to] = [T + 2_000, T + 9_000];
    const inTime = ({ plannedAt }: Run): boolean => plannedAt >= from && plannedAt < to;
    await check({}, () => true);
    await check({ states: ['failed'] }, (run) => run.state === 'failed');
    await check({ states: ['retrying', 'succeeded'] }, ({ state }) => state === 'retrying' || state === 'succeeded');
    await check({ nodeId: owner.nodeId }, (run) => run.nodeId === owner.nodeId);
    await check({ from, to }, inTime);
    await check({ jobId: jobs[1]!.id, from, to }, (run) => run.jobId === jobs[1]!.id && inTime(run));
    await check(
      { jobId: jobs[1]!.id, states: ['pending', 'succeeded'] },
      (run) => run.jobId === jobs[1]!.id && (run.state === 'pending' || run.state === 'succeeded'),
    );
    expect(await list({ states: [] }, 3)).toEqual([]);
  });

  test('runs that lie hours and weeks apart, under each filter that few of them pass', async () => {
    const { store } = fixture;
    const names = ['apart', 'apart-too', 'apart-as-well'];
    for (const name of names) await store.projects.create(project({ name }));
    const jobs = await Promise.all(
      names.flatMap((name) => [createJob(store, { project: name }), createJob(store, { project: name })]),
    );
    const nodes = [holder({ nodeId: 'apart-1' }), holder({ nodeId: 'apart-2' })];
    const ages = [0, 0, 1, 1, 2, 7, 30, 50, 51, 24 * 5, 24 * 5, 24 * 20, 24 * 150, 24 * 400];
    const states: RunState[] = ['succeeded', 'succeeded', 'succeeded', 'failed', 'timed_out'];
    for (const [i, age] of ages.entries()) {
      for (const [j, job] of jobs.entries()) {
        if ((i * 7 + j * 3) % 4 === 0) continue;
        const claim = claimOf(job, { plannedAt: T - age * HOUR_MS + i * 1_000 + (j % 3) });
        const node = nodes[(i + j) % 5 === 0 ? 1 : 0]!;
        await store.claims.claim(node, [claim]);
        if ((i + j) % 11 === 0) continue; // open, however old
        await store.claims.writeResults(node, [
          resultOf(claim, { state: states[(i * 5 + j) % states.length]!, attempt: attempt() }),
        ]);
      }
    }
    const everything = (await Promise.all(names.map((name) => list({ project: name }, 1_000))))
      .flat()
      .sort(newestFirst);
    expect(everything.length).toBeGreaterThan(50);
    const check = async (filter: RunFilter): Promise<void> => {
      const { jobId, nodeId, projects, project, states: wanted, from = -Infinity, to = Infinity } = filter;
      const expected = everything.filter(
        (run) =>
          (jobId === undefined || run.jobId === jobId) &&
          (nodeId === undefined || run.nodeId === nodeId) &&
          (projects === undefined || projects.includes(run.project)) &&
          (project === undefined || run.project === project) &&
          (wanted === undefined || wanted.includes(run.state)) &&
          run.plannedAt >= from &&
          run.plannedAt < to,
      );
      for (const limit of [2, 5, 100]) expect(await list(filter, limit), JSON.stringify(filter)).toEqual(expected);
    };
    const stretches = [
      {},
      { from: T - 60 * HOUR_MS },
      { to: T - 40 * HOUR_MS },
      { from: T - 24 * 30 * HOUR_MS + 1, to: T - HOUR_MS + 3_500 },
    ];
    for (const stretch of stretches) {
      await check({ projects: names, ...stretch });
      await check({ projects: names.slice(1), states: ['failed'], ...stretch });
      await check({ project: names[0]!, projects: names, ...stretch });
      await check({ nodeId: 'apart-2', ...stretch });
      await check({ nodeId: 'apart-1', states: ['timed_out', 'claimed'], ...stretch });
      await check({ jobId: jobs[2]!.id, states: ['succeeded'], ...stretch });
      await check({ jobId: jobs[2]!.id, nodeId: 'apart-2', ...stretch });
    }
    expect(await list({ project: names[0]!, projects: [names[1]!] }, 5)).toEqual([]);
    expect(await list({ nodeId: 'apart-of-no-runs' }, 5)).toEqual([]);
  });

  test('few runs of a project among very many of another in the same hour', async () => {
    const { store } = fixture;
    for (const name of ['crowd', 'lonely']) await store.projects.create(project({ name }));
    const [crowd, lonely] = [
      await createJob(store, { project: 'crowd' }),
      await createJob(store, { project: 'lonely' }),
    ];
    const owner = holder({ nodeId: 'crowded' });
    const hour = T - 24 * 60 * HOUR_MS;
    const many = Array.from({ length: 5_100 }, (_, i) => claimOf(crowd, { plannedAt: hour + i * 100 }));
    const few = [1, 200_001, 400_001].map((ms) => claimOf(lonely, { plannedAt: hour + ms }));
    for (const claims of [many, few]) {
      await store.claims.claim(owner, claims);
      await store.claims.writeResults(
        owner,
        claims.map((claim) => resultOf(claim)),
      );
    }
    const wanted = few.map(({ runId }) => runId).reverse();
    expect((await list({ project: 'lonely' }, 2)).map(({ id }) => id)).toEqual(wanted);
    expect((await list({ projects: ['lonely'], states: ['succeeded'] }, 50)).map(({ id }) => id)).toEqual(wanted);
  });

  test('what the counters still tell of, and is deleted, ends no list too early', async () => {
    const { store } = fixture;
    await store.projects.create(project({ name: 'purged' }));
    const job = await createJob(store, { project: 'purged' });
    const owner = holder({ nodeId: 'purged-1' });
    const claims = Array.from({ length: 12 }, (_, i) => claimOf(job, { plannedAt: T - i * 30 * HOUR_MS }));
    await store.claims.claim(owner, claims);
    await store.claims.writeResults(
      owner,
      claims.map((claim) => resultOf(claim)),
    );
    const gone = claims.slice(1, 10).map(({ runId, plannedAt }) => ({ id: runId, jobId: job.id, position: [plannedAt, runId], project: 'purged', since: plannedAt })); // prettier-ignore
    await store.retention.deleteRuns(gone);
    const left = [claims[0]!, ...claims.slice(10)].map(({ runId }) => runId);
    for (const filter of [
      { project: 'purged' },
      { nodeId: 'purged-1' },
      { jobId: job.id, states: ['succeeded' as const] },
    ]) {
      for (const limit of [1, 2, 50]) expect((await list(filter, limit)).map(({ id }) => id)).toEqual(left);
    }
  });

  test('the newest run of each job in one of some states', async () => {
    const { store } = fixture;
    const jobs = [await createJob(store), await createJob(store), await createJob(store)];
    const owner = holder({ nodeId: 'newest' });
    const states: RunState[] = ['failed', 'succeeded', 'skipped'];
    for (const [j, job] of jobs.slice(0, 2).entries()) {
      const claims = states.map((_, i) => claimOf(job, { plannedAt: T + i * 1_000 + j }));
      await store.claims.claim(owner, claims);
      await store.claims.writeResults(
        owner,
        claims.map((claim, i) =>
          resultOf(claim, { state: states[i]!, attempt: states[i] === 'skipped' ? null : attempt() }),
        ),
      );
    }
    const ids = jobs.map(({ id }) => id);
    const of = async (wanted: RunState[]) => [...(await store.runs.newest(ids, wanted))].map(([id, { state }]) => [ids.indexOf(id), state]).sort(); // prettier-ignore
    expect(await of(['failed', 'succeeded'])).toEqual([[0, 'succeeded'], [1, 'succeeded']]); // prettier-ignore
    expect(await of(['failed'])).toEqual([[0, 'failed'], [1, 'failed']]); // prettier-ignore
    expect(await of(['lost'])).toEqual([]);
    const [first] = (await store.runs.list({ jobId: ids[0]!, states: ['succeeded'] }, { limit: 1 })).items;
    expect((await store.runs.newest(ids, ['succeeded'])).get(ids[0]!)!.runId).toBe(first!.id);
    expect(await store.runs.newest([], ['succeeded'])).toEqual(new Map());
  });

  test('pages stay whole while runs are added and end', async () => {
    const { store } = fixture;
    const { jobs } = await world('moving');
    const before = await list({ project: 'moving' }, 1_000);
    const owner = holder();
    let page = 0;
    const seen = await everyPage(async (cursor) => {
      page += 1;
      const added = claimOf(jobs[0]!, { plannedAt: T + 100_000 + page });
      await store.claims.claim(owner, [added]);
      if (page % 2) await store.claims.writeResults(owner, [resultOf(added)]);
      return store.runs.list({ project: 'moving' }, { limit: 5, cursor });
    });
    const ids = seen.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const old = seen.filter((run) => run.plannedAt < T + 100_000);
    expect(old.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });

  test('foreign cursors and wrong limits are refused', async () => {
    const { store } = fixture;
    const { nextCursor } = await store.jobs.list({}, { limit: 1 });
    for (const cursor of [nextCursor ?? 'x', 'WzFd', 'no']) {
      await expect(store.runs.list({}, { limit: 1, cursor })).rejects.toBeInstanceOf(BadCursorError);
    }
    await expect(store.runs.list({}, { limit: 0 })).rejects.toThrow(RangeError);
  });

  test('a run that is not there', async () => {
    expect(await fixture.store.runs.get('00000000-0000-7000-8000-000000000000')).toBeNull();
  });

  test('jobs by how their newest ended run ended, and those that never ran', async () => {
    const { store } = fixture;
    await store.projects.create(project({ name: 'endings' }));
    const who = holder({ nodeId: 'endings-1' });
    const endings: Record<string, (RunState | null)[]> = {
      well: ['failed', 'succeeded'],
      broken: ['succeeded', 'failed'],
      // What is under way says nothing yet.
      'broken-and-running': ['failed', null],
      skipped: ['skipped'],
      starting: [null],
      new: [],
    };
    for (const [name, states] of Object.entries(endings)) {
      const job = await createJob(store, { project: 'endings', name });
      for (const [i, state] of states.entries()) {
        const claim = claimOf(job, { plannedAt: T + i * 1_000, dueAt: T + i * 1_000 });
        await store.claims.claim(who, [claim]);
        const facts = state === 'skipped' ? null : attempt();
        if (state) await store.claims.writeResults(who, [resultOf(claim, { state, attempt: facts })]);
      }
    }
    const named = async (lastRun: readonly LastRun[], limit = 1_000) => {
      const filter = { project: 'endings', lastRun };
      const jobs = await everyPage((cursor) => store.jobs.list(filter, { limit, ...(cursor === undefined ? {} : { cursor }) })); // prettier-ignore
      expect((await store.jobs.count(filter)).total).toBe(jobs.length);
      // Ids made within a millisecond are in no order.
      return jobs.map(({ name }) => name).toSorted();
    };
    expect(await named(['succeeded'])).toEqual(['well']);
    expect(await named(['failed'])).toEqual(['broken', 'broken-and-running']);
    expect(await named(['failed', 'skipped'], 1)).toEqual(['broken', 'broken-and-running', 'skipped']);
    expect(await named(['none'])).toEqual(['new']);
    expect(await named(['lost'])).toEqual([]);
    expect(await named(['none', 'succeeded'])).toEqual(['new', 'well']);
  });

  test('only so many jobs are looked through for one page, and the next goes on behind them', async () => {
    const { store } = fixture;
    await store.projects.create(project({ name: 'stretch' }));
    await store.jobs.createMany(Array.from({ length: 5_200 }, () => newJob({ project: 'stretch' })), 1_000); // prettier-ignore
    const last = await createJob(store, { project: 'stretch', name: 'the-last' });
    const claim = claimOf(last);
    await store.claims.claim(holder(), [claim]);
    const filter = { project: 'stretch', lastRun: ['failed' as const] };
    const first = await store.jobs.list(filter, { limit: 10 });
    expect(first.items).toEqual([]);
    expect(first.nextCursor).not.toBeNull();
    const second = await store.jobs.list(filter, { limit: 10, cursor: first.nextCursor! });
    expect(second).toEqual({ items: [], nextCursor: null });
    const never = await everyPage((cursor) => store.jobs.list({ project: 'stretch', lastRun: ['none'] }, { limit: 1_000, ...(cursor === undefined ? {} : { cursor }) })); // prettier-ignore
    expect(never).toHaveLength(5_200);
  });
}
