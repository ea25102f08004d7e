import type { Socket } from 'node:net';
import { ChannelCredentials } from '@grpc/grpc-js';

type CreateConnector = ChannelCredentials['_createSecureConnector'];
type Connector = ReturnType<CreateConnector>;

/**
 * Credentials that keep hold of the sockets they secure, so that closing a channel closes its connections for sure.
 * grpc-js has no time limit for connecting, and a channel closed while it waits for a silent server's first word
 * leaves that socket open for as long as the silence lasts: one for each missed deadline, without bound.
 */
export class OwnSockets extends ChannelCredentials {
  readonly #inner: ChannelCredentials;
  readonly #sockets = new Set<Socket>();
  #destroyed = false;

  constructor(inner: ChannelCredentials) {
    super();
    this.#inner = inner;
  }

  destroyAll(): void {
    this.#destroyed = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  override _isSecure(): boolean {
    return this.#inner._isSecure();
  }

  override _equals(other: ChannelCredentials): boolean {
    return this === other;
  }

  override _createSecureConnector(...args: Parameters<CreateConnector>): Connector {
    const inner = this.#inner._createSecureConnector(...args);
    return {
      connect: (socket) => {
        if (this.#destroyed) return Promise.reject(new Error('the channel was closed')); // grpc-js destroys the socket
        this.#sockets.add(socket);
        socket.once('close', () => this.#sockets.delete(socket));
        return inner.connect(socket);
      },
      waitForReady: () => inner.waitForReady(),
      getCallCredentials: () => inner.getCallCredentials(),
      destroy: () => inner.destroy(),
    };
  }
}
