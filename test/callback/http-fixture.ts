import { setMaxListeners } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { HttpCallback } from '@crony/shared/domain/job';
import { systemClock } from '@crony/shared/runtime/clock';
import { afterEach, beforeEach, expect } from 'vitest';
import type { CallbackRequest, CallbackResult } from '../../node/src/callback/callback.js';
import {
  createHttpCallbackRunner,
  type HttpCallbackOptions,
  type HttpCallbackRunner,
} from '../../node/src/callback/http/http-callback-runner.js';
import type { Behaviour } from '../kit/callback-behaviour.js';
import { CallbackTarget } from '../kit/callback-target.js';
import { requestFor } from './request-for.js';

export const DEADLINE_MS = 10_000;

/** The signal of a call that nobody cancels. */
export const never = new AbortController().signal;
setMaxListeners(0, never); // thousands of calls share it

export function http(url: string, change: Partial<HttpCallback> = {}): HttpCallback {
  return { type: 'http', method: 'POST', url, ...change };
}

/** A port where nobody listens. */
export async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A runner and a target for each test, and the proof after each that neither holds anything any more. */
export interface HttpFixture {
  readonly target: CallbackTarget;
  readonly runner: HttpCallbackRunner;
  call(callback: HttpCallback, change?: Partial<CallbackRequest<HttpCallback>>): Promise<CallbackResult>;
  /** Calls a path of the target that behaves so. */
  callWith(behaviour: Behaviour, change?: Partial<HttpCallback>): Promise<CallbackResult>;
  /** A plain TCP server, for what a well-behaved one cannot be brought to do. */
  rawServer(onRequest: (socket: Socket) => void): Promise<{ url: string; open: () => number }>;
}

/** `options` may be asked for at each test, for those that name a server of the test's own. */
export function useHttpFixture(options: () => Partial<HttpCallbackOptions> = () => ({})): HttpFixture {
  let target: CallbackTarget;
  let runner: HttpCallbackRunner;
  const servers: { server: Server; sockets: Set<Socket> }[] = [];

  beforeEach(async () => {
    target = await CallbackTarget.start();
    runner = createHttpCallbackRunner({ clock: systemClock, ...options() });
  });
  afterEach(async () => {
    for (const { server, sockets } of servers.splice(0)) {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    }
    expect(runner.counts()).toEqual({ inUse: 0, waiting: 0, origins: 0 });
    await runner.close();
    await target.waitFor(() => target.connections().open === 0, DEADLINE_MS, 'every connection closed');
    await target.stop();
  });

  const call: HttpFixture['call'] = (callback, change = {}) => runner.call(requestFor(callback, change), never);
  return {
    get target() {
      return target;
    },
    get runner() {
      return runner;
    },
    call,
    callWith(behaviour, change = {}) {
      target.answer('/it', behaviour);
      return call(http(target.url('/it'), change), { timeoutMs: 5_000 });
    },
    async rawServer(onRequest) {
      const sockets = new Set<Socket>();
      const server = createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => {}).on('close', () => sockets.delete(socket));
        socket.on('data', () => onRequest(socket));
      });
      servers.push({ server, sockets });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, open: () => sockets.size };
    },
  };
}
