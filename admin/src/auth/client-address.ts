/**
 * Where a request comes from. The connection says so; a proxy's `X-Forwarded-For` counts only from proxies that the
 * setting names, and is read from the right, because everybody may write what stands on its left.
 */
import { BlockList, isIP } from 'node:net';
import type { NetworkList } from '@crony/shared/runtime/network-list';

export const NO_PROXIES: NetworkList = new BlockList();

/** What is no address is none: in-process callers, and headers with something else in them. */
export const UNKNOWN_ADDRESS = 'unknown';
/** More hops than any request makes. */
const MOST_HOPS = 32;

export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  proxies: NetworkList,
): string {
  let address = normal(peer ?? '');
  if (address === null) return UNKNOWN_ADDRESS;
  const hops = (forwardedFor ?? '').split(',').slice(-MOST_HOPS);
  while (isTrusted(address, proxies)) {
    const hop = normal(hops.pop()?.trim() ?? '');
    if (hop === null) break; // nothing further that could be believed
    address = hop;
  }
  return address;
}

/** IPv4 has one form, whichever kind of socket it came through; some proxies add a port. Null: no address. */
function normal(text: string): string | null {
  const bare = /^\[([^\]]+)\](:\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare;
  return isIP(mapped) === 0 ? null : mapped.toLowerCase();
}

function isTrusted(address: string, proxies: NetworkList): boolean {
  return proxies.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}
