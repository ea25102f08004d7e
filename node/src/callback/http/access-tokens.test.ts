import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CallbackTarget } from '../../../../test/kit/callback-target.js';
import { FakeClock } from '../../../../test/kit/fake-clock.js';
import { EgressRules } from '@crony/shared/egress/egress-rules';
import { systemResolve } from '@crony/shared/egress/guarded-lookup';
import { AccessTokens } from './access-tokens.js';
import { ConnectionPools } from './connection-pools.js';

describe('AccessTokens', () => {
  let server: CallbackTarget;
  let clock: FakeClock;
  let pools: ConnectionPools;
  let tokens: AccessTokens;

  beforeEach(async () => {
    server = await CallbackTarget.start();
    clock = new FakeClock();
    pools = new ConnectionPools({
      clock,
      rules: new EgressRules({ allow: [], deny: [] }),
      resolve: systemResolve,
      proxies: null,
      openings: new WeakMap(),
      keptConnections: 8,
      extraConnections: 8,
      ca: undefined,
    });
    tokens = new AccessTokens({ clock, proxies: null, userAgent: 'Crony' });
  });
  afterEach(async () => {
    expect(clock.pendingTimers).toBe(0);
    await pools.destroy();
    await server.stop();
  });

  const oauth2 = (clientId: string) => ({
    type: 'oauth2' as const,
    tokenUrl: server.url('/token'),
    clientId,
    clientSecret: 'hush',
  });
  function take(clientId = 'crony'): Promise<string> {
    const wanted = oauth2(clientId);
    return new Promise((resolve, reject) => {
      tokens.take(
        tokens.keyOf(wanted, pools),
        { oauth2: wanted, pools, service: { origin: 'http://orders', serverName: null } },
        { tokenReady: resolve, tokenFailed: ({ errorMessage }) => reject(new Error(errorMessage ?? '')) },
      );
    });
  }
  const grant = (seconds: unknown) =>
    server.answer('/token', { body: JSON.stringify({ access_token: 't', expires_in: seconds }) });

  it.each([
    [3_600, 3_570],
    [60, 54],
    [1, 0.9],
    [undefined, 54],
    [-5, 0],
    [0, 0],
  ])('of a life of %j s are used for %j s', async (life, usedFor) => {
    grant(life);
    await take();
    if (usedFor > 0) {
      await clock.advance(usedFor * 1_000 - 10);
      await take();
      expect(server.ledger.summary().requests).toBe(1);
      await clock.advance(20);
    }
    await take();
    expect(server.ledger.summary().requests).toBe(2);
  });

  it('are at most a thousand, and the longest unused go first', async () => {
    grant(3_600);
    for (let n = 0; n < 1_000; n += 1) await take(`client ${n}`);
    await take('client 0');
    for (let n = 1_000; n < 1_010; n += 1) await take(`client ${n}`);
    expect(tokens.size).toBe(1_000);
    await take('client 0');
    expect(server.ledger.summary().requests).toBe(1_010);
    await take('client 1');
    expect(server.ledger.summary().requests).toBe(1_011);
  });

  it('are given up when a server says nothing for long, whoever waits', async () => {
    server.answer('/token', { kind: 'hang' });
    const taken = take();
    await server.waitFor(() => server.hanging() === 1, 5_000, 'the fetch is under way');
    const refused = expect(taken).rejects.toThrow('no access token came within 30000 ms');
    await clock.advance(30_000);
    await refused;
    expect(tokens.size).toBe(0);
  });

  it('are kept under a key without the secret', () => {
    const key = tokens.keyOf(oauth2('crony'), pools);
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(key).not.toBe(tokens.keyOf({ ...oauth2('crony'), clientSecret: 'other' }, pools));
  });
});
