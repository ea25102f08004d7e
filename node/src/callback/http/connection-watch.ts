/**
 * Tells of a request on which connection it went out, which the HTTP client keeps to itself. It says so on a
 * diagnostics channel (part of its documented interface), synchronously after it has told the handler that the request
 * starts: so the two can be put together. Without the message nothing is known of the connection, and nothing is
 * concluded.
 */
import { channel } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

export interface ConnectionUse {
  /** An earlier request of this process went out on it. */
  reused: boolean;
  socket: Socket;
  /** Bytes of the answer that have come so far, its first included. */
  answerBytes(): number;
}

interface SendHeadersMessage {
  headers: string;
  socket: Socket;
}

const CHANNEL = channel('undici:client:sendHeaders');

interface Expectation {
  runId: string;
  found: (use: ConnectionUse) => void;
}

export class ConnectionWatch {
  readonly #seen = new WeakSet<Socket>();
  #expected: Expectation | null = null;

  readonly #onSend = (message: unknown): void => {
    const { headers, socket } = message as SendHeadersMessage;
    const expected = this.#expected;
    this.#expected = null;
    const reused = this.#seen.has(socket);
    this.#seen.add(socket);
    // The channel is the whole process's: other users of the client are heard here too.
    if (expected === null || !headers.includes(expected.runId)) return;
    const before = socket.bytesRead;
    expected.found({ reused, socket, answerBytes: () => socket.bytesRead - before });
  };

  start(): void {
    CHANNEL.subscribe(this.#onSend);
  }

  stop(): void {
    CHANNEL.unsubscribe(this.#onSend);
  }

  /** To be called when the client says that the request starts. */
  expect(runId: string, found: (use: ConnectionUse) => void): void {
    this.#expected = { runId, found };
  }
}
