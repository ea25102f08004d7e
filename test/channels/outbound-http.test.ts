/** What the hub may be led into by an address that somebody has given it, and by what answers there. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EgressRules } from '@crony/shared/egress/egress-rules';
import type { Resolve } from '@crony/shared/egress/guarded-lookup';
import { SendError } from '@crony/admin/alerts/channels/channel';
import { OutboundHttp } from '@crony/admin/alerts/channels/outbound-http';
import { FakeClock } from '../kit/fake-clock.js';

let server: Server;
let handle: RequestListener;
let requests: string[];
let origin: string;
let port: number;
const clock = new FakeClock();
const open: OutboundHttp[] = [];
beforeEach(async () => {
  requests = [];
  handle = (_request, response) => response.end('ok');
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
  origin = `http://127.0.0.1:${port}`;
});
afterEach(async () => {
  for (const http of open.splice(0)) await http.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect(clock.pendingTimers).toBe(0);
});

function client(options: { deny?: string[]; resolve?: Resolve } = {}): OutboundHttp {
  const { deny = [], resolve } = options;
  const egress = new EgressRules({ allow: [], deny });
  const http = new OutboundHttp({ clock, egress, ...(resolve ? { resolve } : {}) });
  open.push(http);
  return http;
}
const post = (http: OutboundHttp, address: string) => http.post(address, {}, '{}', new AbortController().signal);
const failure = (sending: Promise<unknown>): Promise<SendError> =>
  sending.then(
    () => expect.unreachable('it was answered'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(SendError);
      return error as SendError;
    },
  );

test.each([
  'http://169.254.169.254/latest',
  'http://[fd00:ec2::254]/',
  'http://metadata.google.internal/',
  'http://100.100.100.200/',
])('%s is denied without being asked for', async (address) => {
  const error = await failure(post(client(), address));
  expect(error).toMatchObject({ retryable: false });
  expect(error.message).toMatch(/denied by the egress rule/);
});

test('an address is judged when it is connected to, whatever name led to it', async () => {
  const resolve: Resolve = (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]);
  const address = `http://harmless.example:${port}/hook/secret-token`;
  const error = await failure(post(client({ deny: ['loopback'], resolve }), address));
  expect(error).toMatchObject({ retryable: false });
  expect(error.message).toContain('harmless.example, which is 127.0.0.1, is denied by the egress rule "loopback"');
  expect(error.message).not.toContain('secret-token');
  expect(requests).toEqual([]);
  expect((await post(client({ resolve }), address)).text).toBe('ok');
});

test('an address in the rules’ way is denied also where it stands in the URL itself', async () => {
  for (const host of ['127.0.0.1', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1']) {
    const error = await failure(post(client({ deny: ['loopback'] }), `http://${host}:${port}/`));
    expect(error.message).toContain('denied by the egress rule "loopback"');
  }
  expect(requests).toEqual([]);
});

test('a redirect is an answer and not a way', async () => {
  handle = (_request, response) => response.writeHead(307, { location: `${origin}/elsewhere` }).end();
  expect(await post(client(), `${origin}/hook`)).toMatchObject({ status: 307 });
  expect(requests).toEqual(['POST /hook']);
});

test('an answer without end is read so far and no further', async () => {
  const chunk = 'x'.repeat(16 * 1_024);
  const closed = new Promise<void>((resolve) => {
    handle = (_request, response) => {
      const more = (): void => {
        while (response.write(chunk));
      };
      response.on('drain', more).on('close', resolve);
      more();
    };
  });
  expect((await post(client(), origin)).text).toHaveLength(64 * 1_024);
  await closed; // and the connection with it
});

test('an answer that does not end is given up after ten seconds', async () => {
  const begun = new Promise<void>((resolve) => {
    handle = (_request, response) => {
      response.write('{"code":');
      resolve();
    };
  });
  const failed = failure(post(client(), origin));
  await begun;
  await clock.advance(10_000);
  expect(await failed).toMatchObject({
    retryable: true,
    message: `127.0.0.1:${port} did not answer within 10 seconds`,
  });
});

test('Retry-After is read in both of its forms', async () => {
  handle = (_request, response) => response.writeHead(429, { 'retry-after': '12' }).end();
  expect(await post(client(), origin)).toMatchObject({ status: 429, retryAfterMs: 12_000 });
  const at = new Date(clock.now() + 60_000).toUTCString();
  handle = (_request, response) => response.writeHead(503, { 'retry-after': at }).end();
  expect(await post(client(), origin)).toMatchObject({ status: 503, retryAfterMs: 60_000 });
});

test('a name that stands for nothing is a failure that passes', async () => {
  const resolve: Resolve = (name, _options, done) =>
    done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' }), []);
  const error = await failure(post(client({ resolve }), 'http://nowhere.example/'));
  expect(error).toMatchObject({ retryable: true });
  expect(error.message).toContain('ENOTFOUND');
});
