import { createServer, request as requestHttp, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface ProxyDoings {
  method: string;
  /** An absolute URL, or what a tunnel was asked to. */
  target: string;
  headers: IncomingHttpHeaders;
}

/** A proxy as small as one can be: passes absolute URLs on, and opens tunnels, to whatever the hosts are mapped to. */
export class LittleProxy {
  readonly doings: ProxyDoings[] = [];
  /** What it answers a CONNECT with; 0: nothing at all. */
  connectStatus = 200;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  static async start(hosts: Record<string, string>): Promise<LittleProxy> {
    const proxy = new LittleProxy(hosts);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  private constructor(readonly hosts: Record<string, string>) {
    this.#server = createServer((incoming, outgoing) => {
      const { method = '', url = '', headers } = incoming;
      this.doings.push({ method, target: url, headers });
      const { hostname, port, pathname, search } = new URL(url);
      const onward = requestHttp(
        { host: this.hosts[hostname] ?? hostname, port, method, path: pathname + search, headers, agent: false },
        (answer) => {
          outgoing.writeHead(answer.statusCode!, answer.headers);
          answer.pipe(outgoing);
        },
      );
      onward.on('error', () => outgoing.writeHead(502).end());
      incoming.pipe(onward);
    });
    this.#server.on('connect', ({ url = '', headers }, socket: Socket, head: Buffer) => {
      this.doings.push({ method: 'CONNECT', target: url, headers });
      if (this.connectStatus === 0) return void socket.resume().once('end', () => socket.end());
      if (this.connectStatus !== 200) return void socket.end(`HTTP/1.1 ${this.connectStatus} No\r\n\r\n`);
      const { hostname, port } = new URL(`http://${url}`);
      const onward = connect(Number(port), this.hosts[hostname] ?? hostname, () => {
        socket.write('HTTP/1.1 200 Established\r\n\r\n');
        onward.write(head);
        socket.pipe(onward).pipe(socket);
      });
      this.#keep(onward);
    });
    this.#server.on('connection', (socket) => this.#keep(socket));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get open(): number {
    return this.#sockets.size;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket));
  }
}
