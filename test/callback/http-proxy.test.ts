import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@crony/shared/runtime/clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EgressRules } from '@crony/shared/egress/egress-rules';
import type { Resolve } from '@crony/shared/egress/guarded-lookup';
import {
  createHttpCallbackRunner,
  type HttpCallbackOptions,
} from '../../node/src/callback/http/http-callback-runner.js';
import { CallbackTarget } from '../kit/callback-target.js';
import { DEADLINE_MS, http, never, unusedPort } from './http-fixture.js';
import { LittleProxy } from './little-proxy.js';
import { requestFor, SECRET } from './request-for.js';
import { selfSigned } from './self-signed.js';
import { verifySignature } from '@crony/shared/domain/signature';

describe('HTTP through a proxy', () => {
  let proxy: LittleProxy;
  let target: CallbackTarget;
  let secure: Server;
  let securePort: number;
  const runners: { close(): Promise<void> }[] = [];

  beforeEach(async () => {
    proxy = await LittleProxy.start({ 'orders.test': '127.0.0.1', localhost: '127.0.0.1' });
    target = await CallbackTarget.start();
    secure = createServer(selfSigned, (request, response) => request.resume().on('end', () => response.end('safe')));
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    securePort = (secure.address() as AddressInfo).port;
  });
  afterEach(async () => {
    for (const runner of runners.splice(0)) await runner.close();
    await expect.poll(() => proxy.open, { timeout: DEADLINE_MS }).toBe(0);
    await proxy.stop();
    await target.stop();
    secure.closeAllConnections();
    await new Promise((resolve) => secure.close(resolve));
  });

  /** As where only the proxy can resolve anything. */
  const resolveNothing: Resolve = (hostname, _options, callback) => {
    setImmediate(() => callback(Object.assign(new Error(hostname), { code: 'ENOTFOUND' }), []));
  };
  function runnerWith(options: Partial<HttpCallbackOptions> = {}) {
    const runner = createHttpCallbackRunner({
      clock: systemClock,
      resolve: resolveNothing,
      tls: { ca: selfSigned.cert },
      proxies: { http: `http://us%20er:p%40ss@127.0.0.1:${proxy.port}` },
      ...options,
    });
    runners.push(runner);
    return (url: string, change: Parameters<typeof requestFor<ReturnType<typeof http>>>[1] = {}, more = {}) =>
      runner.call(requestFor(http(url, { body: '{}', ...more }), { timeoutMs: 5_000, ...change }), never);
  }

  it('sends an http request to the proxy as a whole URL, with the proxy’s credentials for it alone', async () => {
    const result = await runnerWith()(`http://orders.test:${target.port}/settle?x=1`);
    expect(result).toMatchObject({ outcome: 'succeeded', response: 'ok' });
    const [done] = proxy.doings;
    expect(done).toMatchObject({ method: 'POST', target: `http://orders.test:${target.port}/settle?x=1` });
    const credentials = String(done!.headers['proxy-authorization']).slice(6);
    expect(Buffer.from(credentials, 'base64').toString()).toBe('us er:p@ss');
    const [received] = target.ledger.records();
    expect(received).toMatchObject({ url: '/settle?x=1', headers: { host: `orders.test:${target.port}` } });
    const { headers, body } = received!;
    expect(verifySignature({ secrets: [SECRET], headers, body, nowMs: Date.now() })).toEqual({ ok: true });
  });

  it('opens a way through it for an https request, which it sees nothing of', async () => {
    const call = runnerWith({ keptConnections: 1 });
    for (let n = 0; n < 3; n += 1) {
      expect(await call(`https://localhost:${securePort}/secret`)).toMatchObject({ response: 'safe' });
    }
    expect(proxy.doings).toHaveLength(1);
    expect(proxy.doings[0]).toMatchObject({ method: 'CONNECT', target: `localhost:${securePort}` });
    expect(JSON.stringify(proxy.doings)).not.toMatch(/secret|crony/i);
  });

  it('tells what took its time', async () => {
    const { timing } = await runnerWith()(`https://localhost:${securePort}/`);
    expect(Object.keys(timing!)).toEqual(expect.arrayContaining(['dnsMs', 'connectMs', 'tlsMs', 'firstByteMs']));
  });

  it('follows redirects, and fetches tokens, through it', async () => {
    target.answer('/from', { status: 307, headers: { location: '/to' } });
    target.answer('/token', { body: '{"access_token":"t"}' });
    const auth = {
      type: 'oauth2',
      tokenUrl: `http://orders.test:${target.port}/token`,
      clientId: 'c',
      clientSecret: 's',
    };
    const call = runnerWith();
    const result = await call(`http://orders.test:${target.port}/from`, {}, { maxRedirects: 1, auth });
    expect(result.outcome).toBe('succeeded');
    const paths = proxy.doings.map(({ target: url }) => new URL(url).pathname);
    expect(paths).toEqual(['/token', '/from', '/to']);
    expect(target.ledger.records().at(-1)!.headers.authorization).toBe('Bearer t');
  });

  it('goes past it where it is told to', async () => {
    const proxies = { http: `127.0.0.1:${proxy.port}`, no: 'other.test, 127.0.0.0/8' };
    expect((await runnerWith({ proxies })(target.url())).outcome).toBe('succeeded');
    expect((await runnerWith({ proxies: { ...proxies, no: '*' } })(target.url())).outcome).toBe('succeeded');
    expect(proxy.doings).toEqual([]);
  });

  it.each([403, 407, 502])('says that the proxy refused with %i', async (status) => {
    proxy.connectStatus = status;
    const result = await runnerWith()(`https://orders.test:${securePort}/`);
    expect(result).toMatchObject({ outcome: 'failed', errorCode: 'host_unreachable', retryable: true });
    expect(result.errorMessage).toBe(
      `no connection to orders.test:${securePort}: the proxy 127.0.0.1:${proxy.port} refused with ${status}`,
    );
  });

  it('says that there is no proxy, without its credentials', async () => {
    const port = await unusedPort();
    const call = runnerWith({ proxies: { http: `http://user:hush@127.0.0.1:${port}` } });
    for (const url of [`https://orders.test:${securePort}/`, `http://orders.test:${target.port}/`]) {
      const result = await call(url);
      expect(result).toMatchObject({ errorCode: 'host_unreachable', retryable: true });
      expect(result.errorMessage).toContain(`the proxy 127.0.0.1:${port} could not be reached (ECONNREFUSED)`);
      expect(result.errorMessage).not.toContain('hush');
    }
  });

  it('ends in time where the proxy says nothing, and lets go of it', async () => {
    proxy.connectStatus = 0;
    const result = await runnerWith()(`https://orders.test:${securePort}/`, { timeoutMs: 200 });
    expect(result).toMatchObject({ outcome: 'timed_out', errorCode: 'timeout' });
    // afterEach: closing the runner leaves no connection at the proxy.
  });

  it('takes a tunnel’s other end for what its certificate says', async () => {
    const result = await runnerWith()(`https://orders.test:${securePort}/`);
    expect(result).toMatchObject({ errorCode: 'tls_failure' });
  });

  it.each([
    ['http://169.254.169.254/', 'metadata'],
    ['https://169.254.169.254/', 'metadata'],
    ['http://metadata.google.internal/', 'metadata'],
    ['https://metadata.google.internal/', 'metadata'],
    ['http://evil.test/', 'link-local'],
    ['https://evil.test/', 'link-local'],
  ])('%s is refused by %s before the proxy hears of it', async (url, rule) => {
    const resolve: Resolve = (_hostname, _options, callback) => {
      const addresses = ['127.0.0.1', '169.254.7.7'].map((address) => ({ address, family: 4 }));
      setImmediate(() => callback(null, addresses));
    };
    const result = await runnerWith({ resolve })(url);
    expect(result).toMatchObject({ errorCode: 'egress_denied', retryable: false });
    expect(result.errorMessage).toContain(`"${rule}"`);
    expect(proxy.doings).toEqual([]);
  });

  it('is reached itself whatever the rules say', async () => {
    const egress = new EgressRules({ allow: [], deny: ['loopback'] });
    const call = runnerWith({ egress });
    expect((await call(`http://orders.test:${target.port}/`)).outcome).toBe('succeeded');
    expect(await call(target.url())).toMatchObject({ errorCode: 'egress_denied' });
  });

  it('does not wait long for a resolver that says nothing', async () => {
    const call = runnerWith({ resolve: () => {} });
    const result = await call(`http://orders.test:${target.port}/`);
    expect(result.outcome).toBe('succeeded');
    expect(result.timing!.totalMs).toBeLessThan(3_000);
  });
});
