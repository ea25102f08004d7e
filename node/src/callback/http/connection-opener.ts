import { buildConnector } from 'undici';

type Connector = buildConnector.connector;
type ConnectedSocket = { destroy(): unknown; once(event: 'close', listener: () => void): unknown };

/**
 * Opens connections for the HTTP client, and can give up those that are still being opened: the client itself lets
 * them run into their timeout, and they would keep a stopping process alive until then.
 */
export class ConnectionOpener {
  readonly #opening = new Set<ConnectedSocket>();
  readonly #open: Connector;
  #closed = false;

  constructor(options: buildConnector.BuildOptions) {
    this.#open = buildConnector(options);
  }

  readonly connect: Connector = (options, callback) => {
    if (this.#closed) {
      callback(new Error('closed'), null);
      return;
    }
    // The connector returns the socket, which its declared type leaves out.
    const socket = this.#open(options, (...result) => {
      this.#opening.delete(socket);
      callback(...result);
    }) as unknown as ConnectedSocket;
    this.#opening.add(socket);
    socket.once('close', () => this.#opening.delete(socket));
  };

  close(): void {
    this.#closed = true;
    for (const socket of this.#opening) socket.destroy();
  }
}
