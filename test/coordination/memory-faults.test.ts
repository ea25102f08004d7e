import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Campaign, type Leadership } from '@crony/shared/coordination/campaign';
import { LEADER_KEY } from '@crony/shared/coordination/keys';
import { LeasedKey } from '@crony/shared/coordination/leased-key';
import {
  createMemoryCoordination,
  type MemoryCoordination,
} from '@crony/shared/coordination/memory/memory-coordination';
import { MemoryCoordinationServer } from '@crony/shared/coordination/memory/memory-server';
import { silentLogger } from '@crony/shared/runtime/logger';
import { FakeClock } from '../kit/fake-clock.js';
import { RecordingView } from './recording-view.js';

/** Faults that only a store in memory can be made to have at the instant that matters. */
describe('faults in memory', () => {
  let clock: FakeClock;
  let server: MemoryCoordinationServer;
  let coordination: MemoryCoordination;
  let observer: MemoryCoordination;

  beforeEach(() => {
    clock = new FakeClock();
    server = new MemoryCoordinationServer({ clock });
    coordination = createMemoryCoordination({ clock, server });
    observer = createMemoryCoordination({ clock, server });
  });
  afterEach(async () => {
    await coordination.close();
    await observer.close();
    server.close();
    expect(clock.pendingTimers).toBe(0);
  });

  it('reports a write whose answer is lost as ambiguous; it has taken effect', async () => {
    coordination.link.setState('answers-lost');
    const write = coordination.put('a', '1');
    const read = coordination.get('a');
    const outcomes = Promise.allSettled([write, read]);
    await clock.advance(3_000);
    expect(await outcomes).toMatchObject([{ reason: { ambiguous: true } }, { reason: { ambiguous: false } }]);
    expect(await observer.get('a')).toMatchObject({ value: '1' });
  });

  it('lets a stalled request take effect long after its caller gave up', async () => {
    coordination.link.setState('stalled');
    const write = Promise.allSettled([coordination.put('a', '1')]);
    await clock.advance(3_000);
    expect(await write).toMatchObject([{ reason: { ambiguous: true } }]);
    expect(await observer.get('a')).toBeNull();
    coordination.link.heal();
    expect(await observer.get('a')).toMatchObject({ value: '1' });
  });

  it('notices a silent watch though calls are answered', async () => {
    const view = new RecordingView();
    const follower = coordination.follow('f/', view);
    await clock.advance(100);
    expect(follower.isCurrent()).toBe(true);
    coordination.link.silenceWatches(true);
    await observer.put('f/1', 'x');
    await clock.advanceUntil(() => !follower.isCurrent(), 3_500);
    await clock.advanceUntil(() => view.held.has('f/1'), 1_000);
    coordination.link.silenceWatches(false);
    await clock.advanceUntil(() => follower.isCurrent(), 2_000);
    expect(view.violations).toEqual([]);
  });

  it('asks a watch again, instead of doubting it, after the process itself was stopped', async () => {
    const view = new RecordingView();
    const follower = coordination.follow('f/', view);
    await clock.advance(2_500);
    const listings = view.revisions.length;
    clock.stall(15_000);
    expect(follower.isCurrent()).toBe(false);
    await clock.advance(1_000);
    expect(follower.isCurrent()).toBe(true);
    expect(view.revisions).toHaveLength(listings);
  });

  it('takes the key back from the ghost of a predecessor that a restored backup has raised', async () => {
    await observer.put('nodes/n1', 'predecessor');
    const backup = server.backup();
    await observer.put('else', 'more history');
    const events: string[] = [];
    const presence = new LeasedKey({
      coordination,
      clock,
      logger: silentLogger,
      ttlS: 6,
      key: 'nodes/n1',
      identity: 'me',
      identityOf: (value) => value,
      value: () => 'me',
      onRegistered: () => events.push('registered'),
      onLost: () => events.push('lost'),
      onSuperseded: () => events.push('superseded'),
    });
    await presence.start();
    await clock.advance(100);
    server.restore(backup);
    await clock.advanceUntil(() => events.length > 1 && presence.isTrusted(), 10_000);
    expect(await observer.get('nodes/n1')).toMatchObject({ value: 'me' });
    expect(events).toEqual(['registered', 'lost', 'registered']);
    const stopped = presence.stop();
    await clock.advance(10_000);
    await stopped;
  });

  describe('a campaign', () => {
    const campaigning = async (): Promise<{ campaign: Campaign; terms: Leadership[] }> => {
      const terms: Leadership[] = [];
      const campaign = new Campaign({
        coordination,
        clock,
        logger: silentLogger,
        ttlS: 6,
        key: LEADER_KEY,
        candidate: 'a',
        mayCampaign: () => true,
        onElected: (leadership) => terms.push(leadership),
      });
      await campaign.start();
      return { campaign, terms };
    };
    const stop = async (campaign: Campaign): Promise<void> => {
      const stopped = campaign.stop();
      await clock.advance(10_000);
      await stopped;
    };

    it('whose winning answer is lost leads by what it reads back, or not at all', async () => {
      // The answers to everything after the grant are lost, one call later each time.
      for (const calls of [1, 2, 3, 4, 5, 6]) {
        const before = (await observer.get(LEADER_KEY))?.createRevision ?? 0;
        const { campaign, terms } = await campaigning();
        for (let call = 0; call < calls; call += 1) await Promise.resolve();
        coordination.link.setState('answers-lost');
        await clock.advance(3_500);
        coordination.link.heal();
        await clock.advanceUntil(() => terms.some((term) => term.isTrusted()), 12_000);
        const standing = (await observer.get(LEADER_KEY))!;
        expect(standing.createRevision).toBeGreaterThan(before);
        const trusted = terms.filter((term) => term.isTrusted());
        expect(trusted.map(({ guard }) => guard)).toEqual([
          { key: LEADER_KEY, createRevision: standing.createRevision },
        ]);
        await stop(campaign);
      }
    });

    it('resigns when its work cannot begin', async () => {
      const terms: Leadership[] = [];
      const campaign = new Campaign({
        coordination,
        clock,
        logger: silentLogger,
        ttlS: 6,
        key: LEADER_KEY,
        candidate: 'a',
        mayCampaign: () => true,
        onElected: (leadership) => {
          terms.push(leadership);
          if (terms.length === 1) throw new Error('no work today');
        },
      });
      await campaign.start();
      await clock.advance(100);
      expect(terms.map((term) => term.isTrusted())).toEqual([false]);
      expect(await observer.get(LEADER_KEY)).toBeNull();
      await clock.advance(3_000);
      expect(terms.map((term) => term.isTrusted())).toEqual([false, true]);
      await stop(campaign);
    });

    it('begins above the highest term that is known from elsewhere', async () => {
      const terms: number[] = [];
      const campaign = new Campaign({
        coordination,
        clock,
        logger: silentLogger,
        ttlS: 6,
        key: LEADER_KEY,
        candidate: 'a',
        mayCampaign: () => true,
        termFloor: () => 41,
        onElected: ({ term }) => terms.push(term),
      });
      await campaign.start();
      await clock.advance(100);
      expect(terms).toEqual([42]);
      await stop(campaign);
    });

    it('leads under a higher term after a backup was restored', async () => {
      const { campaign, terms } = await campaigning();
      await clock.advance(100);
      const backup = server.backup();
      await terms[0]!.resign();
      await clock.advance(3_000);
      expect(terms.map(({ term }) => term)).toEqual([1, 2]);
      server.restore(backup);
      await clock.advanceUntil(() => terms.at(-1)!.isTrusted() && terms.length > 2, 10_000);
      expect(terms.map(({ term }) => term)).toEqual([1, 2, 3]);
      expect(await observer.get(LEADER_KEY)).toMatchObject({ value: JSON.stringify({ hubId: 'a', term: 3 }) });
      await stop(campaign);
    });

    it('gives up a key that a restored backup has raised under its own living lease, so that somebody leads', async () => {
      const terms: Leadership[] = [];
      let mayCampaign = true;
      const campaign = new Campaign({
        coordination,
        clock,
        logger: silentLogger,
        ttlS: 6,
        key: LEADER_KEY,
        candidate: 'a',
        mayCampaign: () => mayCampaign,
        onElected: (leadership) => terms.push(leadership),
      });
      await campaign.start();
      await clock.advance(100);
      const backup = server.backup();
      await clock.advance(2_000);
      // The database is away just now, and back when the view of etcd has long been current again.
      terms[0]!.lost.addEventListener('abort', () => (mayCampaign = false));
      server.restore(backup);
      await clock.advanceUntil(() => terms[0]!.lost.aborted, 5_000);
      await clock.advance(5_000);
      mayCampaign = true;
      await clock.advanceUntil(() => terms.length > 1 && terms.at(-1)!.isTrusted(), 20_000);
      await stop(campaign);
    });

    it('ends its leadership by the first question after the process was stopped', async () => {
      const { campaign, terms } = await campaigning();
      await clock.advance(100);
      clock.stall(4_800);
      expect([terms[0]!.isTrusted(), terms[0]!.lost.aborted]).toEqual([false, true]);
      await stop(campaign);
    });
  });
});
