/**
 * Preloaded into a node under test: what it sends to the receiver's port comes from an address of its own, so that the
 * receiver's ledger says who called, whatever the tables say. All of 127.0.0.0/8 is the loopback on Linux.
 */
import { Socket } from 'node:net';

const address = process.env['TEST_SOURCE_ADDRESS'];
const port = Number(process.env['TEST_RECEIVER_PORT']);

interface ConnectOptions {
  port?: number | string;
  localAddress?: string;
}

if (address !== undefined) {
  const { connect } = Socket.prototype as { connect: (...args: unknown[]) => Socket };
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
    // `net.connect` hands over its arguments already put in order, as a list of options and listener.
    const options = (Array.isArray(args[0]) ? (args[0] as unknown[])[0] : args[0]) as ConnectOptions;
    if (Number(options.port) === port) options.localAddress = address;
    return connect.apply(this, args);
  };
}

const NETWORK = '127.0.1.';

/** Of the node with this number, from 1 on. */
export const sourceAddress = (number: number): string => `${NETWORK}${number}`;

export function callerAt(source: string | undefined): string {
  if (!source?.startsWith(NETWORK)) throw new Error(`a call from ${source}, which is no node's address`);
  return `node-${source.slice(NETWORK.length)}`;
}
