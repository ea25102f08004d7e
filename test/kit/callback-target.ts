/**
 * A service that is called: an HTTP server on loopback that records every request and answers as it is told, by path.
 * Beside the callbacks it answers, for use from another process:
 *
 *   GET  /-/summary                        counters
 *   GET  /-/runs                           [[runId, [attempts…]], …]
 *   GET  /-/records?after=0&limit=1000     records, bodies as text
 *   POST /-/answer {path, behaviour}       how a path answers from now on
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { behave, behaviourOfQuery, type Behaviour } from './callback-behaviour.js';
import { CallbackLedger, type LedgerLimits } from './callback-ledger.js';

export interface CallbackTargetOptions {
  /** Default: a free one. */
  port?: number;
  limits?: Partial<LedgerLimits>;
  /** How long an idle connection stays open. Default 60 s. */
  keepAliveMs?: number;
}

/** More of a request's body is counted as an error of the caller. */
const LONGEST_BODY = 1_024 * 1_024;
/** Distinct URLs whose behaviour is remembered. */
const MOST_URLS = 10_000;

interface Waiting {
  predicate: () => boolean;
  resolve: () => void;
}

export class CallbackTarget {
  readonly ledger: CallbackLedger;
  readonly #server: Server;
  readonly #answers = new Map<string, Behaviour>();
  readonly #byUrl = new Map<string, Behaviour>();
  readonly #served = new WeakMap<Socket, number>();
  readonly #sockets = new Set<Socket>();
  readonly #waiting = new Set<Waiting>();
  #hanging = 0;
  #connections = 0;
  #mostConnections = 0;
  #checkScheduled = false;

  static async start(options: CallbackTargetOptions = {}): Promise<CallbackTarget> {
    const target = new CallbackTarget(options);
    await new Promise<void>((resolve, reject) => {
      target.#server.once('error', reject);
      target.#server.listen(options.port ?? 0, '127.0.0.1', 4_096, resolve);
    });
    return target;
  }

  private constructor({ limits, keepAliveMs = 60_000 }: CallbackTargetOptions) {
    this.ledger = new CallbackLedger(limits);
    this.#server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) =>
      this.#receive(request, response),
    );
    this.#server.on('connection', (socket) => {
      this.#connections += 1;
      this.#sockets.add(socket);
      this.#mostConnections = Math.max(this.#mostConnections, this.#sockets.size);
      socket.on('error', () => {}); // callers that break off are the point of many tests
      socket.once('close', () => {
        this.#sockets.delete(socket);
        this.#wake();
      });
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  url(path = '/'): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** Connections open now, most at once, and ever. */
  connections(): { open: number; most: number; ever: number } {
    return { open: this.#sockets.size, most: this.#mostConnections, ever: this.#connections };
  }

  /** Requests received whose answer has not ended. */
  hanging(): number {
    return this.#hanging;
  }

  /** How a path answers from now on. A behaviour in the query of the URL itself wins. */
  answer(path: string, behaviour: Behaviour): void {
    this.#answers.set(path, behaviour);
    this.#byUrl.clear();
  }

  /** Resolves as soon as the predicate holds (asked after arrivals and ends of connections), else rejects. */
  async waitFor(
    predicate: (target: this) => boolean,
    deadlineMs: number,
    what = 'what the test waits for',
  ): Promise<void> {
    if (predicate(this)) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        const seen = JSON.stringify({ ...this.ledger.summary(), connections: this.connections() });
        reject(new Error(`not within ${deadlineMs} ms: ${what}; the callback target saw ${seen}`));
      }, deadlineMs);
      const waiting: Waiting = {
        predicate: () => predicate(this),
        resolve: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      this.#waiting.add(waiting);
    });
  }

  /** Closes idle connections, as a service does whose idle timeout ends. */
  closeIdleConnections(): void {
    this.#server.closeIdleConnections();
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    const arrivedAtMs = Date.now();
    const arrivedMonotonicMs = performance.now();
    const before = this.#served.get(request.socket) ?? 0;
    this.#served.set(request.socket, before + 1);
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= LONGEST_BODY) chunks.push(chunk);
    });
    request.on('end', () => {
      const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      const { url = '/', method = '', headers } = request;
      if (bytes > LONGEST_BODY) return behave({ status: 413 }, request, response, before);
      if (url.startsWith('/-/')) return this.#control(method, new URL(url, 'http://target'), body, response);
      const runId = text(headers['crony-run']);
      const behaviour = this.#behaviourOf(url, runId);
      this.ledger.add({
        arrivedAtMs,
        arrivedMonotonicMs,
        method,
        url,
        headers,
        body,
        runId,
        jobId: text(headers['crony-job']),
        attempt: Number(headers['crony-attempt'] ?? 0),
      });
      this.#hanging += 1;
      response.once('close', () => {
        this.#hanging -= 1;
        this.#wake();
      });
      this.#wake();
      behave(behaviour, request, response, before);
    });
  }

  #behaviourOf(url: string, runId: string): Behaviour {
    let behaviour = this.#byUrl.get(url);
    if (behaviour === undefined) {
      const { pathname, searchParams } = new URL(url, 'http://target');
      behaviour = { ...this.#answers.get(pathname), ...behaviourOfQuery(searchParams) };
      if (this.#byUrl.size < MOST_URLS) this.#byUrl.set(url, behaviour);
    }
    const { failFirst = 0, failure = { status: 500 } } = behaviour;
    return failFirst > 0 && this.ledger.seenOf(runId) < failFirst ? failure : behaviour;
  }

  #control(method: string, url: URL, body: Buffer, response: ServerResponse): void {
    const send = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    switch (`${method} ${url.pathname}`) {
      case 'GET /-/summary':
        return send(200, { ...this.ledger.summary(), connections: this.connections() });
      case 'GET /-/runs':
        return send(
          200,
          [...this.ledger.runs()].map(([id, { attempts }]) => [id, attempts]),
        );
      case 'GET /-/records': {
        const afterNumber = Number(url.searchParams.get('after') ?? 0);
        const limit = Math.min(Number(url.searchParams.get('limit') ?? 1_000), 10_000);
        const records = this.ledger.records({ afterNumber, limit });
        return send(
          200,
          records.map((record) => ({ ...record, body: record.body.toString() })),
        );
      }
      case 'POST /-/answer': {
        const { path, behaviour } = JSON.parse(body.toString()) as { path: string; behaviour: Behaviour };
        this.answer(path, behaviour);
        return send(200, {});
      }
      default:
        return send(404, {});
    }
  }

  /** One look for all that arrives in one turn of the event loop. */
  #wake(): void {
    if (this.#waiting.size === 0 || this.#checkScheduled) return;
    this.#checkScheduled = true;
    setImmediate(() => {
      this.#checkScheduled = false;
      for (const waiting of this.#waiting) {
        if (!waiting.predicate()) continue;
        this.#waiting.delete(waiting);
        waiting.resolve();
      }
    });
  }
}

function text(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : '';
}
