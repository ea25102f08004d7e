/** What a company's service looks like to Crony: a few HTTP endpoints that do work when they are called. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CALLBACK_HEADERS } from '@crony/shared/domain/callback-headers';
import { verifySignature } from '@crony/shared/domain/signature';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Service } from '@crony/shared/runtime/service';

/** What the service has seen of one of its endpoints. */
export interface Visits {
  requests: number;
  /** Answered 200. */
  done: number;
  /** Different runs among those that were answered 200. */
  runs: Set<string>;
}

export interface SampleServiceOptions {
  clock: Clock;
  /** Attempts of a run that fail before one succeeds, by endpoint. */
  failFirst: Readonly<Record<string, number>>;
}

const MAX_BODY_BYTES = 64 * 1_024;
/** Of runs that have failed and not yet succeeded. */
const MAX_REMEMBERED_FAILURES = 1_000;

export class SampleService implements Service {
  readonly #options: SampleServiceOptions;
  readonly #server: Server;
  readonly #visits = new Map<string, Visits>();
  readonly #failures = new Map<string, number>();
  #secrets: readonly string[] = [];
  /** Requests whose signature did not verify; there should be none. */
  refused = 0;

  constructor(options: SampleServiceOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Only callbacks signed with one of these are taken. */
  trust(secrets: readonly string[]): void {
    this.#secrets = secrets;
  }

  visits(endpoint: string): Visits {
    let visits = this.#visits.get(endpoint);
    if (visits === undefined) {
      visits = { requests: 0, done: 0, runs: new Set() };
      this.#visits.set(endpoint, visits);
    }
    return visits;
  }

  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => resolve());
    });
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const verified = verifySignature({
      secrets: this.#secrets,
      headers: request.headers,
      body,
      nowMs: this.#options.clock.now(),
    });
    if (!verified.ok) {
      this.refused += 1;
      response.writeHead(401).end(verified.reason);
      return;
    }
    const endpoint = request.url ?? '/';
    const run = request.headers[CALLBACK_HEADERS.run.toLowerCase()] as string;
    const visits = this.visits(endpoint);
    visits.requests += 1;
    if (this.#failsNow(endpoint, run)) {
      response.writeHead(503, { 'content-type': 'text/plain' }).end('not just now');
      return;
    }
    visits.done += 1;
    visits.runs.add(run);
    response.writeHead(200, { 'content-type': 'text/plain' }).end('done');
  }

  #failsNow(endpoint: string, run: string): boolean {
    const failed = this.#failures.get(run) ?? 0;
    if (failed >= (this.#options.failFirst[endpoint] ?? 0)) {
      this.#failures.delete(run);
      return false;
    }
    if (this.#failures.size >= MAX_REMEMBERED_FAILURES) this.#failures.delete(this.#failures.keys().next().value!);
    this.#failures.set(run, failed + 1);
    return true;
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
