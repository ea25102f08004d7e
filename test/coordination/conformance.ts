import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CoordinationUnavailableError,
  LeaseGoneError,
  leaseMarginMs,
  MAX_TRANSACTION_OPERATIONS,
  type Coordination,
  type KeyValuePage,
  type Operation,
} from '@crony/shared/coordination/coordination';
import type { BenchClient, CoordinationBench } from './coordination-bench.js';
import { ComparedView, RecordingView } from './recording-view.js';

const TTL_S = 3;
/** etcd looks for expired leases twice a second, and a busy machine adds to that. */
const EXPIRY_SLACK_MS = 1_500;
const CONVERGED_MS = 2_000;
/** Two unanswered progress requests, one a second, the first up to a second after the last answer. */
const SILENCE_NOTICED_MS = 3_500;

/** What every implementation of the seam must do. Each case names a guarantee of `coordination.ts`. */
export function describeCoordination(name: string, openBench: () => Promise<CoordinationBench>): void {
  describe(name, () => {
    let bench: CoordinationBench;
    let client: BenchClient;
    let coordination: Coordination;

    beforeEach(async () => {
      bench = await openBench();
      client = await bench.client();
      coordination = client.coordination;
    });
    afterEach(() => bench.close());

    describe('reads and writes', () => {
      it('tells of a key when it was created and changed', async () => {
        expect(await coordination.get('a')).toBeNull();
        const created = await coordination.put('a', 'one');
        const changed = await coordination.put('a', 'zwei: ü');
        expect(changed.revision).toBeGreaterThan(created.revision);
        expect(await coordination.get('a')).toEqual({
          key: 'a',
          value: 'zwei: ü',
          createRevision: created.revision,
          modRevision: changed.revision,
          leaseId: null,
        });
      });

      it('writes only while the guards hold', async () => {
        const create = { guards: [{ key: 'a', createRevision: 0 }], operations: [put('a', '1')] };
        const first = await coordination.transact(create);
        expect(first.succeeded).toBe(true);
        expect((await coordination.transact(create)).succeeded).toBe(false);
        const change = { guards: [{ key: 'a', modRevision: first.revision }], operations: [put('a', '2')] };
        expect((await coordination.transact(change)).succeeded).toBe(true);
        expect((await coordination.transact(change)).succeeded).toBe(false);
        const byCreation = { guards: [{ key: 'a', createRevision: first.revision }], operations: [put('a', '3')] };
        expect((await coordination.transact(byCreation)).succeeded).toBe(true);
        expect(await coordination.get('a')).toMatchObject({ value: '3', createRevision: first.revision });
        const absent = { guards: [{ key: 'b', modRevision: 0 }], operations: [remove('a')] };
        expect((await coordination.transact(absent)).succeeded).toBe(true);
        expect(await coordination.get('a')).toBeNull();
      });

      it('applies a transaction at one revision or not at all', async () => {
        await coordination.put('from/job', 'x');
        const move: Operation[] = [remove('from/job'), put('to/job', 'x')];
        const refused = await coordination.transact({
          guards: [
            { key: 'from/job', createRevision: (await coordination.get('from/job'))!.createRevision },
            { key: 'leader', createRevision: 7 },
          ],
          operations: move,
        });
        expect(refused.succeeded).toBe(false);
        expect([await coordination.get('from/job'), await coordination.get('to/job')]).toMatchObject([
          { value: 'x' },
          null,
        ]);
        const done = await coordination.transact({ operations: [...move, put('note', 'x')] });
        expect(await coordination.get('from/job')).toBeNull();
        expect(await coordination.get('to/job')).toMatchObject({ modRevision: done.revision });
        expect(await coordination.get('note')).toMatchObject({ modRevision: done.revision });
      });

      it('refuses what does not fit before sending it', async () => {
        const many = Array.from({ length: MAX_TRANSACTION_OPERATIONS }, (_, i) => put(`k${i}`, 'x'));
        expect((await coordination.transact({ operations: many })).succeeded).toBe(true);
        const cases: Operation[][] = [
          [...many, put('one more', 'x')],
          [put('a', '1'), remove('a')],
          [put('', 'x')],
          [put('large', 'x'.repeat(1_100_000))],
        ];
        for (const operations of cases) {
          await expect(coordination.transact({ operations })).rejects.toSatisfy(
            (error) => error instanceof Error && !(error instanceof CoordinationUnavailableError),
          );
        }
      });

      it('lists in pages, in order, at one revision, whatever is written meanwhile', async () => {
        const keys = Array.from({ length: 25 }, (_, i) => `p/${String(i).padStart(2, '0')}`);
        await coordination.transact({ operations: keys.map((key) => put(key, 'old')) });
        await coordination.put('q', 'not listed');
        const pages: KeyValuePage[] = [];
        for await (const page of coordination.list('p/', { pageSize: 10 })) {
          if (pages.length === 0) {
            await coordination.transact({ operations: [put('p/03', 'new'), put('p/24x', 'new'), remove('p/24')] });
          }
          pages.push(page);
        }
        expect(pages.map(({ items }) => items.length)).toEqual([10, 10, 5]);
        expect(new Set(pages.map(({ revision }) => revision)).size).toBe(1);
        expect(pages.flatMap(({ items }) => items.map(({ key, value }) => [key, value]))).toEqual(
          keys.map((key) => [key, 'old']),
        );
        for await (const { items } of coordination.list('p/', { keysOnly: true })) {
          expect(items).toHaveLength(25);
          expect(items.every(({ value, modRevision }) => value === '' && modRevision > 0)).toBe(true);
        }
        let seen = 0;
        for await (const { items } of coordination.list('p/', { pageSize: 2 })) {
          seen += items.length;
          if (seen >= 4) break;
        }
        expect(seen).toBe(4);
        const empty: KeyValuePage[] = [];
        for await (const page of coordination.list('nothing/')) empty.push(page);
        expect(empty).toMatchObject([{ items: [] }]);
      });

      it('answers a ping, and rejects one that nobody answers', async () => {
        await bench.settled(1_000, coordination.ping());
        await client.cut();
        await expect(bench.settled(4_000, coordination.ping())).rejects.toBeInstanceOf(CoordinationUnavailableError);
      });

      it('ends every call within its deadline, and says whether it may have taken effect', async () => {
        await coordination.put('a', '1');
        client.stall();
        const startedAt = bench.clock.monotonic();
        const outcome = (call: Promise<unknown>): Promise<unknown> =>
          call.then(
            () => 'answered',
            (error: unknown) => (error instanceof CoordinationUnavailableError ? error.ambiguous : error),
          );
        const calls = Promise.all([
          outcome(coordination.put('a', '2')),
          outcome(coordination.get('a')),
          outcome(coordination.grantLease(TTL_S)),
        ]);
        expect(await bench.settled(5_000, calls)).toEqual([true, false, true]);
        expect(bench.clock.monotonic() - startedAt).toBeLessThan(4_000);
        await client.heal();
        await bench.until('calls to be answered again', CONVERGED_MS, async () => {
          const kv = await coordination.get('a').catch(() => null);
          return kv !== null;
        });
      });

      it('refuses calls after close', async () => {
        await coordination.close();
        await expect(coordination.get('a')).rejects.toMatchObject({ ambiguous: false });
      });
    });

    describe('followers', () => {
      it('see all that is there, then every change in order', async () => {
        await coordination.transact({ operations: [put('f/1', 'a'), put('f/2', 'a'), put('g', 'other')] });
        const view = new RecordingView();
        const follower = coordination.follow('f/', view);
        await bench.settled(2_000, follower.started);
        expect(view.values()).toEqual({ 'f/1': 'a', 'f/2': 'a' });
        await bench.until('the follower to be current', 2_000, () => follower.isCurrent());
        const before = view.changes.length;
        await coordination.put('f/3', 'b');
        await coordination.put('f/3', 'c');
        const last = await coordination.transact({ operations: [remove('f/1'), put('f/2', 'd')] });
        await bench.until('the last change', CONVERGED_MS, () => view.revisions.at(-1) === last.revision);
        const told = view.changes.slice(before).map((c) => (c.type === 'put' ? [c.kv.key, c.kv.value] : [c.key]));
        expect(told).toEqual([['f/3', 'b'], ['f/3', 'c'], ['f/1'], ['f/2', 'd']]);
        expect(view.violations).toEqual([]);
        await follower.close();
        await coordination.put('f/9', 'late');
        expect(view.held.has('f/9')).toBe(false);
        expect(follower.isCurrent()).toBe(false);
      });

      it('lose nothing between listing and watch', async () => {
        const views = Array.from({ length: 10 }, () => new RecordingView());
        for (const [i, view] of views.entries()) {
          await coordination.put('f/counter', String(i));
          coordination.follow('f/', view);
          await coordination.put(`f/${i}`, 'x');
        }
        const { revision } = await coordination.put('f/counter', 'last');
        await bench.until('all views to see the last write', CONVERGED_MS, () =>
          views.every((view) => (view.revisions.at(-1) ?? 0) >= revision),
        );
        for (const view of views) {
          expect(view.held.size).toBe(11);
          expect(view.values()['f/counter']).toBe('last');
          expect(view.violations).toEqual([]);
        }
      });

      it('report what changed and vanished during a cut', async () => {
        const other = (await bench.client()).coordination;
        await coordination.transact({ operations: [put('f/gone', 'a'), put('f/kept', 'a'), put('f/changed', 'a')] });
        const view = new RecordingView();
        const follower = coordination.follow('f/', view);
        await bench.until('the follower to be current', 2_000, () => follower.isCurrent());
        await client.cut();
        await bench.until('the cut to be noticed', SILENCE_NOTICED_MS, () => !follower.isCurrent());
        await other.transact({ operations: [remove('f/gone'), put('f/changed', 'b'), put('f/new', 'b')] });
        await other.transact({ operations: [put('f/brief', 'b')] });
        await other.transact({ operations: [remove('f/brief')] });
        await client.heal();
        await bench.until('the follower to be current again', CONVERGED_MS, () => follower.isCurrent());
        expect(view.values()).toEqual({ 'f/kept': 'a', 'f/changed': 'b', 'f/new': 'b' });
        expect(view.violations).toEqual([]);
      });

      it('converge after a compaction during a cut', async () => {
        const other = (await bench.client()).coordination;
        await coordination.transact({ operations: [put('f/gone', 'a'), put('f/kept', 'a')] });
        const view = new RecordingView();
        const follower = coordination.follow('f/', view);
        await bench.until('the follower to be current', 2_000, () => follower.isCurrent());
        await client.cut();
        await other.put('f/kept', 'b');
        await other.transact({ operations: [remove('f/gone')] });
        await bench.compact();
        await other.put('f/new', 'b');
        await client.heal();
        await bench.until('the prefix and the view to be equal', CONVERGED_MS, () => view.held.has('f/new'));
        expect(view.values()).toEqual({ 'f/kept': 'b', 'f/new': 'b' });
        expect(view.violations).toEqual([]);
      });

      it('lose nothing when cut again right after the first cut', async () => {
        const other = (await bench.client()).coordination;
        const view = new RecordingView();
        const follower = coordination.follow('f/', view);
        await bench.until('the follower to be current', 2_000, () => follower.isCurrent());
        for (let round = 0; round < 6; round += 1) {
          await client.interrupt();
          await other.transact({ operations: [put(`f/${round}a`, 'x'), put('f/round', `${round}a`)] });
          await client.interrupt();
          await other.transact({ operations: [put(`f/${round}b`, 'x'), put('f/round', `${round}b`)] });
        }
        await bench.until('all of the writes', CONVERGED_MS, () => view.held.size === 13);
        expect(view.values()['f/round']).toBe('5b');
        expect(view.violations).toEqual([]);
      });

      it('notice a watch that has fallen silent, and converge when it speaks again', async () => {
        const other = (await bench.client()).coordination;
        const view = new RecordingView();
        const follower = coordination.follow('f/', view);
        await bench.until('the follower to be current', 2_000, () => follower.isCurrent());
        client.stall();
        await other.put('f/1', 'x');
        await bench.until('the silence to be noticed', SILENCE_NOTICED_MS, () => !follower.isCurrent());
        await bench.until('another second of it', 1_500, isLater(bench, 1_000));
        expect(view.held.size).toBe(0);
        await client.heal();
        await bench.until('the view to converge', CONVERGED_MS, () => view.held.has('f/1') && follower.isCurrent());
        expect(view.violations).toEqual([]);
      });

      it('stay current through quiet times', async () => {
        const view = new RecordingView();
        const follower = coordination.follow('f/', view);
        await bench.until('the follower to be current', 2_000, () => follower.isCurrent());
        let behind = 0;
        const later = isLater(bench, 4_500);
        await bench.until('a quiet time', 6_000, () => {
          if (!follower.isCurrent()) behind += 1;
          return later();
        });
        expect(behind).toBe(0);
      });

      it('compare in full when asked to', async () => {
        await coordination.put('f/1', 'a');
        const view = new RecordingView();
        const follower = coordination.follow('f/', view);
        await bench.settled(2_000, follower.started);
        view.held.set('f/wrong', { value: 'never written', modRevision: 1 });
        view.held.delete('f/1');
        await bench.settled(2_000, Promise.all([follower.resync(), follower.resync()]));
        expect(view.values()).toEqual({ 'f/1': 'a' });
        await coordination.put('f/2', 'b');
        await bench.until('the watch to go on', CONVERGED_MS, () => view.held.has('f/2'));
        const late = follower.resync();
        await follower.close();
        await late;
      });

      it('compare by revision what is held already, and tell of nothing but what differs', async () => {
        await coordination.transact({ operations: ['1', '2', '3', '4'].map((n) => put(`f/${n}`, n)) });
        const view = new ComparedView();
        const follower = coordination.follow('f/', view);
        await bench.settled(2_000, follower.started);
        expect(Object.keys(view.values())).toHaveLength(4);
        view.held.get('f/1')!.modRevision = 1;
        view.held.delete('f/3');
        view.held.set('f/wrong', { value: 'never written', modRevision: 1 });
        const before = view.changes.length;
        await bench.settled(2_000, follower.resync());
        expect(view.values()).toEqual({ 'f/1': '1', 'f/2': '2', 'f/3': '3', 'f/4': '4' });
        const told = view.changes.slice(before).map((c) => (c.type === 'put' ? [c.kv.key, c.kv.value] : [c.key]));
        expect(told).toEqual([['f/1', '1'], ['f/3', '3'], ['f/wrong']]);
        await coordination.put('f/2', 'b');
        await bench.until('the watch to go on', CONVERGED_MS, () => view.values()['f/2'] === 'b');
      });

      it('believe a store that went backwards, and say so', async () => {
        for (let i = 0; i < 20; i += 1) await coordination.put('f/old', String(i));
        const view = new RecordingView();
        const follower = coordination.follow('f/', view);
        await bench.until('the follower to be current', 2_000, () => follower.isCurrent());
        await bench.wipe();
        await bench.until('calls to be answered', CONVERGED_MS, async () => {
          await coordination.put('f/new', 'x').catch(() => {});
          return (await coordination.get('f/new').catch(() => null)) !== null;
        });
        await bench.until('the new history', CONVERGED_MS, () => view.held.has('f/new') && follower.isCurrent());
        expect(view.values()).toEqual({ 'f/new': 'x' });
        expect(view.histories).toBe(2);
        expect(view.violations).toEqual([]);
      });
    });

    describe('leases', () => {
      it('keep their keys while renewed, and take them along when revoked', async () => {
        const lease = await coordination.grantLease(TTL_S);
        await coordination.put('n/1', 'x', { lease });
        expect(await coordination.get('n/1')).toMatchObject({ leaseId: lease.id });
        await bench.until('more than the TTL', 6_000, isLater(bench, TTL_S * 1_000 + EXPIRY_SLACK_MS));
        expect(lease.isTrusted()).toBe(true);
        expect(await coordination.get('n/1')).not.toBeNull();
        await bench.settled(2_000, lease.revoke());
        expect([lease.isTrusted(), lease.lost.aborted]).toEqual([false, true]);
        expect(await coordination.get('n/1')).toBeNull();
        await expect(coordination.put('n/1', 'y', { lease })).rejects.toBeInstanceOf(LeaseGoneError);
        await bench.settled(2_000, lease.revoke());
      });

      it('end for their owner before they end in the store', async () => {
        const other = (await bench.client()).coordination;
        const lease = await coordination.grantLease(TTL_S);
        await coordination.put('n/1', 'x', { lease });
        await client.cut();
        const cutAt = bench.clock.monotonic();
        await bench.until('trust to end', TTL_S * 1_000, () => lease.lost.aborted);
        expect(lease.isTrusted()).toBe(false);
        expect(bench.clock.monotonic() - cutAt).toBeLessThanOrEqual(TTL_S * 1_000 - leaseMarginMs(TTL_S * 1_000) + 200);
        expect(await other.get('n/1')).not.toBeNull();
        await bench.until('the key to vanish', TTL_S * 1_000 + EXPIRY_SLACK_MS, async () => {
          return (await other.get('n/1')) === null;
        });
        await client.heal();
        expect(lease.isTrusted()).toBe(false);
      });

      it('are lost when the store does not know them any more', async () => {
        const lease = await coordination.grantLease(TTL_S);
        await coordination.put('n/1', 'x', { lease });
        await bench.wipe();
        await bench.until('the loss to be noticed', TTL_S * 1_000, () => lease.lost.aborted);
        await bench.until('a fresh lease', CONVERGED_MS, async () => {
          const fresh = await coordination.grantLease(TTL_S).catch(() => null);
          return fresh !== null;
        });
      });

      it('must last for at least 3 s', async () => {
        await expect(coordination.grantLease(2)).rejects.toThrow(/ttlS.*3/);
      });
    });

    it('lists and follows what exceeds the usual limits of a message', async () => {
      const value = 'v'.repeat(2_000);
      const keys = Array.from({ length: 4_992 }, (_, i) => `big/${String(i).padStart(5, '0')}`);
      const view = new RecordingView();
      const follower = coordination.follow('big/', view);
      await bench.until('the follower to be current', 2_000, () => follower.isCurrent());
      const chunks = Array.from({ length: keys.length / 128 }, (_, i) => keys.slice(i * 128, (i + 1) * 128));
      for (const chunk of chunks) await coordination.transact({ operations: chunk.map((key) => put(key, value)) });
      await bench.until('all of the events', 5_000, () => view.held.size === keys.length);
      const pages: KeyValuePage[] = [];
      for await (const page of coordination.list('big/', { pageSize: 10_000 })) pages.push(page);
      expect(pages.map(({ items }) => items.length)).toEqual([keys.length]);
      const listed = new RecordingView();
      coordination.follow('big/', listed);
      await bench.until('the listing', 5_000, () => listed.held.size === keys.length);
      expect([...view.violations, ...listed.violations]).toEqual([]);
    });
  });
}

function put(key: string, value: string): Operation {
  return { type: 'put', key, value };
}

function remove(key: string): Operation {
  return { type: 'delete', key };
}

/** For `until`: lets an amount of time pass that the case is about. */
function isLater(bench: CoordinationBench, ms: number): () => boolean {
  const until = bench.clock.monotonic() + ms;
  return () => bench.clock.monotonic() >= until;
}
