import { expect, test } from 'vitest';
import type { ProcessFigures } from '@crony/shared/domain/process-figures';
import { claimOf, FACTORY_TIME_MS as T, heartbeat, holder, registration, resultOf } from '../../kit/factories.js';
import { createJob, type StoreFixture } from '../conformance.js';

const PROCESS: ProcessFigures = {
  cpuCores: 0.25,
  memoryBytes: 90_000_000,
  heapBytes: 30_000_000,
  eventLoopDelayP99Ms: 1.5,
  eventLoopDelayMaxMs: 12,
  machineCores: 2,
  machineLoad: 0.75,
};

export function nodeCases(fixture: StoreFixture): void {
  test('a registered incarnation, its heartbeats and its end', async () => {
    const { store } = fixture;
    const node = holder({ nodeId: 'lives' });
    const said = registration({ incarnation: node.incarnation, labels: { zone: 'ä' } });
    const before = await store.now();
    await store.nodes.register(node, said, heartbeat());
    const [registered] = await store.nodes.incarnations('lives');
    expect(registered).toEqual({
      ...node,
      ...heartbeat(),
      registration: said,
      startedAt: said.startedAt,
      heartbeatAt: registered!.heartbeatAt,
      stoppedAt: null,
      clockSkewMs: null,
      figures: null,
    });
    expect(registered!.heartbeatAt).toBeGreaterThanOrEqual(before);
    const beat = { watermark: T + 9, appliedRevision: 77, inFlight: 3, jobs: 12 };
    const clock = await store.nodes.heartbeat(node, beat);
    expect(clock).toBeGreaterThanOrEqual(before);
    expect((await store.nodes.incarnations('lives'))[0]).toMatchObject(beat);
    await store.nodes.markStopped(node, { ...beat, inFlight: 0 });
    const [stopped] = await store.nodes.incarnations('lives');
    expect(stopped).toMatchObject({ inFlight: 0, watermark: T + 9 });
    expect(stopped!.stoppedAt).toBeGreaterThanOrEqual(clock!);
    expect(await store.nodes.heartbeat(node, beat)).toBeNull();
    expect(await store.nodes.heartbeat(holder(), beat)).toBeNull();
  });

  test('what a node runs and how its clock goes, as its last heartbeat said', async () => {
    const { store } = fixture;
    const [one, other] = [holder({ nodeId: 'runs' }), holder({ nodeId: 'runs-too' })];
    for (const node of [one, other]) await store.nodes.register(node, registration(), heartbeat());
    expect(await store.nodes.running([one, other])).toEqual([]);
    const running = [{ runId: 'a', attempt: 1, startedAt: T + 1 }];
    await store.nodes.heartbeat(one, heartbeat(), { running, clockSkewMs: -1_234.4 });
    await store.nodes.heartbeat(other, heartbeat(), { running: [], clockSkewMs: 9e15 });
    expect(await store.nodes.running([one, other, holder()])).toEqual(running);
    expect(await store.nodes.running([other])).toEqual([]);
    expect(await store.nodes.running([])).toEqual([]);
    expect((await store.nodes.incarnations('runs'))[0]).toMatchObject({ clockSkewMs: -1_234 });
    expect((await store.nodes.incarnations('runs-too'))[0]!.clockSkewMs).toBeGreaterThan(1e9);
    await store.nodes.markStopped(one, heartbeat());
    expect(await store.nodes.running([one])).toEqual([]);
  });

  test('how its process gets on, as its last heartbeat said', async () => {
    const { store } = fixture;
    const node = holder({ nodeId: 'measured' });
    await store.nodes.register(node, registration(), heartbeat());
    const figures = { ...PROCESS, lateness: { runs: 12, p50Ms: 1.5, p99Ms: null } };
    await store.nodes.heartbeat(node, heartbeat(), { running: [], clockSkewMs: null, figures });
    expect((await store.nodes.incarnations('measured'))[0]!.figures).toEqual(figures);
    const newest = (await store.nodes.listNewest(10_000)).find(({ nodeId }) => nodeId === 'measured');
    expect(newest!.figures).toEqual(figures);
  });

  test('how the processes of hubs get on, the newest word of each', async () => {
    const { store, other } = fixture;
    const before = await store.now();
    await store.hubFigures.save('hub-a', { ...PROCESS, cpuCores: 9 });
    await Promise.all([store.hubFigures.save('hub-a', PROCESS), other.hubFigures.save('hub-b', PROCESS)]);
    const told = (await store.hubFigures.list()).filter(({ hubId }) => hubId.startsWith('hub-'));
    expect(told.map(({ hubId, figures }) => [hubId, figures])).toEqual([
      ['hub-a', PROCESS],
      ['hub-b', PROCESS],
    ]);
    for (const { at } of told) expect(at).toBeGreaterThanOrEqual(before);
  });

  test('registering again after a lost answer changes the address, and no watermark', async () => {
    const { store } = fixture;
    const node = holder({ nodeId: 'again' });
    await store.nodes.register(node, registration(), heartbeat());
    await store.nodes.heartbeat(node, heartbeat({ watermark: T + 5 }));
    await store.nodes.register(node, registration({ address: 'http://new' }), heartbeat());
    const [found, ...more] = await store.nodes.incarnations('again');
    expect(more).toEqual([]);
    expect(found).toMatchObject({ watermark: T + 5, registration: { address: 'http://new' } });
  });

  test('newest first, and each node’s newest', async () => {
    const { store } = fixture;
    const old = holder({ nodeId: 'twice' });
    const young = holder({ nodeId: 'twice' });
    await store.nodes.register(young, registration({ startedAt: T + 100 }), heartbeat());
    await store.nodes.register(old, registration({ startedAt: T }), heartbeat());
    const found = await store.nodes.incarnations('twice');
    expect(found.map(({ incarnation }) => incarnation)).toEqual([young.incarnation, old.incarnation]);
    const newest = await store.nodes.listNewest(1_000);
    expect(newest.filter(({ nodeId }) => nodeId === 'twice').map(({ incarnation }) => incarnation)).toEqual([
      young.incarnation,
    ]);
    expect(new Set(newest.map(({ nodeId }) => nodeId)).size).toBe(newest.length);
    expect(await store.nodes.listNewest(1)).toHaveLength(1);
  });

  test('silent: no heartbeat since, or stopped, unless named among the living', async () => {
    const { store } = fixture;
    const [quiet, alive, stopped] = ['quiet', 'alive', 'stopped'].map((nodeId) => holder({ nodeId }));
    for (const node of [quiet!, alive!, stopped!]) await store.nodes.register(node, registration(), heartbeat());
    await store.nodes.markStopped(stopped!, heartbeat());
    const names = async (before: number, living: (typeof quiet)[]) => {
      const silent = await store.nodes.silent(
        before,
        living.map((one) => one!),
        1_000,
      );
      return silent.map(({ nodeId }) => nodeId).filter((id) => ['quiet', 'alive', 'stopped'].includes(id));
    };
    expect(await names(0, [])).toEqual(['stopped']);
    const far = (await store.now()) + 60_000;
    expect((await names(far, [alive!])).sort()).toEqual(['quiet', 'stopped']);
    expect(await store.nodes.silent(far, [], 1)).toHaveLength(1);
  });

  test('forgotten only when it holds no open run and owns no job', async () => {
    const { store } = fixture;
    const node = holder({ nodeId: 'forgettable' });
    await store.nodes.register(node, registration(), heartbeat());
    const job = await createJob(store);
    const claim = claimOf(job, { epoch: 1 });
    await store.claims.claim(node, [claim]);
    expect(await store.nodes.forget(node)).toBe(false);
    await store.claims.writeResults(node, [resultOf(claim)]);
    const takeOver = { jobId: job.id, epoch: 1, resumeFrom: 1, assignedRevision: 1 };
    await store.jobs.takeOver(node, [takeOver]);
    expect(await store.nodes.forget(node)).toBe(false);
    await store.jobs.takeOver(holder(), [{ ...takeOver, epoch: 2 }]);
    expect(await store.nodes.forget(node)).toBe(true);
    expect(await store.nodes.forget(node)).toBe(false);
    expect(await store.nodes.incarnations('forgettable')).toEqual([]);
  });

  test('settings of people: saved, changed, taken back', async () => {
    const { store, other } = fixture;
    await store.nodes.saveSettings({ nodeId: 'n1', weight: 3, draining: null });
    await store.nodes.saveSettings({ nodeId: 'n1', weight: null, draining: true });
    await store.nodes.saveSettings({ nodeId: 'n1', weight: null, draining: true });
    await Promise.all(
      [store, other].map((one) => one.nodes.saveSettings({ nodeId: 'n2', weight: 0, draining: false })),
    );
    expect(await store.nodes.settings()).toEqual([
      { nodeId: 'n1', weight: null, draining: true },
      { nodeId: 'n2', weight: 0, draining: false },
    ]);
  });
}
