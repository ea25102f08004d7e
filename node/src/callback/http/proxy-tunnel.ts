import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6, type Socket } from 'node:net';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Proxy } from './proxies.js';

/** The way through the proxy did not come about: what it did, as the rest of a sentence. */
export class ProxyError extends Error {
  override name = 'ProxyError';

  constructor(
    readonly proxy: Proxy,
    readonly did: string,
    readonly tookTooLong = false,
  ) {
    super(`the proxy ${proxy.name} ${did}`);
  }
}

export interface TunnelOptions {
  clock: Clock;
  proxy: Proxy;
  hostname: string;
  port: number;
  limitMs: number;
}

/** Asks the proxy for a connection to the target. What is returned gives up the asking when it is destroyed. */
export function openTunnel(
  { clock, proxy, hostname, port, limitMs }: TunnelOptions,
  opened: (error: Error | null, socket: Socket | null) => void,
): { destroy(): void } {
  const authority = `${isIPv6(hostname) ? `[${hostname}]` : hostname}:${port}`;
  const request = (proxy.protocol === 'https:' ? requestHttps : requestHttp)({
    host: proxy.hostname,
    port: proxy.port,
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...(proxy.authorization !== null && { 'proxy-authorization': proxy.authorization }) },
    agent: false,
  });
  const timer = clock.setTimeout(
    () => request.destroy(new ProxyError(proxy, `opened no way within ${limitMs} ms`, true)),
    limitMs,
  );
  request.once('connect', ({ statusCode = 0 }, socket: Socket, head: Buffer) => {
    timer.cancel();
    if (statusCode < 200 || statusCode > 299) {
      socket.destroy();
      opened(new ProxyError(proxy, `refused with ${statusCode}`), null);
      return;
    }
    if (head.length > 0) socket.unshift(head);
    opened(null, socket);
  });
  request.once('error', (error: NodeJS.ErrnoException) => {
    timer.cancel();
    opened(error instanceof ProxyError ? error : unreachableProxy(proxy, error), null);
  });
  request.once('close', () => timer.cancel());
  request.end();
  return request;
}

export function unreachableProxy(proxy: Proxy, error: NodeJS.ErrnoException): ProxyError {
  return new ProxyError(proxy, `could not be reached (${error.code ?? error.name})`);
}
