import { expect, test } from 'vitest';
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
      expect(await store.jobs.count(filter)).toBe(jobs.length);
      return jobs.map(({ name }) => name);
    };
    expect(await named(['succeeded'])).toEqual(['well']);
    expect(await named(['failed'])).toEqual(['broken', 'broken-and-running']);
    expect(await named(['failed', 'skipped'], 1)).toEqual(['broken', 'broken-and-running', 'skipped']);
    expect(await named(['none'])).toEqual(['new']);
    expect(await named(['lost'])).toEqual([]);
    expect(await named(['none', 'succeeded'])).toEqual(['well', 'new']);
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
