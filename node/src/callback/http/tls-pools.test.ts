import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../../../test/kit/fake-clock.js';
import { EgressRules } from '@crony/shared/egress/egress-rules';
import { systemResolve } from '@crony/shared/egress/guarded-lookup';
import { TlsPools } from './tls-pools.js';

describe('TlsPools', () => {
  let clock: FakeClock;
  let pools: TlsPools;
  const of = (serverName: string) => ({ serverName });

  beforeEach(() => {
    clock = new FakeClock();
    const options = {
      clock,
      rules: new EgressRules({ allow: [], deny: [] }),
      resolve: systemResolve,
      proxies: null,
      openings: new WeakMap<object, never>(),
      keptConnections: 2,
      extraConnections: 2,
      ca: undefined,
    };
    pools = new TlsPools(options, 3);
  });
  afterEach(async () => {
    await pools.close();
    expect(clock.pendingTimers).toBe(0);
  });
  const isClosed = (one: ReturnType<TlsPools['acquire']>) =>
    (one.dispatchers.kept as { destroyed?: boolean }).destroyed;

  it('are the same for the same credentials, however often they are written anew', () => {
    const one = pools.acquire({ serverName: 'a' });
    expect(pools.acquire({ serverName: 'a' })).toBe(one);
    expect(pools.acquire({ serverName: 'b' })).not.toBe(one);
    expect(pools.size).toBe(2);
  });

  it('are at most so many, the longest unused go first, and none in use goes', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => pools.acquire(of(name)));
    pools.release(c!);
    pools.release(b!);
    const again = pools.acquire(of('c'));
    pools.release(again);
    const d = pools.acquire(of('d'));
    expect(pools.size).toBe(3);
    expect([a, b, c, d].map((one) => isClosed(one!))).toEqual([false, true, false, false]);
  });

  it('are more only while so many are in use', () => {
    const held = ['a', 'b', 'c', 'd', 'e'].map((name) => pools.acquire(of(name)));
    expect(pools.size).toBe(5);
    for (const one of held) pools.release(one);
    expect(pools.size).toBe(3);
    expect(held.map(isClosed)).toEqual([true, true, false, false, false]);
  });

  it('are closed when nobody has used them for a minute', async () => {
    const a = pools.acquire(of('a'));
    const b = pools.acquire(of('b'));
    pools.release(a);
    await clock.advance(90_000);
    expect(pools.size).toBe(1);
    expect([isClosed(a), isClosed(b)]).toEqual([true, false]);
    pools.release(b);
    await clock.advance(150_000);
    expect(pools.size).toBe(0);
  });

  it('take back what was closed meanwhile', async () => {
    const a = pools.acquire(of('a'));
    await pools.close();
    pools.release(a);
    expect(pools.size).toBe(0);
  });
});
