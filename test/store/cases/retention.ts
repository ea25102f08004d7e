import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { FINAL_STATES } from '@crony/schema/run-state-lists';
import type { Job } from '@crony/shared/domain/job';
import {
  type Aged,
  type AgedPosition,
  type AgedTable,
  type AuditEntry,
  type Backfill,
  type Claim,
} from '@crony/shared/store/store';
import { alert, attempt, claimOf, holder, jobSpec, pendingRun, project, resultOf } from '../../kit/factories.js';
import { createJob, type StoreFixture } from '../conformance.js';

const DAY = 86_400_000;
const OLD = 20 * DAY;

export function retentionCases(fixture: StoreFixture): void {
  const owner = holder();
  const retention = () => fixture.store.retention;

  async function ended(job: Job, over: Partial<Claim> = {}, finishedAt = over.plannedAt ?? OLD): Promise<Claim> {
    const claim = claimOf(job, { plannedAt: OLD, ...over });
    await fixture.store.claims.claim(owner, [claim]);
    if (claim.state === 'claimed') {
      const facts = attempt({ startedAt: finishedAt - 1, finishedAt });
      await fixture.store.claims.writeResults(owner, [resultOf(claim, { attempt: facts })]);
    }
    return claim;
  }

  /** All of this job, a few at a time. */
  async function finalRuns(job: Job, before = Number.MAX_SAFE_INTEGER) {
    const found = [];
    for (const state of FINAL_STATES) {
      for (let after: AgedPosition | null = null; ;) {
        const page = await retention().finalRuns(state, after, before, 2);
        found.push(...page.filter(({ jobId }) => jobId === job.id));
        if (page.length === 0) break;
        after = page.at(-1)!.position;
      }
    }
    return found;
  }

  async function agedRows(table: AgedTable, before = Number.MAX_SAFE_INTEGER): Promise<Aged[]> {
    const found: Aged[] = [];
    for (let after: AgedPosition | null = null; ;) {
      const page = await retention().aged(table, after, before, 2);
      found.push(...page);
      if (page.length === 0) return found;
      after = page.at(-1)!.position;
    }
  }

  test('alerts age from their resolution, open ones from their beginning; what was sent goes with them', async () => {
    const { store } = fixture;
    const ours = `aged-${randomUUID().slice(0, 8)}`;
    const [open, over] = [alert({ project: ours, createdAt: OLD }), alert({ project: ours, createdAt: OLD + 1 })];
    await store.alerts.create([open, over]);
    await store.alerts.resolve([over.id], OLD + DAY, false);
    const row = { id: randomUUID(), channelId: randomUUID(), kind: 'alert' as const, runId: null, dueAt: OLD };
    await store.notifications.add([{ ...row, alertId: open.id, createdAt: OLD }]);
    const rows = (await agedRows('alerts')).filter((one) => one.project === ours);
    expect(rows.map(({ since }) => since)).toEqual([OLD, OLD + DAY]);
    await retention().deleteAged('alerts', [rows[0]!]);
    expect(await store.alerts.get(open.id)).toBeNull();
    expect(await store.alerts.get(over.id)).not.toBeNull();
    expect(await store.notifications.ofAlert(open.id)).toEqual([]);
  });

  test('final runs are read by planned time, each once; open ones never', async () => {
    const job = await createJob(fixture.store);
    const claims = [];
    for (let i = 0; i < 5; i += 1) claims.push(await ended(job, { plannedAt: OLD + i }));
    const open = claimOf(job, { plannedAt: OLD + 9 });
    await fixture.store.claims.claim(owner, [open]);
    await fixture.store.runs.createPending(pendingRun(job, { plannedAt: 1 }));
    const found = await finalRuns(job);
    expect(found.map(({ id }) => id)).toEqual(claims.map(({ runId }) => runId));
    expect(found[0]).toMatchObject({ project: 'default', since: OLD });
    expect(await finalRuns(job, OLD + 2)).toHaveLength(2);
  });

  test('a run ages from its end, and a stretch from the last of its planned times', async () => {
    const job = await createJob(fixture.store);
    await ended(job, { plannedAt: OLD }, OLD + 5 * DAY);
    const [stretch] = [claimOf(job, { plannedAt: OLD + 1, state: 'missed', missedLastAt: OLD + DAY, missedCount: 3 })];
    await fixture.store.claims.claim(owner, [{ ...stretch, reason: 'misfire' }]);
    const since = new Map((await finalRuns(job)).map((run) => [run.position[0], run.since]));
    expect(since.get(OLD)).toBe(OLD + 5 * DAY);
    expect(since.get(OLD + 1)).toBeGreaterThanOrEqual(OLD + DAY);
  });

  test('deleting takes attempts and output along, and spares open runs and the newest scheduled one', async () => {
    const { store } = fixture;
    const job = await createJob(store);
    const claims = [];
    for (let i = 0; i < 3; i += 1) claims.push(await ended(job, { plannedAt: OLD + i }));
    const [first, second, newest] = claims as [Claim, Claim, Claim];
    const chunk = { attempt: 1, stream: 'log' as const, at: OLD, text: 'x' };
    const chunks = [1, 2, 3].map((n) => ({ ...chunk, runId: first.runId, chunkId: `c/${n}` }));
    await store.output.append([...chunks, { ...chunk, runId: newest.runId, chunkId: 'c/1' }]);
    const late = { attempt: attempt({ number: 2 }), fence: 9 };
    await store.claims.writeResults(owner, [resultOf(second, late)]);
    expect((await store.runs.get(second.runId))!.attempts).toHaveLength(2);
    const open = claimOf(job, { plannedAt: OLD + 7 });
    await store.claims.claim(holder(), [open]);
    const found = await finalRuns(job);
    const ids = [first.runId, second.runId];
    expect(await retention().deleteOutput(ids, 2)).toBe(2);
    expect(await retention().deleteOutput(ids, 2)).toBe(1);
    expect(await retention().deleteOutput(ids, 2)).toBe(0);
    const withOpen = [...found, { ...found[0]!, id: open.runId }];
    expect(await retention().deleteRuns(withOpen)).toEqual({ attempts: 1, runs: 3 });
    expect(await store.runs.get(first.runId)).toBeNull();
    expect(await store.runs.get(open.runId)).not.toBeNull();
    expect(await store.jobs.lastPlanned([job.id])).toEqual(new Map([[job.id, OLD + 7]]));
    expect(await retention().deleteRuns([])).toEqual({});
  });

  test('the newest scheduled run stays while its job exists, whatever ran by hand since', async () => {
    const { store } = fixture;
    const job = await createJob(store);
    const scheduled = await ended(job);
    const manual = pendingRun(job, { plannedAt: OLD + DAY });
    await store.runs.createPending(manual);
    await store.runs.requestCancel(manual.id, OLD + DAY);
    expect(await retention().deleteRuns(await finalRuns(job))).toMatchObject({ runs: 1 });
    expect(await store.runs.get(scheduled.runId)).not.toBeNull();
    await store.jobs.delete(job.id, null);
    expect(await retention().deleteRuns(await finalRuns(job))).toMatchObject({ runs: 1 });
    expect(await store.runs.get(scheduled.runId)).toBeNull();
  });

  test('versions age from the next one on; the present one of a job stays, and those of a deleted job go', async () => {
    const { store } = fixture;
    const job = await createJob(store);
    await store.jobs.replace(job.id, jobSpec(), null, 5 * DAY);
    await store.jobs.replace(job.id, jobSpec(), null, 9 * DAY);
    const gone = await createJob(store);
    await store.jobs.delete(gone.id, null);
    const of = async ({ id }: Job) => (await agedRows('job_versions')).filter(({ position }) => position[1] === id);
    expect((await of(job)).map(({ since, project: name }) => [since, name])).toEqual([
      [5 * DAY, 'default'],
      [9 * DAY, 'default'],
      [null, 'default'],
    ]);
    expect((await of(gone)).map(({ since, project: name }) => [since, name])).toEqual([[1_000, null]]);
    expect(await retention().deleteAged('job_versions', [(await of(job))[0]!, ...(await of(gone))])).toEqual({
      job_versions: 2,
    });
    expect((await of(job)).map(({ position }) => position[2])).toEqual([2, 3]);
  });

  test('audit, hours and backfills that ended go by age, and nothing else of them', async () => {
    const { store } = fixture;
    const name = `kept-${randomUUID()}`.slice(0, 40);
    await store.projects.create(project({ name }));
    const job = await createJob(store, { project: name });
    const row: AuditEntry = {
      at: 3 * DAY,
      actorKind: 'system',
      actorId: null,
      actorName: 'crony',
      address: '',
      action: 'job.edit',
      project: name,
      subjectType: 'job',
      subjectId: job.id,
      subjectName: job.name,
      before: null,
      after: null,
    };
    await store.audit.add([row, { ...row, at: 2 * DAY }, { ...row, at: 4 * DAY, project: null }]);
    await ended(job, { plannedAt: 7 * DAY });
    const base: Backfill = {
      id: randomUUID(),
      jobId: job.id,
      from: 0,
      to: 1,
      nextAfter: 0,
      concurrency: 1,
      planned: 1,
      created: 1,
      state: 'finished',
      createdAt: 1,
      finishedAt: 6 * DAY,
    };
    await store.backfills.create(base);
    await store.backfills.create({ ...base, id: randomUUID(), state: 'running', finishedAt: null });
    const mine = async (table: AgedTable) => (await agedRows(table)).filter((aged) => aged.project === name);
    expect((await mine('audit')).map(({ since }) => since)).toEqual([2 * DAY, 3 * DAY]);
    expect((await mine('job_hours')).map(({ since }) => since)).toEqual([7 * DAY]);
    expect((await mine('project_hours')).map(({ since }) => since)).toEqual([7 * DAY]);
    expect((await mine('backfills')).map(({ since }) => since)).toEqual([6 * DAY]);
    expect(await retention().deleteAged('audit', [(await mine('audit'))[0]!])).toEqual({ audit: 1 });
    expect(await retention().deleteAged('job_hours', await mine('job_hours'))).toEqual({ job_hours: 1 });
    expect(await retention().deleteAged('project_hours', await mine('project_hours'))).toEqual({ project_hours: 1 });
    expect(await mine('project_hours')).toEqual([]);
    expect(await retention().deleteAged('backfills', await mine('backfills'))).toEqual({ backfills: 1 });
    expect((await mine('audit')).map(({ since }) => since)).toEqual([3 * DAY]);
    expect(await store.counters.hours(job.id, { from: 0, to: 9e15 }, 10)).toEqual([]);
    expect((await store.backfills.list(job.id, { limit: 10 })).items.map(({ state }) => state)).toEqual(['running']);
    expect(await agedRows('audit', 3 * DAY)).toEqual([]);
  });

  test('a project says how long its own is kept, and can take that back', async () => {
    const { projects } = fixture.store;
    await projects.create(project({ name: 'keeps' }));
    expect((await projects.get('keeps'))!.retention).toBeNull();
    expect(await projects.setRetention('keeps', { runs: 3, audit: 1_000 })).toBe(true);
    expect((await projects.get('keeps'))!.retention).toEqual({ runs: 3, audit: 1_000 });
    expect(await projects.setRetention('keeps', null)).toBe(true);
    expect((await projects.get('keeps'))!.retention).toBeNull();
    expect(await projects.setRetention('nowhere', null)).toBe(false);
  });
}
