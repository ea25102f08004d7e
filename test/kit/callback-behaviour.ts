/** How the callback target answers: well, late, badly, or not at all. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Behaviour {
  /**
   * - `answer`: status, headers and body.
   * - `hang`: nothing, until the caller gives up.
   * - `reset`: the connection is reset (RST) before any answer.
   * - `close`: the connection is closed (FIN) before any answer.
   * - `close_reused`: closes when the connection has served an earlier request, else answers: what a service does
   *   whose idle timeout ends in the instant in which the connection is used.
   * - `cut`: announces a body, sends a part of it, closes.
   * - `drip`: one byte of an endless body each `everyMs`.
   * - `endless`: an endless body as fast as it is taken.
   * - `garbage`: bytes that are not HTTP.
   */
  kind?: 'answer' | 'hang' | 'reset' | 'close' | 'close_reused' | 'cut' | 'drip' | 'endless' | 'garbage';
  /** Default 200. */
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** A body of so many bytes, in place of `body`. */
  bodyBytes?: number;
  /** Before anything of the above happens. */
  delayMs?: number;
  /** Default 50; only for `drip`. */
  everyMs?: number;
  /** So many first requests of each run meet `failure`, all further ones the rest of this behaviour. */
  failFirst?: number;
  /** Default: status 500. */
  failure?: Behaviour;
}

const NUMBERS = ['status', 'bodyBytes', 'delayMs', 'everyMs', 'failFirst'] as const;

/** From a URL's query, so that a job alone can say how it is to be answered: `/any?status=500&delayMs=20`. */
export function behaviourOfQuery(query: URLSearchParams): Behaviour {
  const behaviour: Behaviour = {};
  const kind = query.get('kind');
  if (kind !== null) behaviour.kind = kind as NonNullable<Behaviour['kind']>;
  for (const name of NUMBERS) {
    const value = query.get(name);
    if (value !== null) behaviour[name] = Number(value);
  }
  return behaviour;
}

/** Carries it out. `requestsBefore`: how many the connection has served. */
export function behave(
  behaviour: Behaviour,
  request: IncomingMessage,
  response: ServerResponse,
  requestsBefore: number,
): void {
  if (behaviour.delayMs === undefined) act(behaviour, request, response, requestsBefore);
  else setTimeout(() => act(behaviour, request, response, requestsBefore), behaviour.delayMs);
}

function act(behaviour: Behaviour, request: IncomingMessage, response: ServerResponse, requestsBefore: number): void {
  const { socket } = request;
  if (socket.destroyed) return;
  switch (behaviour.kind ?? 'answer') {
    case 'answer':
      return answer(behaviour, response);
    case 'hang':
      return;
    case 'reset':
      socket.resetAndDestroy();
      return;
    case 'close':
      socket.destroy();
      return;
    case 'close_reused':
      if (requestsBefore > 0) socket.destroy();
      else answer(behaviour, response);
      return;
    case 'cut':
      response.writeHead(behaviour.status ?? 200, { ...behaviour.headers, 'content-length': '1000' });
      response.write('only the beginning', () => socket.destroy());
      return;
    case 'drip':
      return drip(behaviour, response);
    case 'endless':
      return pour(behaviour, response);
    case 'garbage':
      socket.end('220 mail.example ESMTP ready\r\n');
      return;
  }
}

function answer({ status = 200, headers, body, bodyBytes }: Behaviour, response: ServerResponse): void {
  const sent = bodyBytes === undefined ? (body ?? 'ok') : Buffer.alloc(bodyBytes, 'x');
  response.writeHead(status, { 'content-length': Buffer.byteLength(sent), ...headers });
  response.end(sent);
}

function drip({ status = 200, headers, everyMs = 50 }: Behaviour, response: ServerResponse): void {
  response.writeHead(status, headers);
  response.write('.');
  const timer = setInterval(() => response.write('.'), everyMs);
  response.once('close', () => clearInterval(timer));
}

function pour({ status = 200, headers }: Behaviour, response: ServerResponse): void {
  response.writeHead(status, headers);
  const chunk = Buffer.alloc(64 * 1_024, 'x');
  const more = (): void => {
    while (!response.destroyed && response.write(chunk)) {
      // until the caller is slower
    }
  };
  response.on('drain', more);
  more();
}
