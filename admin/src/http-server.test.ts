import { request } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { expect, it } from 'vitest';
import { systemClock } from '@crony/shared/runtime/clock';
import { HttpServer } from './http-server.js';

const serve = (fetch: (request: Request, bindings: HttpBindings) => Promise<Response>, graceMs = 5_000): HttpServer =>
  new HttpServer({ fetch, host: '127.0.0.1', port: 0, clock: systemClock, graceMs });

function get(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request({ port, host: '127.0.0.1', agent: false, headers: { connection: 'keep-alive' } });
    call.once('error', reject);
    call.once('response', (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      response.once('end', () => resolve(text));
      response.once('error', reject);
    });
    call.end();
  });
}

it('tells the handler where a request comes from', async () => {
  const server = serve((_, { incoming }) => Promise.resolve(new Response(incoming.socket.remoteAddress)));
  await server.start();
  expect(await get(server.port)).toBe('127.0.0.1');
  await server.stop();
});

it('finishes requests under way when it stops, and takes no new ones', async () => {
  let arrived = (): void => {};
  let answer = (): void => {};
  const waiting = new Promise<void>((resolve) => (arrived = resolve));
  const server = serve(async () => {
    arrived();
    await new Promise<void>((resolve) => (answer = resolve));
    return new Response('done');
  });
  await server.start();
  await server.start();
  const { port } = server;
  const response = get(port);
  await waiting;
  const stopped = server.stop();
  await expect(get(port)).rejects.toThrow(/ECONNREFUSED/);
  answer();
  expect(await response).toBe('done');
  await stopped;
  await server.stop();
});

it('does not wait for ever for a request', async () => {
  let arrived = (): void => {};
  const waiting = new Promise<void>((resolve) => (arrived = resolve));
  const server = serve(async () => {
    arrived();
    return new Promise<Response>(() => {});
  }, 50);
  await server.start();
  const lost = expect(get(server.port)).rejects.toThrow();
  await waiting;
  await server.stop();
  await lost;
});

it('says when its port is taken, and may be stopped without having started', async () => {
  const first = serve(async () => new Response(''));
  await first.start();
  const second = new HttpServer({
    fetch: async () => new Response(''),
    host: '127.0.0.1',
    port: first.port,
    clock: systemClock,
  });
  await expect(second.start()).rejects.toThrow(/EADDRINUSE/);
  await second.stop();
  await first.stop();
  const never = serve(async () => new Response(''));
  await never.stop();
  await never.start();
});

it.each([
  { what: 'an address', path: `/?q=${'x'.repeat(17_000)}`, headers: {} },
  { what: 'headers', path: '/', headers: { 'x-long': 'x'.repeat(17_000) } },
])('refuses $what longer than 16 KiB before anybody is asked', async ({ path, headers }) => {
  let asked = 0;
  const server = serve(() => Promise.resolve(new Response(String((asked += 1)))));
  await server.start();
  const status = await new Promise((resolve, reject) => {
    const call = request({ port: server.port, host: '127.0.0.1', agent: false, path, headers });
    call.once('error', reject);
    call.once('response', (response) => resolve(response.resume().statusCode));
    call.end();
  });
  await server.stop();
  expect([status, asked]).toEqual([431, 0]);
});

it('tells whoever answers which socket a request came through', async () => {
  const server = new HttpServer({
    fetch: (_, env) => new Response(env.incoming.socket.remoteAddress),
    host: '127.0.0.1',
    port: 0,
    clock: systemClock,
  });
  await server.start();
  expect(await get(server.port)).toBe('127.0.0.1');
  await server.stop();
});
