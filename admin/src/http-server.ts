import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Service } from '@crony/shared/runtime/service';

export interface HttpServerOptions {
  /** Beside the request it is given the socket that it came through. */
  fetch: (request: Request, bindings: HttpBindings) => Response | Promise<Response>;
  host: string;
  /** 0 takes any free one. */
  port: number;
  clock: Clock;
  /** Requests under way may take this long when the server stops. */
  graceMs?: number;
}

const GRACE_MS = 5_000;
/** What Node answers itself, with 431 and 408, before any route is asked. */
const LIMITS = {
  /** Of the request line and all headers; an address of this length is longer than any route takes. */
  maxHeaderSize: 16_384,
  headersTimeout: 20_000,
  /** 16 MiB of jobs over a slow line. */
  requestTimeout: 120_000,
};

/** Serves a fetch handler. Stopping refuses new connections, drops idle ones, and lets requests under way finish. */
export class HttpServer implements Service {
  readonly #options: HttpServerOptions;
  readonly #server: Server;
  #listening: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#server = createAdaptorServer({
      fetch: (request, bindings) => options.fetch(request, bindings as HttpBindings),
      serverOptions: LIMITS,
    }) as Server;
  }

  /** Where it listens; known once it does. */
  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? this.#options.port;
  }

  /** Rejects when the address is taken or may not be used. */
  start(): Promise<void> {
    if (this.#stopping) return Promise.resolve();
    this.#listening ??= new Promise((resolve, reject) => {
      const { host, port } = this.#options;
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    return this.#listening;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#close();
    return this.#stopping;
  }

  async #close(): Promise<void> {
    const listened = await this.#listening?.then(
      () => true,
      () => false,
    );
    if (!listened) return;
    const { clock, graceMs = GRACE_MS } = this.#options;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    const impatience = clock.setTimeout(() => this.#server.closeAllConnections(), graceMs);
    await closed;
    impatience.cancel();
  }
}
