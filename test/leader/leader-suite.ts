import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LEADER_KEY, MARK_KEY, PARKED_NODE, assignmentKey, changeKey } from '@crony/shared/coordination/keys';
import { parseLeaderMark } from '@crony/shared/coordination/leader-mark';
import { DEFAULT_RETENTION } from '@crony/shared/domain/retention';
import { fewestJobs } from '../../admin/src/leader/placement/fewest-jobs.js';
import type { CoordinationBench } from '../coordination/coordination-bench.js';
import { LeaderWorld, TTL_S } from './leader-world.js';

const TTL_MS = TTL_S * 1_000;

/** What a leader does, whatever carries the keys. */
export function describeLeader(name: string, openBench: () => Promise<CoordinationBench>): void {
  describe(name, () => {
    let bench: CoordinationBench;
    let world: LeaderWorld;

    beforeEach(async () => {
      bench = await openBench();
      world = await LeaderWorld.open(bench);
    });

    afterEach(async () => {
      await world.close();
      await bench.close();
      expect(world.history.violations).toEqual([]);
    });

    const assigned = (count: number, limitMs = 10_000): Promise<void> =>
      world.until(`${count} jobs to be assigned`, limitMs, () => world.history.total() === count);

    it('deals 600 jobs by weight, exactly, and closes up after deletions and creations', async () => {
      const ids = world.table.addMany(600);
      for (const [i, nodeId] of ['a', 'b', 'c'].entries()) await world.node(nodeId, { weight: i + 1 });
      const hub = await world.hub();
      await assigned(600);
      expect(world.history.counts()).toEqual({ a: 100, b: 200, c: 300 });
      const deleted = ids.filter((_, i) => (i * 7) % 2 === 0);
      for (const id of deleted) {
        world.history.mayVanish.add(id);
        world.table.rows.delete(id);
      }
      const created = world.table.addMany(300);
      hub.changes.jobsChanged([...deleted, ...created]);
      await world.until('the change to be carried out', 10_000, () => {
        return deleted.every((id) => world.history.ownerOf(id) === null) && world.history.total() === 600;
      });
      const { a, b, c } = world.history.counts();
      expect(Math.abs(a! - 100)).toBeLessThanOrEqual(5);
      expect(Math.abs(b! - 200)).toBeLessThanOrEqual(10);
      expect(Math.abs(c! - 300)).toBeLessThanOrEqual(15);
      await world.until('all touches to be acknowledged', 5_000, async () => {
        return (await bench.settled(3_000, world.observer.get(changeKey(created[0]!)))) === null;
      });
    });

    it('levels counts under fewest_jobs', async () => {
      world.table.addMany(100);
      for (const nodeId of ['a', 'b', 'c']) await world.node(nodeId, { weight: nodeId === 'a' ? 9 : 1 });
      await world.hub({ policy: fewestJobs });
      await assigned(100);
      const counts = Object.values(world.history.counts());
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    });

    it('lets nobody catch up with what is older than runs are kept: their rows are gone', async () => {
      const day = 86_400_000;
      const long = world.table.add({ effectiveFrom: bench.clock.now() - 200 * day });
      const short = world.table.add({ effectiveFrom: bench.clock.now() - 80 * day });
      await world.node('a');
      await world.hub();
      await assigned(2);
      const oldest = bench.clock.now() - DEFAULT_RETENTION.runs * day;
      const { resumeFrom } = world.history.key(long)!.value;
      expect(resumeFrom).toBeGreaterThan(oldest - 60_000);
      expect(resumeFrom).toBeLessThanOrEqual(oldest);
      expect(world.history.key(short)!.value.resumeFrom).toBe(world.table.rows.get(short)!.effectiveFrom);
    });

    it('carries the compiled job, a new epoch, and the instant to resume from', async () => {
      const id = world.table.add({ epoch: 6 });
      await world.node('a');
      await world.hub();
      await assigned(1);
      const { value } = world.history.key(id)!;
      const { effectiveFrom } = world.table.rows.get(id)!;
      expect(value).toMatchObject({
        format: 1,
        jobId: id,
        version: 1,
        epoch: 7,
        effectiveFrom,
        resumeFrom: effectiveFrom,
      });
      expect(value.job.callback).toMatchObject({ url: 'http://service.internal/' });
      expect(value.job).not.toHaveProperty('description');
    });

    it('moves the jobs of a dead node and no others, from its watermark on', async () => {
      const ids = world.table.addMany(90);
      const nodes = [await world.node('a'), await world.node('b'), await world.node('c')];
      await world.hub();
      await assigned(90);
      const dead = nodes[1]!;
      const lost = ids.filter((id) => world.history.ownerOf(id) === 'b');
      for (const id of lost) {
        const { value, modRevision } = world.history.key(id)!;
        world.table.takeOver(id, dead, value.epoch, value.resumeFrom, modRevision);
      }
      const notTaken = lost.pop()!;
      world.table.rows.get(notTaken)!.ownership.owner = null;
      Object.assign(dead.record, { watermark: bench.clock.now() + 700, appliedRevision: Number.MAX_SAFE_INTEGER });
      await dead.die();
      await world.until('the jobs to move', 3_000, () => world.history.moves.length === 30);
      expect(world.history.moves.every(({ from }) => from === 'b')).toBe(true);
      expect(world.history.counts()).toEqual({ a: 45, c: 45 });
      for (const id of lost) {
        expect(world.history.key(id)!.value).toMatchObject({ epoch: 2, resumeFrom: dead.record.watermark });
      }
      const { effectiveFrom } = world.table.rows.get(notTaken)!;
      expect(world.history.key(notTaken)!.value.resumeFrom).toBe(effectiveFrom);
    });

    it('leaves everything in place when a node is back under its id within the TTL', async () => {
      world.table.addMany(20);
      await world.node('a');
      await world.node('b');
      await world.hub();
      await assigned(20);
      await world.node('a'); // a new incarnation writes over its predecessor's key
      await world.pass(2_000);
      expect(world.history.moves).toEqual([]);
    });

    it('edits in place: same node, same epoch, new version', async () => {
      const id = world.table.add();
      await world.node('a');
      const hub = await world.hub();
      await assigned(1);
      const before = world.history.key(id)!;
      world.table.edit(id, { callback: { type: 'http', method: 'GET', url: 'http://elsewhere.internal/' } });
      hub.changes.jobsChanged([id]);
      await world.until('the edit to arrive', 2_000, () => world.history.key(id)?.value.version === 2);
      const after = world.history.key(id)!;
      expect(after.createRevision).toBe(before.createRevision);
      expect(after.value).toMatchObject({ epoch: before.value.epoch, resumeFrom: before.value.resumeFrom });
      expect(after.value.job.callback).toMatchObject({ url: 'http://elsewhere.internal/' });
    });

    it('takes a paused job off its node, and resumes it from the resume on', async () => {
      const id = world.table.add();
      const node = await world.node('a');
      const hub = await world.hub();
      await assigned(1);
      const { value, modRevision } = world.history.key(id)!;
      world.table.takeOver(id, node, value.epoch, value.resumeFrom, modRevision);
      world.history.mayVanish.add(id);
      world.table.edit(id, { enabled: false });
      hub.changes.jobsChanged([id]);
      await assigned(0, 3_000);
      Object.assign(node.record, { watermark: bench.clock.now() + 60_000, appliedRevision: Number.MAX_SAFE_INTEGER });
      world.table.edit(id, { enabled: true });
      hub.changes.jobsChanged([id]);
      await assigned(1, 3_000);
      const { effectiveFrom } = world.table.rows.get(id)!;
      expect(world.history.key(id)!.value.resumeFrom).toBeLessThanOrEqual(effectiveFrom);
      expect(world.history.key(id)!.value).toMatchObject({ version: 3, epoch: 2, effectiveFrom });
    });

    it('finds changed rows without being told', async () => {
      const id = world.table.add();
      await world.node('a');
      await world.hub();
      await assigned(1);
      const quiet = world.table.add();
      world.table.edit(id, {});
      await world.until('both to be found', 7_000, () => {
        return world.history.ownerOf(quiet) === 'a' && world.history.key(id)?.value.version === 2;
      });
    });

    it('sweeps up at its election: orphans, deleted and paused jobs, second keys, unreadable values', async () => {
      const [orphan, paused, twice, unreadable, behind] = world.table.addMany(5);
      world.table.edit(paused!, { enabled: false });
      world.table.edit(behind!, { epoch: 9 });
      world.table.rows.get(behind!)!.ownership.epoch = 9;
      const value = (jobId: string, epoch: number): string =>
        JSON.stringify({ format: 1, jobId, version: 1, epoch, resumeFrom: 0, effectiveFrom: 0, job: {} });
      const keys: [string, string][] = [
        [assignmentKey('dead', orphan!), value(orphan!, 1)],
        [assignmentKey('a', paused!), value(paused!, 1)],
        [assignmentKey('a', 'deleted'), value('deleted', 1)],
        [assignmentKey('a', twice!), value(twice!, 4)],
        [assignmentKey('b', twice!), value(twice!, 3)],
        [assignmentKey('a', unreadable!), '?'],
        [assignmentKey('b', behind!), value(behind!, 5)],
      ];
      world.history.apply = () => {}; // what the test itself writes here is no history to be judged
      const put = keys.map(([key, text]) => ({ type: 'put' as const, key, value: text }));
      await bench.settled(3_000, world.observer.transact({ operations: put }));
      await world.node('a');
      await world.node('b');
      await world.hub();
      const read = async (): Promise<Record<string, number>> => {
        const found: Record<string, number> = {};
        for await (const page of world.observer.list('assignments/')) {
          for (const { key, value: text } of page.items)
            found[key] = text === '?' ? -1 : (JSON.parse(text) as { epoch: number }).epoch;
        }
        return found;
      };
      await world.until('everything to be in order', 10_000, async () => {
        const found = await bench.settled(3_000, read());
        const owners = Object.keys(found).map((key) => key.split('/')[2]!);
        return (
          owners.sort().join() === [orphan, twice, unreadable, behind].sort().join() &&
          found[assignmentKey('a', twice!)] === 4 &&
          found[assignmentKey('dead', orphan!)] === undefined &&
          found[assignmentKey('b', behind!)] === 10
        );
      });
    });

    it('says why a job waits, and gives it to the first node that fits', async () => {
      const id = world.table.add({ nodeLabels: { zone: 'b' } });
      const other = world.table.add();
      const hub = await world.hub();
      await world.until('both to wait', 5_000, () => hub.elector.waiting().size === 2);
      expect(hub.elector.waiting().get(other)).toBe('no node is alive');
      await world.node('a', { labels: { zone: 'a' } });
      await assigned(1, 3_000);
      await world.until(
        'the reason to follow',
        2_000,
        () => hub.elector.waiting().get(id) === 'no node with label zone=b',
      );
      await world.node('b', { labels: { zone: 'b' } });
      await assigned(2, 3_000);
      expect(world.history.ownerOf(id)).toBe('b');
      expect(hub.elector.waiting().size).toBe(0);
    });

    it('keeps the keys of the last node that died, and carries their instants on to the first that is back', async () => {
      const id = world.table.add();
      const last = await world.node('a');
      const hub = await world.hub();
      await assigned(1);
      const { value, modRevision } = world.history.key(id)!;
      world.table.takeOver(id, last, value.epoch, value.resumeFrom, modRevision);
      Object.assign(last.record, { watermark: bench.clock.now() + 250, appliedRevision: Number.MAX_SAFE_INTEGER });
      await last.die();
      await world.until('the job to wait', 3_000, () => hub.elector.waiting().has(id));
      expect(world.history.ownerOf(id)).toBe('a');
      await world.node('z');
      await world.until('the job to be taken over', 3_000, () => world.history.ownerOf(id) === 'z');
      expect(world.history.key(id)!.value.resumeFrom).toBe(last.record.watermark);
    });

    it('parks what a living node may hold no longer, and drains what it gives away', async () => {
      const id = world.table.add();
      const ids = world.table.addMany(9);
      const node = await world.node('a');
      const hub = await world.hub();
      await assigned(10);
      world.table.edit(id, { nodeLabels: { zone: 'b' } });
      hub.changes.jobsChanged([id]);
      await world.until('the job to be parked', 3_000, () => world.history.ownerOf(id) === PARKED_NODE);
      await world.node('b', { labels: { zone: 'b' } });
      await world.until('the job to be placed', 3_000, () => world.history.ownerOf(id) === 'b');
      await node.change({ draining: true });
      await world.until('the node to be empty', 3_000, () => ids.every((each) => world.history.ownerOf(each) === 'b'));
    });

    it('drains by the stored setting, but not without a fresh heartbeat', async () => {
      world.table.addMany(10);
      const node = await world.node('a');
      await world.hub();
      await assigned(10);
      await world.node('b');
      world.stopBeating(node);
      await world.pass(TTL_MS + 1_500);
      world.table.stored.set('a', { nodeId: 'a', weight: 0, draining: null });
      await world.pass(2_500);
      expect(world.history.counts()).toEqual({ a: 10 });
      world.beatAgain(node);
      await world.until('the node to be empty', 4_000, () => world.history.counts().b === 10);
    });

    it('restores balance within its budget when a node joins, and only then', async () => {
      world.table.addMany(60);
      await world.node('a');
      await world.hub({ rebalance: 120 }); // two moves a second, twenty at once
      await assigned(60);
      await world.node('b');
      const joinedAt = bench.clock.monotonic();
      await world.until('the first moves', TTL_MS + 8_000, () => world.history.moves.length > 0);
      expect(bench.clock.monotonic() - joinedAt).toBeGreaterThanOrEqual(TTL_MS - 500);
      expect(world.history.moves.length).toBeLessThanOrEqual(22);
      await world.until('balance', 30_000, () => world.history.counts().a === 30);
      const elapsedS = (bench.clock.monotonic() - joinedAt) / 1_000;
      expect(elapsedS).toBeGreaterThan(TTL_S + 4);
      await world.pass(3_000);
      expect(world.history.moves).toHaveLength(30);
    }, 60_000);

    it('hands over to another hub: the marks of the terms grow, and nothing moves', async () => {
      world.table.addMany(50);
      await world.node('a');
      await world.node('b');
      const first = await world.hub();
      await assigned(50);
      const second = await world.hub();
      const mark = async (): Promise<ReturnType<typeof parseLeaderMark>> => {
        const kv = await bench.settled(3_000, world.observer.get(MARK_KEY));
        return kv && parseLeaderMark(kv.value);
      };
      await world.until('the first mark', 5_000, async () => (await mark())?.reconciled === true);
      const before = (await mark())!;
      expect(before.hubId).toBe('hub-1');
      await bench.settled(10_000, first.stop());
      await world.until('another leader', TTL_MS + 1_000, () => second.elector.isLeading());
      const late = world.table.add();
      second.changes.jobsChanged([late]);
      await assigned(51, 3_000);
      await world.until('the second mark', 5_000, async () => (await mark())?.reconciled === true);
      const after = (await mark())!;
      expect(after).toMatchObject({ hubId: 'hub-2', reconciled: true });
      expect(after.term).toBeGreaterThan(before.term);
      expect(world.history.moves).toEqual([]);
    });

    it('gives way when it is cut off, and comes to the same state with what happened meanwhile', async () => {
      world.table.addMany(30);
      const nodes = [await world.node('a'), await world.node('b')];
      const first = await world.hub();
      await assigned(30);
      const second = await world.hub();
      await first.client.cut();
      await nodes[0]!.die();
      await world.until('another leader', 2 * TTL_MS + 1_500, () => second.elector.isLeading());
      await world.until('the jobs to move', 5_000, () => world.history.counts().b === 30);
      expect(first.elector.isLeading()).toBe(false);
      await first.client.heal();
      const late = world.table.add();
      first.changes.jobsChanged([late]);
      await assigned(31, 5_000);
    }, 40_000);

    it('converges within 2 s after etcd has answered nobody for a while', async () => {
      world.table.addMany(10);
      await world.node('a');
      const hub = await world.hub();
      await assigned(10);
      hub.client.stall();
      const late = world.table.add();
      hub.changes.jobsChanged([late]);
      await world.pass(1_200); // shorter than the trust in its lease: it leads on
      await hub.client.heal();
      await assigned(11, 2_500);
    }, 30_000);

    it('resigns when the database is silent for a TTL, and leads again when it answers', async () => {
      world.table.addMany(10);
      await world.node('a');
      const hub = await world.hub();
      await assigned(10);
      world.table.reachable = false;
      await world.until('it to resign', 3 * TTL_MS, () => !hub.elector.isLeading());
      await world.until('the key to go', 1_000, async () => (await world.observer.get(LEADER_KEY)) === null);
      await world.pass(TTL_MS);
      expect(hub.elector.isLeading()).toBe(false);
      world.table.reachable = true;
      world.table.add();
      await assigned(11, 2 * TTL_MS);
    }, 40_000);

    it('rescues runs of a dead node, and hands over pending ones that nobody looks at', async () => {
      const [again, lost, off] = [
        world.table.add(),
        world.table.add({ onNodeLoss: 'lost' }),
        world.table.add({ enabled: false }),
      ];
      const dead = await world.node('a');
      await world.hub();
      await assigned(2);
      await world.node('b');
      const run = (runId: string, jobId: string, state: 'claimed' | 'pending', nodeId: string | null): void => {
        const holder = { nodeId: dead.nodeId, incarnation: dead.incarnation };
        world.table.inHand.set(runId, { runId, jobId, state, fence: 1, holder, attempt: 0, nodeId });
      };
      run('r1', again, 'claimed', 'a');
      run('r2', lost, 'claimed', 'a');
      run('r3', 'deleted', 'claimed', 'a');
      run('r4', again, 'pending', 'a');
      run('r5', off, 'pending', null);
      await world.until(
        'the run of nobody to be handed over',
        3_000,
        () => world.table.inHand.get('r5')!.nodeId !== null,
      );
      expect(world.table.inHand.get('r1')!.state).toBe('claimed');
      await dead.die();
      const diedAt = bench.clock.monotonic();
      await world.until('the jobs to move', 3_000, () => world.history.ownerOf(again) === 'b');
      await world.until('the run to be pending at the new owner', TTL_MS + 5_000, () => {
        const row = world.table.inHand.get('r1')!;
        return row.state === 'pending' && row.nodeId === 'b';
      });
      expect(bench.clock.monotonic() - diedAt).toBeGreaterThanOrEqual(TTL_MS - 1_000);
      expect(world.table.inHand.get('r1')!.fence).toBe(2);
      await world.until('the others', 3_000, () => world.table.inHand.get('r4')!.nodeId === 'b');
      expect(world.table.inHand.has('r2')).toBe(false);
      expect(world.table.inHand.has('r3')).toBe(false);
    }, 30_000);
  });
}
