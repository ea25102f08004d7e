/** Jobs that try to reach what this node must not call, by every notation, by names, and by answers that change. */
import type { LookupAddress } from 'node:dns';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { systemClock } from '@crony/shared/runtime/clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EgressRules } from '@crony/shared/egress/egress-rules';
import { guardedLookup, type Resolve } from '@crony/shared/egress/guarded-lookup';
import { createHttpCallbackRunner } from '../../node/src/callback/http/http-callback-runner.js';
import { http, never, useHttpFixture } from './http-fixture.js';
import { requestFor } from './request-for.js';

/** Names that only these tests know; the answers of one name follow each other. */
const zone: Record<string, string[][]> = {};
const asked: string[] = [];
const resolve: Resolve = (hostname, _options, callback) => {
  asked.push(hostname);
  const answers = zone[hostname] ?? [];
  const answer = answers.length > 1 ? answers.shift()! : (answers[0] ?? []);
  const addresses: LookupAddress[] = answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  setImmediate(() => callback(null, addresses));
};
beforeEach(() => {
  for (const name of Object.keys(zone)) delete zone[name];
  asked.length = 0;
});

describe('egress, by default', () => {
  const at = useHttpFixture(() => ({ resolve }));

  it.each([
    ['http://169.254.169.254/latest/meta-data/', 'metadata'],
    ['https://169.254.169.254/', 'metadata'],
    ['http://169.254.169.254:80/', 'metadata'],
    ['http://169.254.169.254./', 'metadata'],
    ['http://2852039166/', 'metadata'],
    ['http://0xa9fea9fe/', 'metadata'],
    ['http://0xA9FEA9FE/', 'metadata'],
    ['http://0xa9.0xfe.0xa9.0xfe/', 'metadata'],
    ['http://0251.0376.0251.0376/', 'metadata'],
    ['http://025177524776/', 'metadata'],
    ['http://169.254.43518/', 'metadata'],
    ['http://169.16689662/', 'metadata'],
    ['http://0xa9.254.0251.0376/', 'metadata'],
    ['http://169.254.169.0xfe/', 'metadata'],
    ['http://%31%36%39.254.169.254/', 'metadata'],
    ['http://169%2e254%2e169%2e254/', 'metadata'],
    ['http://169。254。169。254/', 'metadata'],
    ['http://①⑥⑨.②⑤④.①⑥⑨.②⑤④/', 'metadata'],
    ['http://user:pass@169.254.169.254/', 'metadata'],
    ['http://orders.internal@169.254.169.254/', 'metadata'],
    ['http://orders.internal:80%40169.254.169.254@169.254.169.254/', 'metadata'],
    ['http://169.254.169.254\\@orders.internal/', 'metadata'],
    ['http:\\\\169.254.169.254\\', 'metadata'],
    ['http:169.254.169.254/', 'metadata'],
    ['http://169.254.169.254#@orders.internal/', 'metadata'],
    ['http://169.254.169.254?@orders.internal/', 'metadata'],
    ['http://\t169.254.169.254/', 'metadata'],
    ['HTTP://169.254.169.254/', 'metadata'],
    ['http://[::ffff:169.254.169.254]/', 'metadata'],
    ['http://[::ffff:a9fe:a9fe]/', 'metadata'],
    ['http://[0:0:0:0:0:FFFF:A9FE:A9FE]/', 'metadata'],
    ['http://[::169.254.169.254]/', 'metadata'],
    ['http://[64:ff9b::169.254.169.254]/', 'metadata'],
    ['http://[2002:a9fe:a9fe::1]/', 'metadata'],
    ['http://[2001:0:1:1::5601:5601]/', 'metadata'],
    ['http://[2001:db8::5efe:a9fe:a9fe]/', 'metadata'],
    ['http://[fd00:ec2::254]/', 'metadata'],
    ['http://[FD00:EC2:0:0:0:0:0:254]/', 'metadata'],
    ['http://100.100.100.200/', 'metadata'],
    ['http://168.63.129.16/', 'metadata'],
    ['http://192.0.0.192/', 'metadata'],
    ['http://metadata.google.internal/computeMetadata/v1/', 'metadata'],
    ['http://METADATA.google.INTERNAL/', 'metadata'],
    ['http://metadata.google.internal./', 'metadata'],
    ['http://metadata%2Egoogle%2Einternal/', 'metadata'],
    ['http://metadata/', 'metadata'],
    ['http://169.254.1.1/', 'link-local'],
    ['http://[fe80::1]/', 'link-local'],
    ['http://224.0.0.1/', 'multicast'],
    ['http://[ff02::1]/', 'multicast'],
    ['http://255.255.255.255/', 'broadcast'],
    ['http://4294967295/', 'broadcast'],
  ])('%s is refused by %s, without a question to anybody', async (url, rule) => {
    const result = await at.call(http(url), { timeoutMs: 2_000 });
    expect(result).toMatchObject({ outcome: 'failed', errorCode: 'egress_denied', retryable: false, statusCode: null });
    expect(result.errorMessage).toContain(`is denied by the egress rule "${rule}"`);
    expect(result.errorMessage).not.toContain('pass');
    expect(asked).toEqual([]);
  });

  it.each([
    ['169.254.169.254', 'metadata'],
    ['::ffff:169.254.169.254', 'metadata'],
    ['64:ff9b::a9fe:a9fe', 'metadata'],
    ['2002:a9fe:a9fe::', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['fe80::1', 'link-local'],
    ['255.255.255.255', 'broadcast'],
    ['0xa9fea9fe', 'not an address'],
  ])('a name that stands for %s is refused by %s, and the message says all of it', async (address, rule) => {
    zone['evil.test'] = [[address]];
    for (const scheme of ['http', 'https']) {
      const result = await at.call(http(`${scheme}://evil.test:8080/secret`), { timeoutMs: 2_000 });
      expect(result).toMatchObject({ errorCode: 'egress_denied', retryable: false });
      expect(result.errorMessage).toBe(
        `no connection to evil.test:8080: evil.test, which is ${address}, is denied by the egress rule "${rule}"`,
      );
    }
  });

  it('of several addresses the denied ones are never tried', async () => {
    zone['mixed.test'] = [['169.254.169.254', '127.0.0.1', 'fd00:ec2::254']];
    const result = await at.call(http(`http://mixed.test:${at.target.port}/`));
    expect(result).toMatchObject({ outcome: 'succeeded', response: 'ok' });
    const lookup = guardedLookup(new EgressRules({ allow: [], deny: [] }), resolve);
    const tried = await new Promise((answer) =>
      lookup('mixed.test', { all: true }, (_, addresses) => answer(addresses)),
    );
    expect(tried).toEqual([{ address: '127.0.0.1', family: 4 }]);
  });

  it('a name whose answers alternate gets nowhere with the denied one', async () => {
    const alternating = Array.from({ length: 20 }, (_, n) => [n % 2 === 0 ? '127.0.0.1' : '169.254.169.254']);
    zone['rebind.test'] = [...alternating];
    const codes: (string | null)[] = [];
    for (let n = 0; n < 20; n += 1) {
      // Closed after each, so that each asks again.
      const own = createHttpCallbackRunner({ clock: systemClock, resolve });
      codes.push((await own.call(requestFor(http(`http://rebind.test:${at.target.port}/`)), never)).errorCode);
      await own.close();
    }
    expect(codes).toEqual(alternating.map(([address]) => (address === '127.0.0.1' ? null : 'egress_denied')));
    expect(asked).toHaveLength(20);
  });

  it('a connection that is open is not asked about again, whatever its name stands for now', async () => {
    zone['rebind.test'] = [['127.0.0.1'], ['169.254.169.254']];
    const own = createHttpCallbackRunner({ clock: systemClock, resolve, keptConnections: 1, extraConnections: 1 });
    for (let n = 0; n < 3; n += 1) {
      const request = requestFor(http(`http://rebind.test:${at.target.port}/`));
      expect((await own.call(request, never)).outcome).toBe('succeeded');
    }
    expect(asked).toHaveLength(1);
    await own.close();
  });

  it.each([
    'http://169.254.169.254/',
    'http://[::ffff:a9fe:a9fe]/',
    '//metadata.google.internal/',
    'http://evil.test/',
  ])('a redirect to %s leads nowhere', async (location) => {
    zone['evil.test'] = [['169.254.169.254']];
    const result = await at.callWith({ status: 307, headers: { location } }, { maxRedirects: 5 });
    expect(result).toMatchObject({ errorCode: 'redirect', statusCode: 307 });
    expect(at.target.ledger.summary().requests).toBe(1);
  });

  it('a redirect to the same origin asks again when its name does not keep its address', async () => {
    zone['rebind.test'] = [['127.0.0.1'], ['169.254.169.254']];
    // The service closes the connection with its redirect: the next one is a new connection.
    const headers = { location: '/to', connection: 'close' };
    at.target.answer('/from', { status: 307, headers });
    const result = await at.call(http(`http://rebind.test:${at.target.port}/from`, { maxRedirects: 1 }));
    expect(result).toMatchObject({ errorCode: 'egress_denied', retryable: false });
    expect(at.target.ledger.summary().requests).toBe(1);
  });

  it('what is not denied works: by address, by name, by either family of notation', async () => {
    zone['orders.test'] = [['127.0.0.1']];
    for (const host of ['127.0.0.1', '2130706433', '[::ffff:127.0.0.1]', 'orders.test', '0.0.0.0']) {
      const result = await at.call(http(`http://${host}:${at.target.port}/`));
      expect(result, host).toMatchObject({ outcome: 'succeeded', errorCode: null });
    }
  });

  it('a name without an address is no matter of rules', async () => {
    expect(await at.call(http('http://nobody.test/'))).toMatchObject({ errorCode: 'dns_failure', retryable: true });
  });
});

describe('egress, with loopback denied', () => {
  const egress = new EgressRules({ allow: ['127.0.0.2'], deny: ['loopback', 'private'] });
  const at = useHttpFixture(() => ({ resolve, egress }));

  it.each(['127.0.0.1', 'localhost.test', '127.1', '0', '0.0.0.0', '[::1]', '[::]', '[::ffff:7f00:1]', '0x7f.1'])(
    '%s is refused',
    async (host) => {
      zone['localhost.test'] = [['127.0.0.1', '::1']];
      const result = await at.call(http(`http://${host}:${at.target.port}/`));
      expect(result).toMatchObject({ errorCode: 'egress_denied', retryable: false });
      expect(result.errorMessage).toContain('"loopback"');
      expect(at.target.connections().ever).toBe(0);
    },
  );

  it('the address that is allowed is called', async () => {
    // The target listens at 127.0.0.1 alone, so being refused there is what shows that it was tried.
    const result = await at.call(http(`http://127.0.0.2:${at.target.port}/`));
    expect(result).toMatchObject({ errorCode: 'connection_refused' });
  });
});

describe('egress, the address at the other end', () => {
  let server: Server;
  let bytes: number;
  let connections: number;

  beforeEach(async () => {
    bytes = 0;
    connections = 0;
    server = createServer((socket) => {
      connections += 1;
      socket.on('data', (chunk) => (bytes += chunk.length)).on('error', () => {});
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  /** Lets everything be resolved and connected, and judges only what it finds at the other end. */
  class LateRules extends EgressRules {
    #judged = 0;
    override judgeHost(): null {
      return null;
    }
    override judgeAddress(address: string): string | null {
      this.#judged += 1;
      return this.#judged === 1 ? null : super.judgeAddress(address);
    }
  }

  it.each(['http', 'https'])('is looked at before a byte of %s is sent', async (scheme) => {
    zone['evil.test'] = [['127.0.0.1']];
    const egress = new LateRules({ allow: [], deny: ['loopback'] });
    const own = createHttpCallbackRunner({ clock: systemClock, resolve, egress });
    const url = `${scheme}://evil.test:${(server.address() as AddressInfo).port}/`;
    const result = await own.call(requestFor(http(url), { timeoutMs: 2_000 }), never);
    expect(result).toMatchObject({ errorCode: 'egress_denied' });
    expect(result.errorMessage).toContain('evil.test, which is 127.0.0.1, is denied by the egress rule "loopback"');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect({ connections, bytes }).toEqual({ connections: 1, bytes: 0 });
    await own.close();
  });
});
