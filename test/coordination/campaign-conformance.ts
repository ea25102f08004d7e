import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Campaign, type Leadership } from '@crony/shared/coordination/campaign';
import { parseLeaderValue } from '@crony/shared/coordination/leader-value';
import { LEADER_KEY, TERM_KEY } from '@crony/shared/coordination/keys';
import { silentLogger } from '@crony/shared/runtime/logger';
import type { BenchClient, CoordinationBench } from './coordination-bench.js';

const TTL_S = 3;
const ELECTED_MS = 1_500;
/** The guarantee: another leads within TTL + 1 s. etcd's lease clock ticks twice a second and is part of that second. */
const SUCCESSION_MS = TTL_S * 1_000 + 1_000;

interface Candidate {
  campaign: Campaign;
  client: BenchClient;
  /** Every leadership it was given. */
  terms: Leadership[];
  may: boolean;
}

/** How leadership behaves, on any implementation of the seam. */
export function describeCampaign(name: string, openBench: () => Promise<CoordinationBench>): void {
  describe(name, () => {
    let bench: CoordinationBench;
    let observer: BenchClient;
    let candidates: Candidate[];

    beforeEach(async () => {
      bench = await openBench();
      observer = await bench.client();
      candidates = [];
    });
    afterEach(async () => {
      await bench.settled(10_000, Promise.all(candidates.map(({ campaign }) => campaign.stop())));
      await bench.close();
      const terms = candidates.flatMap((candidate) => candidate.terms.map(({ term }) => term));
      expect(new Set(terms).size, 'no term is given twice').toBe(terms.length);
    });

    const candidate = async (hubId: string): Promise<Candidate> => {
      const client = await bench.client();
      const terms: Leadership[] = [];
      const one: Candidate = {
        client,
        terms,
        may: true,
        campaign: new Campaign({
          coordination: client.coordination,
          clock: bench.clock,
          logger: silentLogger,
          ttlS: TTL_S,
          key: LEADER_KEY,
          candidate: hubId,
          mayCampaign: () => one.may,
          onElected: (leadership) => terms.push(leadership),
        }),
      };
      candidates.push(one);
      await one.campaign.start();
      return one;
    };
    const leading = ({ terms }: Candidate): Leadership | undefined => terms.find((held) => held.isTrusted());
    const elected = async (one: Candidate, limitMs = ELECTED_MS): Promise<Leadership> => {
      await bench.until('the election', limitMs, () => leading(one) !== undefined);
      return leading(one)!;
    };

    it('elects one of several, and says who', async () => {
      const all = await Promise.all(['a', 'b', 'c'].map(candidate));
      await bench.until('an election', ELECTED_MS, () => all.some(leading));
      const later = bench.clock.monotonic() + 1_500;
      await bench.until('time for a second one', 3_000, () => bench.clock.monotonic() > later);
      expect(all.filter(leading)).toHaveLength(1);
      const kv = await observer.coordination.get(LEADER_KEY);
      const leader = all.find(leading)!;
      expect(parseLeaderValue(kv!.value)).toEqual({
        hubId: ['a', 'b', 'c'][all.indexOf(leader)],
        term: leading(leader)!.term,
      });
      await bench.until('all to know', 1_000, () => all.every(({ campaign }) => campaign.leader() !== null));
    });

    it('gives a leader a guard that fails when it is replaced', async () => {
      const a = await candidate('a');
      const first = await elected(a);
      const write = (leadership: Leadership, value: string): Promise<{ succeeded: boolean }> =>
        observer.coordination.transact({
          guards: [leadership.guard],
          operations: [{ type: 'put', key: 'assignments/n/j', value }],
        });
      expect((await write(first, 'first')).succeeded).toBe(true);
      const b = await candidate('b');
      await a.client.cut();
      const cutAt = bench.clock.monotonic();
      const second = await elected(b, SUCCESSION_MS);
      expect(bench.clock.monotonic() - cutAt).toBeLessThanOrEqual(SUCCESSION_MS);
      expect([first.isTrusted(), first.lost.aborted]).toEqual([false, true]);
      expect(second.term).toBeGreaterThan(first.term);
      expect((await write(first, 'old leader')).succeeded).toBe(false);
      expect((await write(second, 'second')).succeeded).toBe(true);
      await a.client.heal();
      const later = bench.clock.monotonic() + 1_500;
      await bench.until('time for the old leader to err', 3_000, () => bench.clock.monotonic() > later);
      expect(leading(a)).toBeUndefined();
      expect(second.isTrusted()).toBe(true);
    });

    it('hands over at once on stop and on resigning', async () => {
      const a = await candidate('a');
      await elected(a);
      const b = await candidate('b');
      await bench.settled(2_000, a.campaign.stop());
      const second = await elected(b);
      const c = await candidate('c');
      await bench.settled(2_000, second.resign());
      expect(second.isTrusted()).toBe(false);
      const third = await elected(c);
      expect(third.term).toBe(3);
      expect(await observer.coordination.get(TERM_KEY)).toMatchObject({ value: '3', leaseId: null });
    });

    it('resigns and does not campaign while it may not', async () => {
      const a = await candidate('a');
      const first = await elected(a);
      a.may = false;
      await bench.until('the resignation', 1_500, () => first.lost.aborted);
      const b = await candidate('b');
      const second = await elected(b);
      b.may = false;
      await bench.until('the resignation', 1_500, () => second.lost.aborted);
      const later = bench.clock.monotonic() + 2_000;
      await bench.until('time for an election', 4_000, () => bench.clock.monotonic() > later);
      expect(await observer.coordination.get(LEADER_KEY)).toBeNull();
      a.may = true;
      await elected(a);
    });

    it('ends a leadership whose key is deleted, and elects again', async () => {
      const a = await candidate('a');
      const first = await elected(a);
      await observer.coordination.transact({ operations: [{ type: 'delete', key: LEADER_KEY }] });
      await bench.until('the end of the leadership', ELECTED_MS, () => first.lost.aborted);
      const second = await elected(a);
      expect(second.term).toBeGreaterThan(first.term);
      expect(second.guard).not.toEqual(first.guard);
    });

    it('never goes back with the term, not even when the store lost everything', async () => {
      const [a, b] = [await candidate('a'), await candidate('b')];
      await bench.until('an election', ELECTED_MS, () => leading(a) !== undefined || leading(b) !== undefined);
      const first = leading(a) ?? leading(b)!;
      await bench.until('both to know', 1_000, () => [a, b].every(({ campaign }) => campaign.leader() !== null));
      await bench.wipe();
      await bench.until('the end of the leadership', SUCCESSION_MS, () => first.lost.aborted);
      await bench.until('an election', SUCCESSION_MS, () => leading(a) !== undefined || leading(b) !== undefined);
      expect((leading(a) ?? leading(b)!).term).toBeGreaterThan(first.term);
    });

    it('believes in no election that it was not told of', async () => {
      const a = await candidate('a');
      const first = await elected(a);
      a.client.stall();
      await bench.until('the end of trust', SUCCESSION_MS, () => first.lost.aborted);
      const later = bench.clock.monotonic() + 3_000;
      await bench.until('time for attempts without answers', 5_000, () => bench.clock.monotonic() > later);
      expect(leading(a)).toBeUndefined();
      await a.client.heal();
      await elected(a, SUCCESSION_MS);
      const kv = await observer.coordination.get(LEADER_KEY);
      expect(parseLeaderValue(kv!.value)!.term).toBe(leading(a)!.term);
      expect(leading(a)!.guard).toEqual({ key: LEADER_KEY, createRevision: kv!.createRevision });
    });
  });
}
