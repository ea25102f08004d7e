/**
 * Opens connections for the HTTP client: directly or through a proxy, only to where the rules allow, with a note of
 * how long each part took. It can give up those that are still being opened: the client itself lets them run into
 * their timeout, and they would keep a stopping process alive until then.
 */
import { isIP, type Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Clock } from '@crony/shared/runtime/clock';
import { buildConnector } from 'undici';
import { EgressDeniedError, type EgressRules } from '@crony/shared/egress/egress-rules';
import { guardedLookup, type Resolve } from '@crony/shared/egress/guarded-lookup';
import type { Proxies, Proxy } from './proxies.js';
import { openTunnel, unreachableProxy } from './proxy-tunnel.js';

type Connector = buildConnector.connector;
type Target = Parameters<Connector>[0];
type Opened = Parameters<Connector>[1];
type ConnectedSocket = Socket & { once(event: 'close', listener: () => void): unknown };

/** When the parts of a connection's opening were over, on the monotonic clock. */
export interface Opening {
  startedMs: number;
  resolvedMs?: number;
  connectedMs?: number;
  /** Of a secure connection: when it was. */
  securedMs?: number;
}

export interface ConnectionOpenerOptions {
  clock: Clock;
  rules: EgressRules;
  resolve: Resolve;
  proxies: Proxies | null;
  /** Filled with every connection that comes about. */
  openings: WeakMap<object, Opening>;
  tls: Pick<ConnectionOptions, 'ca' | 'secureContext'>;
}

/** A connection that does not come about in this time is given up, even where the attempt may take longer. */
const CONNECT_TIMEOUT_MS = 10_000;
/** Behind a proxy many nodes can resolve nothing, and must not wait long to learn it. */
const RESOLVE_FOR_PROXY_MS = 1_000;

export class ConnectionOpener {
  readonly #options: ConnectionOpenerOptions;
  readonly #opening = new Set<{ destroy(): unknown }>();
  readonly #open: Connector;
  /** With neither the job's credentials nor the rules: a proxy is the operator's own choice. */
  readonly #openProxy: Connector;
  #closed = false;

  constructor(options: ConnectionOpenerOptions) {
    this.#options = options;
    const { rules, resolve, tls } = options;
    const direct = { ...tls, timeout: CONNECT_TIMEOUT_MS, lookup: guardedLookup(rules, resolve) };
    this.#open = buildConnector(direct);
    this.#openProxy = buildConnector({ timeout: CONNECT_TIMEOUT_MS });
  }

  readonly connect: Connector = (target, opened) => {
    if (this.#closed) {
      opened(new Error('closed'), null);
      return;
    }
    const { rules, proxies } = this.#options;
    const { hostname, protocol } = target;
    const rule = rules.judgeHost(hostname);
    if (rule !== null) {
      const address = isIP(hostname) === 0 ? null : hostname;
      queueMicrotask(() => opened(new EgressDeniedError(hostname, address, rule), null));
      return;
    }
    const proxy = proxies?.proxyFor(protocol, hostname, portOf(target)) ?? null;
    if (proxy === null) this.#openDirectly(target, opened);
    else this.#openThrough(proxy, target, opened);
  };

  close(): void {
    this.#closed = true;
    for (const one of this.#opening) one.destroy();
  }

  #openDirectly(target: Target, opened: Opened): void {
    const { clock, openings } = this.#options;
    const opening: Opening = { startedMs: clock.monotonic() };
    const socket = this.#begin(this.#open, target, (error, connected) => {
      if (error !== null) return opened(error, null);
      // A second look at what is really at the other end, before anything is sent to it.
      const denied = this.#denialOf(target.hostname, connected);
      if (denied !== null) {
        connected.destroy();
        return opened(denied, null);
      }
      if (target.protocol === 'https:') opening.securedMs = clock.monotonic();
      openings.set(connected, opening);
      opened(null, connected);
    });
    socket.once('lookup', () => (opening.resolvedMs = clock.monotonic()));
    // Before the listener that begins the handshake.
    socket.prependOnceListener('connect', () => {
      opening.connectedMs = clock.monotonic();
      if (target.protocol !== 'https:') return;
      const denied = this.#denialOf(target.hostname, socket);
      if (denied !== null) socket.destroy(denied);
    });
  }

  /** An http request goes to the proxy as it is (see `HttpPlan.prefix`), for an https one it opens a way through. */
  #openThrough(proxy: Proxy, target: Target, opened: Opened): void {
    const { clock, openings } = this.#options;
    const opening: Opening = { startedMs: clock.monotonic() };
    const connected = (socket: Socket): void => {
      openings.set(socket, opening);
      opened(null, socket);
    };
    this.#judgeForProxy(target.hostname, (denied) => {
      if (this.#closed || denied !== null) return opened(denied ?? new Error('closed'), null);
      if (isIP(target.hostname) === 0) opening.resolvedMs = clock.monotonic();
      if (target.protocol !== 'https:') {
        const { protocol, hostname, port } = proxy;
        const proxyTarget = { protocol, hostname, host: hostname, port: String(port) };
        this.#begin(this.#openProxy, proxyTarget, (error, socket) => {
          if (error !== null) return opened(unreachableProxy(proxy, error), null);
          opening.connectedMs = clock.monotonic();
          connected(socket);
        });
        return;
      }
      const { hostname } = target;
      const tunnel = openTunnel(
        { clock, proxy, hostname, port: portOf(target), limitMs: CONNECT_TIMEOUT_MS },
        (error, httpSocket) => {
          this.#opening.delete(tunnel);
          if (httpSocket === null) return opened(error ?? new Error('closed'), null);
          opening.connectedMs = clock.monotonic();
          this.#begin(this.#open, { ...target, httpSocket }, (failed, socket) => {
            if (failed !== null) return opened(failed, null);
            opening.securedMs = clock.monotonic();
            connected(socket);
          });
        },
      );
      this.#opening.add(tunnel);
    });
  }

  #begin(open: Connector, target: Target, opened: Opened): ConnectedSocket {
    // The connector returns the socket, which its declared type leaves out.
    const socket = open(target, (...result) => {
      this.#opening.delete(socket);
      opened(...result);
    }) as unknown as ConnectedSocket;
    this.#opening.add(socket);
    socket.once('close', () => this.#opening.delete(socket));
    return socket;
  }

  #denialOf(hostname: string, { remoteAddress }: Socket): EgressDeniedError | null {
    if (remoteAddress === undefined) return null; // closed already: nothing can be sent
    const rule = this.#options.rules.judgeAddress(remoteAddress);
    return rule === null ? null : new EgressDeniedError(hostname, remoteAddress, rule);
  }

  /** The proxy may take any of a name's addresses, and none of them may be denied; a name that only it can resolve passes. */
  #judgeForProxy(hostname: string, judged: (denied: EgressDeniedError | null) => void): void {
    if (isIP(hostname) !== 0) return judged(null); // `connect` has looked at it
    const { clock, rules, resolve } = this.#options;
    let isOver = false;
    const end = (denied: EgressDeniedError | null): void => {
      if (isOver) return;
      isOver = true;
      timer.cancel();
      judged(denied);
    };
    const timer = clock.setTimeout(() => end(null), RESOLVE_FOR_PROXY_MS);
    resolve(hostname, { all: true }, (error, addresses) => {
      for (const { address } of error === null ? addresses : []) {
        const rule = rules.judgeAddress(address);
        if (rule !== null) return end(new EgressDeniedError(hostname, address, rule));
      }
      end(null);
    });
  }
}

function portOf({ port, protocol }: Target): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}
