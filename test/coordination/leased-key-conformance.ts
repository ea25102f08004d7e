import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LeasedKey } from '@crony/shared/coordination/leased-key';
import { silentLogger } from '@crony/shared/runtime/logger';
import type { BenchClient, CoordinationBench } from './coordination-bench.js';

const TTL_S = 3;
const KEY = 'nodes/n1';
/** A new start replaces an old one within a few calls. */
const TAKEOVER_MS = 1_500;

interface Presence {
  key: LeasedKey;
  client: BenchClient;
  events: string[];
}

/** How presence behaves, on any implementation of the seam. */
export function describeLeasedKey(name: string, openBench: () => Promise<CoordinationBench>): void {
  describe(name, () => {
    let bench: CoordinationBench;
    let observer: BenchClient;
    let started: LeasedKey[];
    let note = '';

    beforeEach(async () => {
      bench = await openBench();
      observer = await bench.client();
      started = [];
      note = '';
    });
    afterEach(async () => {
      await bench.settled(10_000, Promise.all(started.map((key) => key.stop())));
      await bench.close();
    });

    const presence = async (identity: string): Promise<Presence> => {
      const client = await bench.client();
      const events: string[] = [];
      const key = new LeasedKey({
        coordination: client.coordination,
        clock: bench.clock,
        logger: silentLogger,
        ttlS: TTL_S,
        key: KEY,
        value: () => `${identity}|${note}`,
        identity,
        identityOf: (value) => (value.includes('|') ? value.split('|')[0]! : null),
        onRegistered: () => events.push('registered'),
        onLost: () => events.push('lost'),
        onSuperseded: () => events.push('superseded'),
      });
      started.push(key);
      return { key, client, events };
    };
    const standing = async (): Promise<string | undefined> => (await observer.coordination.get(KEY))?.value;
    const registered = async (identity: string): Promise<Presence> => {
      const one = await presence(identity);
      await one.key.start();
      await bench.until(`${identity} to be registered`, TAKEOVER_MS, () => one.key.isTrusted());
      return one;
    };

    it('registers, stays, rewrites its value and leaves', async () => {
      const a = await registered('a');
      expect(await standing()).toBe('a|');
      note = 'draining';
      await bench.settled(1_000, a.key.update());
      expect(await standing()).toBe('a|draining');
      const later = bench.clock.monotonic() + TTL_S * 1_000 + 500;
      await bench.until('more than the TTL', 5_000, () => bench.clock.monotonic() > later);
      expect(a.key.isTrusted()).toBe(true);
      await bench.settled(2_000, a.key.stop());
      expect(await standing()).toBeUndefined();
      expect(a.key.isTrusted()).toBe(false);
      expect(a.events).toEqual(['registered']);
    });

    it('takes over from a predecessor at once, which is told and stops', async () => {
      const old = await registered('old');
      const young = await registered('young');
      expect(await standing()).toBe('young|');
      await bench.until('the old one to be told', TAKEOVER_MS, () => old.events.includes('superseded'));
      expect(old.key.isTrusted()).toBe(false);
      await bench.settled(2_000, old.key.stop());
      expect(await standing()).toBe('young|');
      expect([old.events, young.events]).toEqual([['registered', 'superseded'], ['registered']]);
      await expect(old.key.update()).rejects.toThrow();
    });

    it('registers again by itself after a loss of contact', async () => {
      const a = await registered('a');
      const before = (await observer.coordination.get(KEY))!.leaseId;
      await a.client.cut();
      await bench.until('trust to end', TTL_S * 1_000, () => !a.key.isTrusted());
      await a.client.heal();
      await bench.until('the registration', TAKEOVER_MS, () => a.key.isTrusted());
      const after = await observer.coordination.get(KEY);
      expect(after).toMatchObject({ value: 'a|' });
      expect(after!.leaseId).not.toBe(before);
      expect(a.events).toEqual(['registered', 'lost', 'registered']);
    });

    it('does not take the key back from one that started while it was away', async () => {
      const away = await registered('away');
      await away.client.cut();
      await bench.until('trust to end', TTL_S * 1_000, () => !away.key.isTrusted());
      await registered('young');
      await away.client.heal();
      await bench.until('the absent one to be told', TAKEOVER_MS, () => away.events.includes('superseded'));
      expect(await standing()).toBe('young|');
      expect(away.events).toEqual(['registered', 'lost', 'superseded']);
    });

    it('registers again when its key is deleted or spoilt', async () => {
      const a = await registered('a');
      await observer.coordination.transact({ operations: [{ type: 'delete', key: KEY }] });
      await bench.until('the key to be back', TAKEOVER_MS, async () => (await standing()) === 'a|');
      await bench.until('trust', TAKEOVER_MS, () => a.key.isTrusted());
      await observer.coordination.put(KEY, 'unreadable');
      await bench.until('the key to be whole', TAKEOVER_MS, async () => (await standing()) === 'a|');
      expect(a.events.filter((event) => event === 'superseded')).toEqual([]);
    });

    it('pays no heed to keys that only begin alike', async () => {
      const a = await registered('a');
      await observer.coordination.put(`${KEY}0`, 'other|');
      note = 'seen';
      await bench.settled(1_000, a.key.update());
      await observer.coordination.transact({ operations: [{ type: 'delete', key: `${KEY}0` }] });
      await bench.settled(1_000, a.key.update());
      expect(a.key.isTrusted()).toBe(true);
      expect(a.events).toEqual(['registered']);
    });

    it('registers in a store that lost everything', async () => {
      const a = await registered('a');
      await bench.wipe();
      await bench.until('the loss', TTL_S * 1_000, () => a.events.includes('lost'));
      await bench.until('the registration', TTL_S * 1_000, async () => {
        return a.key.isTrusted() && (await standing().catch(() => undefined)) === 'a|';
      });
      expect(a.events).not.toContain('superseded');
    });

    it('waits for a store that does not answer, and can be stopped meanwhile', async () => {
      const a = await presence('a');
      await a.client.cut();
      await bench.settled(100, a.key.start());
      await expect(bench.settled(2_000, a.key.update())).rejects.toThrow();
      const b = await presence('b');
      await b.client.cut();
      await b.key.start();
      await bench.settled(4_000, b.key.stop());
      await a.client.heal();
      await bench.until('the registration', 2_000, () => a.key.isTrusted());
      expect(b.events).toEqual([]);
      await b.key.start();
      expect(b.key.isTrusted()).toBe(false);
    });
  });
}
