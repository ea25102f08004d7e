import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export type Direction = 'to-client' | 'to-server';

interface Pair {
  client: Socket;
  server: Socket;
}

/** A way to a server that can be cut, refused and stalled. */
export class TcpProxy {
  readonly host = '127.0.0.1';
  readonly port: number;
  readonly #targetPort: number;
  readonly #pairs = new Set<Pair>();
  readonly #stalled = new Set<Direction>();
  #server: Server;

  static async start(options: { targetPort: number }): Promise<TcpProxy> {
    const server = createServer();
    await listen(server, 0);
    return new TcpProxy(server, options.targetPort);
  }

  private constructor(server: Server, targetPort: number) {
    this.#server = server;
    this.#targetPort = targetPort;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (client) => this.#accept(client));
  }

  /** How many connections stand. */
  get connections(): number {
    return this.#pairs.size;
  }

  /** Breaks all connections; new ones are taken. */
  cut(): void {
    for (const { client, server } of this.#pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  /** Breaks all connections and takes no new ones until `heal`. */
  async refuse(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.cut();
    await closed;
  }

  /** Bytes in this direction are held back, on old and new connections; nothing else shows. */
  stall(direction: Direction): void {
    this.#stalled.add(direction);
    for (const pair of this.#pairs) this.#apply(pair);
  }

  /** What was held back flows; connections are taken again. */
  async heal(): Promise<void> {
    this.#stalled.clear();
    for (const pair of this.#pairs) this.#apply(pair);
    if (this.#server.listening) return;
    this.#server = createServer((client) => this.#accept(client));
    await listen(this.#server, this.port);
  }

  async close(): Promise<void> {
    if (this.#server.listening) await this.refuse();
    else this.cut();
  }

  #accept(client: Socket): void {
    const server = connect(this.#targetPort, this.host);
    const pair = { client, server };
    this.#pairs.add(pair);
    const end = (): void => {
      client.destroy();
      server.destroy();
      this.#pairs.delete(pair);
    };
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.setNoDelay(true);
      from.on('data', (data) => {
        if (!to.write(data)) from.pause();
      });
      to.on('drain', () => this.#apply(pair));
      from.on('error', end);
      from.on('close', end);
    }
    this.#apply(pair);
  }

  #apply({ client, server }: Pair): void {
    if (this.#stalled.has('to-server')) client.pause();
    else if (!server.writableNeedDrain) client.resume();
    if (this.#stalled.has('to-client')) server.pause();
    else if (!client.writableNeedDrain) server.resume();
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
