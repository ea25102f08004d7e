/** From the end of a run to what is sent: what is written with the verdict, and what is kept of alerts. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { scheduledRunId } from '@crony/shared/domain/run';
import { DuplicateKeyError } from '@crony/shared/store/database/database';
import type { NewNotification, RunEnd, Silence, Store } from '@crony/shared/store/store';
import {
  alert,
  alertRule,
  claimOf,
  FACTORY_TIME_MS as T,
  holder,
  jobSpec,
  pendingRun,
  project,
  resultOf,
} from '../../kit/factories.js';
import { createJob, everyPage, type StoreFixture } from '../conformance.js';

export function alertCases(fixture: StoreFixture): void {
  const endsOf = async (store: Store, jobId: string): Promise<RunEnd[]> =>
    (await store.runEnds.list(1_000)).filter((end) => end.jobId === jobId);

  test('bad ends are put down with the verdict, good ones are not', async () => {
    const { store, other } = fixture;
    const job = await createJob(store);
    const me = holder();
    const states = ['succeeded', 'failed', 'timed_out', 'cancelled'] as const;
    const claims = states.map(() => claimOf(job));
    await store.claims.claim(me, claims);
    await store.claims.writeResults(
      me,
      claims.map((claim, i) => resultOf(claim, { state: states[i]! })),
    );
    const plannedAt = T + 500_000;
    const stretch = { missedLastAt: plannedAt, missedCount: 1, state: 'missed' as const, reason: 'misfire' as const };
    await store.claims.claim(me, [claimOf(job, { plannedAt, runId: scheduledRunId(job.id, plannedAt), ...stretch })]);
    const ends = await endsOf(other, job.id);
    expect(ends.map(({ state }) => state)).toEqual(['failed', 'timed_out', 'missed']);
    expect(ends[0]).toMatchObject({ runId: claims[1]!.runId, project: job.project });
    expect(await other.runEnds.remove(ends.map(({ seq }) => seq))).toBe(3);
    expect(await other.runEnds.remove(ends.map(({ seq }) => seq))).toBe(0);
    expect(await endsOf(store, job.id)).toEqual([]);
  });

  test('a write that comes again is put down once', async () => {
    const { store } = fixture;
    const job = await createJob(store);
    const me = holder();
    const claim = claimOf(job);
    await store.claims.claim(me, [claim]);
    await store.claims.writeResults(me, [resultOf(claim, { state: 'failed' })]);
    await store.claims.writeResults(me, [resultOf(claim, { state: 'failed' })]);
    expect(await endsOf(store, job.id)).toHaveLength(1);
  });

  test('where a rule asks for them, good ends are put down too: of a job, of a project, of all', async () => {
    const { store } = fixture;
    const me = holder();
    const own = `watched-${randomUUID().slice(0, 8)}`;
    await store.projects.create(project({ name: own }));
    const slow = { alerts: { channels: [], on: [{ kind: 'slow', longerThanMs: 5 } as const] } };
    const [ofJob, ofProject, ofNobody] = [
      await createJob(store, slow),
      await createJob(store, { project: own }),
      await createJob(store),
    ];
    const rule = alertRule({ project: own, rule: { kind: 'late', laterThanMs: 10 } });
    await store.alertRules.create(rule);
    const succeed = async (job: typeof ofJob): Promise<number> => {
      const claim = claimOf(job);
      await store.claims.claim(me, [claim]);
      await store.claims.writeResults(me, [resultOf(claim)]);
      return (await endsOf(store, job.id)).length;
    };
    expect([await succeed(ofJob), await succeed(ofProject), await succeed(ofNobody)]).toEqual([1, 1, 0]);
    await store.alertRules.update({ ...rule, enabled: false });
    await store.jobs.replace(ofJob.id, jobSpec({ ...ofJob, alerts: { channels: [], on: ['failure'] } }), null, T);
    expect([await succeed(ofJob), await succeed(ofProject)]).toEqual([1, 1]);
    const everywhere = alertRule({ rule: { kind: 'slow', longerThanMs: 10 } });
    await store.alertRules.create(everywhere);
    expect([await succeed(ofProject), await succeed(ofNobody)]).toEqual([2, 1]);
    expect(await store.alertRules.remove(everywhere.id)).toBe(true);
    expect(await succeed(ofNobody)).toBe(1);
  });

  test('every way to an end puts it down: by report, by the rescuer, by whoever replaces it', async () => {
    const { store } = fixture;
    const job = await createJob(store, { alerts: { channels: [], on: [{ kind: 'late', laterThanMs: 5 }] } });
    const [me, stranger] = [holder(), holder({ nodeId: 'node-2' })];
    const [lost, replaced] = [claimOf(job), claimOf(job)];
    await store.claims.claim(stranger, [lost, replaced]);
    await store.rescue.resolve(
      [{ run: { runId: lost.runId, fence: 1, state: 'claimed' }, action: 'lost', nodeId: null }],
      5,
    );
    await store.claims.replaceElsewhere(me, job.id, replaced.plannedAt + 1);
    const pending = pendingRun(job);
    await store.runs.createPending(pending);
    await store.runs.requestCancel(pending.id, T);
    expect((await endsOf(store, job.id)).map(({ state }) => state).sort()).toEqual(['cancelled', 'cancelled', 'lost']);
  });

  test('history and tally look at what has ended', async () => {
    const { store } = fixture;
    const job = await createJob(store);
    const me = holder();
    const claims = Array.from({ length: 5 }, (_, i) =>
      claimOf(job, { plannedAt: T + i * 1_000, runId: scheduledRunId(job.id, T + i * 1_000) }),
    );
    await store.claims.claim(me, claims);
    const states = ['succeeded', 'failed', 'timed_out', 'cancelled'] as const;
    await store.claims.writeResults(
      me,
      states.map((state, i) => resultOf(claims[i]!, { state })),
    );
    const history = await store.runEnds.history(job.id, 3);
    expect(history.map(({ state }) => state)).toEqual(['timed_out', 'failed', 'succeeded']);
    expect(history[0]).toMatchObject({ jobId: job.id, plannedAt: T + 2_000 });
    const facts = await store.runEnds.facts([...claims.map(({ runId }) => runId), 'nobody']);
    expect(facts).toHaveLength(4); // the fifth is not over
    expect(facts.find(({ runId }) => runId === claims[1]!.runId)).toMatchObject({
      jobName: job.name,
      project: job.project,
      state: 'failed',
      attempt: 1,
      plannedAt: T + 1_000,
    });
    expect(await store.runEnds.tally(job.id, T, T + 9_000, 100)).toEqual({ ended: 3, failed: 2 });
    expect(await store.runEnds.tally(job.id, T + 1_000, T + 1_000, 100)).toEqual({ ended: 1, failed: 1 });
    expect(await store.runEnds.tally(job.id, T + 50_000, T + 60_000, 100)).toEqual({ ended: 0, failed: 0 });
  });

  test('an alert is there once for its key, is listed newest first, acknowledged and resolved', async () => {
    const { store, other } = fixture;
    const ours = `alerts-${randomUUID().slice(0, 8)}`;
    const jobId = randomUUID();
    const alerts = Array.from({ length: 5 }, (_, i) => alert({ project: ours, jobId, createdAt: T + (i >> 1) }));
    await store.alerts.create(alerts);
    await expect(other.alerts.create([alert({ dedupeKey: alerts[0]!.dedupeKey })])).rejects.toThrow(DuplicateKeyError);
    expect(await other.alerts.known([alerts[1]!.dedupeKey, 'nobody'])).toEqual(new Set([alerts[1]!.dedupeKey]));
    const listed = await everyPage((cursor) => store.alerts.list({ projects: [ours] }, { limit: 2, cursor }));
    expect(listed.map(({ id }) => id)).toEqual(
      [...alerts].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)).map(({ id }) => id),
    );
    expect(await store.alerts.list({ projects: [] }, { limit: 2 })).toEqual({ items: [], nextCursor: null });
    expect(await store.alerts.acknowledge(alerts[0]!.id, 'ann', T + 9)).toBe(true);
    expect(await other.alerts.acknowledge(alerts[0]!.id, 'bob', T + 10)).toBe(false);
    expect(await other.alerts.get(alerts[0]!.id)).toMatchObject({ acknowledgedBy: 'ann', acknowledgedAt: T + 9 });
    const unseen = await store.alerts.list({ projects: [ours], acknowledged: false }, { limit: 10 });
    expect(unseen.items).toHaveLength(4);
    expect(await other.alerts.count({ projects: [ours] }, 100)).toBe(5);
    expect(await other.alerts.count({ projects: [ours], acknowledged: false }, 100)).toBe(4);
    expect(await other.alerts.count({ projects: [ours] }, 3)).toBe(3);
    expect(await other.alerts.count({ projects: [] }, 3)).toBe(0);
    expect(await store.alerts.jobsWithOpen(null, 1_000)).toContain(jobId);
    expect(await store.alerts.openOf(jobId, 10)).toHaveLength(5);
    const ids = alerts.slice(0, 2).map(({ id }) => id);
    expect((await store.alerts.resolve(ids, T + 20, false)).sort()).toEqual([...ids].sort());
    expect(await other.alerts.resolve(ids, T + 30, false)).toEqual([]);
    expect(await other.alerts.get(ids[0]!)).toMatchObject({ state: 'resolved', resolvedAt: T + 20 });
    expect(await store.alerts.openOf(jobId, 10)).toHaveLength(3);
  });

  test('the key of a condition that has passed is free again', async () => {
    const { store } = fixture;
    const dedupeKey = `node_lost:${randomUUID()}`;
    const first = alert({ dedupeKey, kind: 'node_lost' });
    await store.alerts.create([first]);
    expect((await store.alerts.openOfKinds(['node_lost'], 100)).map(({ id }) => id)).toContain(first.id);
    expect(await store.alerts.resolve([first.id], T, true)).toEqual([first.id]);
    await store.alerts.create([alert({ dedupeKey, kind: 'node_lost' })]);
    expect(await store.alerts.known([dedupeKey])).toEqual(new Set([dedupeKey]));
  });

  test('notifications are due, put together, tried, sent, dropped', async () => {
    const { store, other } = fixture;
    const [channelId, raised] = [randomUUID(), alert()];
    await store.alerts.create([raised]);
    const rows = [0, 1, 2, 9_000].map((later) => notification({ channelId, alertId: raised.id, dueAt: T + later }));
    await store.notifications.add(rows);
    expect(await other.notifications.countDue(channelId, T + 5)).toBe(3);
    await store.notifications.batch([rows[2]!.id], 'batch');
    const due = await other.notifications.due(channelId, T + 5, 10);
    expect(due.map(({ id }) => id)).toEqual([rows[2]!.id, rows[0]!.id, rows[1]!.id]);
    await store.notifications.failedBatch(channelId, 'batch', 'no answer', true);
    await store.notifications.failed([rows[0]!.id], 'refused');
    const [tried, again] = await other.notifications.due(channelId, T + 5, 10);
    expect(tried).toMatchObject({ id: rows[2]!.id, tries: 1, batchId: 'batch', lastError: 'no answer' });
    expect(again).toMatchObject({ id: rows[0]!.id, tries: 1, batchId: null });
    await store.notifications.finish([rows[2]!.id], { state: 'sent', at: T + 6 });
    await store.notifications.finish([rows[0]!.id, rows[2]!.id], { state: 'dropped', at: T + 7, error: 'silenced' });
    const all = await other.notifications.ofAlert(raised.id);
    expect(all.map(({ state }) => state).sort()).toEqual(['dropped', 'pending', 'pending', 'sent']);
    expect(await other.notifications.ofAlerts([raised.id])).toEqual([{ alertId: raised.id, channelId }]);
    // What is due and in no message goes into one, what is due later does not.
    expect(await store.notifications.batchDue(channelId, T + 5, 'digest')).toBe(1);
    expect(await other.notifications.batchSize(channelId, 'digest')).toEqual({ total: 1, from: T, to: T });
    await store.notifications.failedBatch(channelId, 'digest', 'refused', false);
    expect((await store.notifications.batchSize(channelId, 'digest')).total).toBe(0);
    await store.notifications.batchDue(channelId, T + 5, 'again');
    await store.notifications.finishBatch(channelId, 'again', { state: 'sent', at: T + 9 });
    expect(await other.notifications.countDue(channelId, T + 5)).toBe(0);
    // Of a channel that is gone: somebody must put these away.
    expect(await other.notifications.dueChannels('hub-2', T + 9_000, 1_000)).toContain(channelId);
    expect(await other.notifications.dropAll(channelId, T, 'gone')).toBe(1);
    expect(await other.notifications.dueChannels('hub-2', T + 9_000, 1_000)).not.toContain(channelId);
  });

  test('what a channel was to send is listed latest first, and counted by state', async () => {
    const { store, other } = fixture;
    const [channelId, idle] = [randomUUID(), randomUUID()];
    const rows = [0, 10, 20, 30].map((later) => notification({ channelId, dueAt: T + later }));
    await store.notifications.add(rows);
    await store.notifications.finish([rows[0]!.id, rows[2]!.id], { state: 'sent', at: T + 40 });
    await store.notifications.finish([rows[1]!.id], { state: 'failed', at: T + 50, error: 'no such group' });
    const latest = await other.notifications.ofChannel(channelId, 3);
    expect(latest.map(({ id }) => id)).toEqual([rows[3]!.id, rows[2]!.id, rows[1]!.id]);
    expect(latest[2]).toMatchObject({ state: 'failed', lastError: 'no such group' });
    expect(await store.notifications.ofChannel(idle, 3)).toEqual([]);
    const counted = await other.notifications.tally([channelId, idle], T + 5);
    expect(counted.sort((a, b) => (a.state < b.state ? -1 : 1))).toEqual([
      { channelId, state: 'failed', total: 1, lastSentAt: null },
      { channelId, state: 'pending', total: 1, lastSentAt: null },
      { channelId, state: 'sent', total: 1, lastSentAt: T + 40 },
    ]);
    expect(await store.notifications.tally([], T)).toEqual([]);
  });

  test('jobs that name a channel are found, whatever stands in the name', async () => {
    const { store } = fixture;
    const name = `值班 "${randomUUID().slice(0, 8)}" \\`;
    const naming = await createJob(store, { alerts: { channels: [name], on: ['failure'] } });
    await createJob(store, { alerts: { channels: [`${name}!`], on: ['failure'] } });
    const found = await store.jobs.list({ mentions: name }, { limit: 10 });
    expect(found.items.map(({ id }) => id)).toEqual([naming.id]);
  });

  test('a channel is one hub’s at a time, rests, and keeps its window', async () => {
    const { store, other } = fixture;
    const id = randomUUID();
    const rest = { enabled: true, version: 1, createdAt: T, updatedAt: T };
    const named = { id, project: 'default', name: randomUUID().slice(0, 8), type: 'slack', language: 'en' } as const;
    await store.channels.create({ ...named, settings: {}, sealed: 'x', ...rest });
    expect(await store.notifications.claim(id, 'hub-1', 60_000)).toEqual({ from: T, sent: 0 });
    expect(await other.notifications.claim(id, 'hub-2', 60_000)).toBeNull();
    await store.notifications.add([notification({ channelId: id, dueAt: T })]);
    expect(await other.notifications.dueChannels('hub-2', T, 1_000)).not.toContain(id);
    expect(await other.notifications.release(id, 'hub-2', { from: 1, sent: 1 }, 0)).toBe(false);
    expect(await store.notifications.release(id, 'hub-1', { from: T + 5, sent: 2 }, 0)).toBe(true);
    expect(await other.notifications.dueChannels('hub-2', T, 1_000)).toContain(id);
    expect(await other.notifications.claim(id, 'hub-2', 60_000)).toEqual({ from: T + 5, sent: 2 });
    expect(await other.notifications.release(id, 'hub-2', { from: T + 5, sent: 3 }, 60_000)).toBe(true);
    expect(await store.notifications.claim(id, 'hub-1', 60_000)).toBeNull();
    expect(await store.notifications.free(['hub-1'])).toBe(0); // it rests, and is nobody's
    expect(await store.notifications.claim(randomUUID(), 'hub-1', 60_000)).toBeNull();
  });

  test('a hub that dies with a channel leaves it to others, and finds it again when it is back', async () => {
    const { store, other } = fixture;
    const id = randomUUID();
    const rest = { enabled: true, version: 1, createdAt: T, updatedAt: T };
    const named = { id, project: 'default', name: randomUUID().slice(0, 8), type: 'slack', language: 'en' } as const;
    await store.channels.create({ ...named, settings: {}, sealed: 'x', ...rest });
    await store.notifications.add([notification({ channelId: id, dueAt: T })]);
    await store.notifications.claim(id, 'hub-1', 60_000);
    expect(await store.notifications.dueChannels('hub-1', T, 1_000)).toContain(id);
    expect(await store.notifications.claim(id, 'hub-1', 60_000)).not.toBeNull();
    expect(await other.notifications.dueChannels('hub-2', T, 1_000)).not.toContain(id);
    expect(await other.notifications.free(['hub-1', 'hub-2'])).toBe(0);
    expect(await other.notifications.free(['hub-2'])).toBe(1);
    expect(await other.notifications.claim(id, 'hub-2', 60_000)).not.toBeNull();
    expect(await store.notifications.release(id, 'hub-1', { from: 1, sent: 1 }, 0)).toBe(false);
  });

  test('what stands for a report address is no channel that anybody sees', async () => {
    const { store, other } = fixture;
    const ours = `report-${randomUUID().slice(0, 8)}`;
    const id = await store.channels.reportChannel(ours, randomUUID(), T);
    expect(await other.channels.reportChannel(ours, randomUUID(), T)).toBe(id);
    expect(await store.channels.reportProject(id)).toBe(ours);
    expect(await store.channels.get(id)).toBeNull();
    expect(await store.channels.forProject(ours)).toEqual(await store.channels.forProject('nobody'));
    expect((await store.channels.list({ projects: [ours] }, { limit: 9 })).items).toEqual([]);
    expect(await store.channels.count(ours)).toBe(0);
    expect(await store.channels.reportProject(randomUUID())).toBeNull();
  });

  test('rules are kept as they were written', async () => {
    const { store, other } = fixture;
    const rule = alertRule({
      rule: { kind: 'failure_rate', percent: 12.5, windowMs: 600_000, minRuns: 3 },
      escalation: { channels: ['boss'], afterMs: 600_000 },
    });
    await store.alertRules.create(rule);
    expect(await other.alertRules.get(rule.id)).toEqual(rule);
    expect(await other.alertRules.update({ ...rule, channels: ['other'], recovery: true })).toBe(true);
    expect((await store.alertRules.all()).find(({ id }) => id === rule.id)).toMatchObject({
      channels: ['other'],
      recovery: true,
    });
    expect(await store.alertRules.remove(rule.id)).toBe(true);
    expect(await store.alertRules.update(rule)).toBe(false);
    expect(await store.alertRules.get(rule.id)).toBeNull();
  });

  test('silences are active between their start and their end', async () => {
    const { store, other } = fixture;
    const ours = `quiet-${randomUUID().slice(0, 8)}`;
    const silence: Silence = {
      id: randomUUID(),
      project: ours,
      jobId: null,
      kind: 'failure',
      note: 'a release 发布',
      startsAt: T + 10,
      endsAt: T + 20,
      createdBy: 'ann',
      createdAt: T,
    };
    await store.silences.create(silence);
    await store.silences.create({ ...silence, id: randomUUID(), endsAt: T + 30 });
    const active = async (at: number) =>
      (await other.silences.active(at, 100)).filter((s) => s.project === ours).length;
    expect([await active(T + 9), await active(T + 10), await active(T + 20), await active(T + 30)]).toEqual([
      0, 2, 1, 0,
    ]);
    const listed = await everyPage((cursor) =>
      store.silences.list({ projects: [ours], endsAfter: T }, { limit: 1, cursor }),
    );
    expect(listed.map(({ endsAt }) => endsAt)).toEqual([T + 30, T + 20]);
    expect(await store.silences.end(silence.id, T + 15)).toBe(true);
    expect(await other.silences.end(silence.id, T + 16)).toBe(false);
    expect(await active(T + 15)).toBe(1);
    expect(await other.silences.get(silence.id)).toEqual({ ...silence, endsAt: T + 15 });
    const change = { note: 'longer', startsAt: T + 11, endsAt: T + 60 };
    expect(await other.silences.update(silence.id, change, T + 15)).toBe(false);
    expect(await other.silences.update(silence.id, change, T + 14)).toBe(true);
    expect(await store.silences.get(silence.id)).toEqual({ ...silence, ...change });
  });

  test('a piece of work is one hub’s at a time', async () => {
    const { store, other } = fixture;
    const name = randomUUID();
    expect(await store.workLeases.take(name, 'hub-1', 60_000)).toBe(true);
    expect(await other.workLeases.take(name, 'hub-2', 60_000)).toBe(false);
    expect(await store.workLeases.take(name, 'hub-1', 0)).toBe(true);
    expect(await other.workLeases.take(name, 'hub-2', 60_000)).toBe(true);
    await store.workLeases.release(name, 'hub-1');
    expect(await store.workLeases.take(name, 'hub-1', 0)).toBe(false);
    await other.workLeases.release(name, 'hub-2');
    expect(await store.workLeases.take(name, 'hub-1', 0)).toBe(true);
  });

  test('the dead man’s switch: jobs are looked at in time, and not after they have changed', async () => {
    const { store, other } = fixture;
    const schedule = { everyMs: 60_000, timeZone: 'UTC' };
    const alerts = { channels: [], on: [{ kind: 'not_run_by', withinMs: 5_000 } as const] };
    const watched = await createJob(store, { schedule, alerts });
    const plain = await createJob(store);
    const dueOf = async (id: string, at: number) =>
      (await other.deadMan.due(at, 1_000)).find(({ job }) => job.id === id)?.lookAt;
    expect(await dueOf(watched.id, T)).toBe(65_000); // created at 1 s
    expect(await dueOf(plain.id, T)).toBeUndefined();
    await store.deadMan.schedule(watched.id, watched.version, 125_000);
    await store.deadMan.schedule(watched.id, watched.version + 1, 1);
    expect(await dueOf(watched.id, T)).toBe(125_000);
    await store.jobs.replace(watched.id, jobSpec({ ...watched, enabled: false }), null, T);
    expect(await dueOf(watched.id, T)).toBeUndefined();
    expect(await store.deadMan.sweep(plain.project, 10_000)).toBeGreaterThan(0);
    expect(await dueOf(plain.id, T)).toBe(0);
    expect(await dueOf(watched.id, T)).toBeUndefined();
    expect(await store.deadMan.sweep('no-such-project', 10)).toBe(0);
    const me = holder();
    const claim = claimOf(plain);
    await store.claims.claim(me, [claim]);
    await store.claims.writeResults(me, [resultOf(claim)]);
    expect(await store.deadMan.succeededSince(plain.id, claim.plannedAt, 10)).toBe(true);
    expect(await store.deadMan.succeededSince(plain.id, claim.plannedAt + 1, 10)).toBe(false);
  });
}

function notification(overrides: Partial<NewNotification>): NewNotification {
  return {
    id: randomUUID(),
    channelId: randomUUID(),
    kind: 'alert',
    alertId: null,
    runId: null,
    dueAt: T,
    createdAt: T,
    ...overrides,
  };
}
