/** What no library lets a server do: an HTTP/2 server on loopback that answers calls byte by byte. */
import { once } from 'node:events';
import {
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';

export type RawAnswer = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

export class RawGrpcServer {
  readonly #server: Http2Server;
  readonly #sessions = new Set<ServerHttp2Session>();
  /** Calls that were ended by the caller. */
  cancelled = 0;
  open = 0;

  static async start(answer: RawAnswer): Promise<RawGrpcServer> {
    const server = new RawGrpcServer(answer);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  private constructor(answer: RawAnswer) {
    this.#server = createServer();
    this.#server.on('session', (session) => {
      this.#sessions.add(session);
      session.once('close', () => this.#sessions.delete(session));
      session.on('error', () => {});
    });
    this.#server.on('stream', (stream, headers) => {
      this.open += 1;
      stream.on('error', () => {});
      stream.once('aborted', () => (this.cancelled += 1));
      stream.once('close', () => (this.open -= 1));
      answer(stream, headers);
    });
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  dropConnections(): void {
    for (const session of this.#sessions) session.destroy();
  }

  async close(): Promise<void> {
    this.dropConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export const GRPC_HEADERS = { ':status': 200, 'content-type': 'application/grpc' };

/** One message as it is on the wire: not compressed, with its length. */
export function framed(message: Uint8Array, announced: number = message.length): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(announced, 1);
  return Buffer.concat([head, message]);
}

/** A whole answer; without a message where it is null. */
export function answerRaw(stream: ServerHttp2Stream, message: Uint8Array | null, status = '0'): void {
  stream.respond(GRPC_HEADERS, { waitForTrailers: true });
  stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': status }));
  stream.end(message === null ? undefined : framed(message));
}
