/** Receivers behind real servers: what each framework does to a request before the signature is checked. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { createReceiver, type Receiver, type Run } from '@crony/sdk';
import { expressHandler } from '@crony/sdk/express';
import { cronyPlugin } from '@crony/sdk/fastify';
import { fetchHandler } from '@crony/sdk/fetch';
import { nodeHandler } from '@crony/sdk/node';
import { waitUntil } from '../kit/wait-until.js';
import { ReportHub } from './report-hub.js';
import { OTHER_SECRET, RUN_ID, SECRET, signedRequest } from './signed-request.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const listening = async (server: Server): Promise<string> => {
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/crony/settle`;
};
const served = (listener: RequestListener) => listening(createServer(listener).listen(0, '127.0.0.1'));

const ADAPTERS: Record<string, (receiver: Receiver) => Promise<string>> = {
  node: (receiver) => served(nodeHandler(receiver)),
  hono: (receiver) => {
    const callbacks = fetchHandler(receiver);
    const app = new Hono().all('/crony/*', (c) => callbacks(c.req.raw));
    return listening(serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server);
  },
  express: (receiver) => served(express().use('/crony', expressHandler(receiver)).use(express.json())),
  'express with raw bodies': (receiver) => {
    const app = express();
    app.use('/crony', express.raw({ type: () => true, limit: '10mb' }), expressHandler(receiver));
    return served(app);
  },
  'express with bytes that a parser kept': (receiver) => {
    const keep = (request: object, _response: unknown, bytes: Buffer) => Object.assign(request, { rawBody: bytes });
    const app = express().use(express.json({ verify: keep, type: () => true, strict: false, limit: '10mb' }));
    return served(app.use('/crony', expressHandler(receiver)));
  },
  fastify: async (receiver) => {
    const app = fastify();
    await app.register(cronyPlugin(receiver), { prefix: '/crony', url: '/*' });
    await app.listen({ port: 0, host: '127.0.0.1' });
    return listening(app.server);
  },
};

describe.each(Object.entries(ADAPTERS))('%s', (name, start) => {
  it('hands over signed requests as they are, and nothing else', async () => {
    const runs: Run[] = [];
    const receiver = createReceiver({
      secrets: SECRET,
      handlers: { '/crony/settle': (run) => (runs.push(run), { settled: run.payload }) },
    });
    const url = await start(receiver);
    // White space, an escape and a character beyond ASCII: all gone once it has been parsed and written again.
    const body = '{ "name": "\\u7ed3算" ,"n":1.0}\n';
    const answer = await fetch(`${url}?x=1`, signedRequest({ body }));
    expect([answer.status, await answer.json()]).toEqual([200, { settled: { name: '结算', n: 1 } }]);
    expect(Buffer.from(runs[0]!.rawBody).toString()).toBe(body);
    expect((await fetch(url, { ...signedRequest({ body: '' }), body: null })).status).toBe(200);
    expect((await fetch(url, { ...signedRequest({ body }), method: 'PUT' })).status).toBe(200);
    const refused = await fetch(url, signedRequest({ secrets: [OTHER_SECRET] }));
    expect([refused.status, await refused.json()]).toMatchObject([401, { code: 'no_match' }]);
    expect(
      (await fetch(url, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })).status,
    ).toBe(401);
    expect(runs).toHaveLength(3);
  });

  it('takes bodies of any type, and refuses large ones', async () => {
    const seen: unknown[] = [];
    const handler = ({ payload }: Run) => void seen.push(payload);
    const url = await start(createReceiver({ secrets: SECRET, handler, maxBodyBytes: 1_000 }));
    if (name !== 'express with bytes that a parser kept') {
      await fetch(url, signedRequest({ body: 'a=1', headers: { 'content-type': 'text/plain' } }));
      expect(seen).toEqual(['a=1']);
    }
    const large = signedRequest({ body: JSON.stringify('x'.repeat(200_000)) });
    const status = await fetch(url, large).then(
      (answer) => answer.status,
      () => 413, // a server may close the connection before everything was sent
    );
    expect(status).toBe(413);
  });

  it('accepts and reports', async () => {
    const hub = new ReportHub();
    await hub.listen();
    closers.push(() => hub.close());
    const receiver = createReceiver({ secrets: SECRET, handler: () => 'done' });
    closers.push(() => receiver.close());
    const url = await start(receiver);
    expect((await fetch(url, signedRequest({ report: hub.expect(RUN_ID) }))).status).toBe(202);
    await waitUntil('the report', 5_000, () => hub.run(RUN_ID).status === 'succeeded');
    expect(hub.complaints).toEqual([]);
  });

  it('tells the handler when Crony has gone', async () => {
    let signal: AbortSignal | undefined;
    const handler = (run: Run) => {
      signal = run.signal;
      return new Promise((_resolve, reject) => run.signal.addEventListener('abort', () => reject(new Error('gone'))));
    };
    const url = new URL(await start(createReceiver({ secrets: SECRET, handler, onEvent: () => {} })));
    const { headers, body } = signedRequest();
    const socket = connect(Number(url.port), url.hostname);
    const lines = Object.entries({ ...headers, host: url.host, 'content-length': String(body.length) });
    socket.write(`POST ${url.pathname} HTTP/1.1\r\n${lines.map(([k, v]) => `${k}: ${v}\r\n`).join('')}\r\n${body}`);
    await waitUntil('the handler', 5_000, () => signal !== undefined);
    socket.destroy();
    await waitUntil('the abort', 5_000, () => signal!.aborted);
    expect(signal!.reason).toMatchObject({ code: 'disconnected' });
  });
});

it('express says how to mount it when the raw body is gone', async () => {
  const app = express().use(express.json());
  app.use('/crony', expressHandler(createReceiver({ secrets: SECRET, handler: () => 'never' })));
  let said = '';
  app.use((error: Error, _request: unknown, response: express.Response, _next: unknown) => {
    said = error.message;
    response.sendStatus(500);
  });
  expect((await fetch(await served(app), signedRequest())).status).toBe(500);
  expect(said).toMatch(/before express\.json\(\)/);
});

it('fastify parses the bodies of other routes as before', async () => {
  const app = fastify();
  await app.register(cronyPlugin(createReceiver({ secrets: SECRET, handler: () => 'done' })), { prefix: '/crony' });
  app.post('/orders', async (request) => ({ ordered: (request.body as { item: string }).item }));
  const answer = await app.inject({ method: 'POST', url: '/orders', payload: { item: 'tea' } });
  expect(answer.json()).toEqual({ ordered: 'tea' });
  const { headers, body } = signedRequest();
  const called = await app.inject({ method: 'POST', url: '/crony', headers, payload: body });
  expect([called.statusCode, called.body]).toEqual([200, 'done']);
  await app.close();
});

it('a fetch handler tells a Worker of the work that outlives the answer', async () => {
  const hub = new ReportHub();
  const receiver = createReceiver({ secrets: SECRET, handler: () => 'done', fetch: hub.fetch });
  const waited: Promise<unknown>[] = [];
  const request = () => new Request('https://worker.example/', signedRequest({ report: hub.expect(RUN_ID) }));
  const response = await fetchHandler(receiver)(request(), {}, { waitUntil: (work) => void waited.push(work) });
  expect(response.status).toBe(202);
  await Promise.all(waited);
  expect([waited.length, hub.run(RUN_ID).status]).toEqual([1, 'succeeded']);
  await fetchHandler(receiver, { waitUntil: (work) => void waited.push(work) })(request());
  expect(waited).toHaveLength(2);
  await Promise.all(waited);
});
