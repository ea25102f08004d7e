import { createServer, type Server } from 'node:https';
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import { systemClock } from '@crony/shared/runtime/clock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpCallbackRunner } from '../../node/src/callback/http/http-callback-runner.js';
import { requestFor } from './request-for.js';
import { selfSigned } from './self-signed.js';

const DEADLINE_MS = 10_000;

async function listen(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('HTTPS', () => {
  const never = new AbortController().signal;
  const received: string[] = [];
  let service: Server;
  let port: number;

  beforeAll(async () => {
    service = createServer(selfSigned, (request, response) => {
      received.push(String(request.headers['crony-run']));
      request.resume().on('end', () => response.end('ok'));
    });
    port = await listen(service);
  });
  afterAll(async () => {
    service.closeAllConnections();
    await new Promise((resolve) => service.close(resolve));
  });

  const requestTo = (toPort: number, timeoutMs = 5_000) =>
    requestFor({ type: 'http', method: 'POST', url: `https://localhost:${toPort}/`, body: '{}' }, { timeoutMs });

  it('is refused where the certificate is not trusted', async () => {
    const runner = createHttpCallbackRunner({ clock: systemClock });
    const result = await runner.call(requestTo(port), never);
    expect(result).toMatchObject({ outcome: 'failed', errorCode: 'tls_failure', statusCode: null });
    expect(result.errorMessage).toBe(`no secure connection to localhost:${port} (DEPTH_ZERO_SELF_SIGNED_CERT)`);
    expect(received).toEqual([]);
    await runner.close();
  });

  it('works where it is', async () => {
    const runner = createHttpCallbackRunner({ clock: systemClock, tls: { ca: selfSigned.cert } });
    expect(await runner.call(requestTo(port), never)).toMatchObject({ outcome: 'succeeded', response: 'ok' });
    await runner.close();
  });

  it('sends nothing of an attempt that was over when its connection came about, and keeps the connection', async () => {
    // Holds every connection back until told, then hands it on.
    const sockets = new Set<Socket>();
    let open!: () => void;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const gate = createTcpServer((socket) => {
      sockets.add(socket.on('error', () => {}));
      void opened.then(() => {
        const onward = connect(port, '127.0.0.1');
        sockets.add(onward.on('error', () => {}));
        socket.pipe(onward).pipe(socket);
      });
    });
    const gatePort = await listen(gate);
    const runner = createHttpCallbackRunner({ clock: systemClock, tls: { ca: selfSigned.cert }, keptConnections: 1 });

    const late = requestTo(gatePort, 150);
    expect(await runner.call(late, never)).toMatchObject({ outcome: 'timed_out', errorCode: 'timeout' });
    expect(runner.counts().inUse).toBe(1);
    open();
    await expect.poll(() => runner.counts().inUse, { timeout: DEADLINE_MS }).toBe(0);
    const next = requestTo(gatePort);
    expect(await runner.call(next, never)).toMatchObject({ outcome: 'succeeded' });
    expect(received).not.toContain(late.runId);
    expect(received).toContain(next.runId);
    expect([...sockets]).toHaveLength(2); // one connection through the gate served both

    await runner.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => gate.close(resolve));
  });
});
