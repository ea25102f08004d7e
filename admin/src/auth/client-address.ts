/**
 * Where a request comes from. Anybody can write an `X-Forwarded-For`, so it counts only as far as proxies that the
 * settings name have written it: read from its end, up to the first address that is none of theirs.
 */
import { BlockList, isIP } from 'node:net';
import type { Context } from 'hono';
import type { ApiEnv } from '../api/api-route.js';

/** Where the transport does not say: a request handed over in this process. */
export const UNKNOWN_ADDRESS = 'unknown';
/** As long as a chain of proxies may be. */
const MOST_HOPS = 20;

/** Networks such as 10.0.0.0/8, and single addresses. */
export class TrustedProxies {
  #list = new BlockList();

  constructor(networks: readonly string[]) {
    this.become(networks);
  }

  become(networks: readonly string[]): void {
    this.#list = new BlockList();
    for (const network of networks) {
      const [address = '', bits] = network.split('/');
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      if (bits === undefined) this.#list.addAddress(address, family);
      else this.#list.addSubnet(address, Number(bits), family);
    }
  }

  has(address: string): boolean {
    return this.#list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
}

export function clientAddress(c: Pick<Context<ApiEnv>, 'env' | 'req' | 'var'>): string {
  const peer = c.env?.incoming?.socket.remoteAddress;
  if (peer === undefined) return UNKNOWN_ADDRESS;
  return behindProxies(plainAddress(peer), c.req.header('x-forwarded-for'), c.var.api.trustedProxies);
}

export function behindProxies(peer: string, forwardedFor: string | undefined, trusted: TrustedProxies): string {
  let address = peer;
  const hops = (forwardedFor ?? '').split(',').slice(-MOST_HOPS);
  for (const hop of hops.reverse()) {
    const before = plainAddress(hop.trim());
    if (isIP(before) === 0 || isIP(address) === 0 || !trusted.has(address)) break;
    address = before;
  }
  return address;
}

/** What may be counted as one sender: of IPv6 a customer has at least a /64 to choose from. */
export function addressGroup(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const words = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const filled =
    tail === undefined ? words : [...words, ...Array<string>(8 - words.length - after.length).fill('0'), ...after];
  return `${filled
    .slice(0, 4)
    .map((word) => Number.parseInt(word, 16).toString(16))
    .join(':')}::/64`;
}

/** An IPv4 address as a socket for both families writes it is that IPv4 address. */
function plainAddress(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}
