/**
 * Everything that an address may reach: itself, and the IPv4 address that it carries for a translator or a tunnel.
 * Whoever may not call 169.254.169.254 must not call `64:ff9b::a9fe:a9fe` either, where a gateway turns one into the
 * other.
 */
import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

interface Carrier {
  prefix: [ipaddr.IPv6, number];
  /** Which four bytes hold the IPv4 address. */
  bytes: [number, number, number, number];
  /** Teredo writes the client's address inverted. */
  inverted?: true;
}

const carrier = (prefix: string, bytes: Carrier['bytes'], inverted?: true): Carrier => ({
  prefix: ipaddr.IPv6.parseCIDR(prefix),
  bytes,
  ...(inverted && { inverted }),
});

const LAST: Carrier['bytes'] = [12, 13, 14, 15];

const CARRIERS: readonly Carrier[] = [
  carrier('::/96', LAST), // IPv4-compatible (RFC 4291, 2.5.5.1)
  carrier('::ffff:0:0:0/96', LAST), // IPv4-translated (RFC 2765)
  carrier('64:ff9b::/96', LAST), // NAT64 (RFC 6052)
  carrier('64:ff9b:1::/48', LAST), // NAT64 of a network's own (RFC 8215), with a prefix of 96 bits …
  carrier('64:ff9b:1::/48', [6, 7, 9, 10]), // … or of 48: byte 8 is always zero
  carrier('2002::/16', [2, 3, 4, 5]), // 6to4 (RFC 3056)
  carrier('2001::/32', [4, 5, 6, 7]), // Teredo (RFC 4380): its server …
  carrier('2001::/32', LAST, true), // … and the client
];

export function facesOf(address: Address): Address[] {
  if (address instanceof ipaddr.IPv4) {
    return address.toString() === '0.0.0.0' ? [address, ipaddr.IPv4.parse('127.0.0.1')] : [address];
  }
  // The same socket as over IPv4, in the notation of IPv6: nothing else is reached.
  if (address.isIPv4MappedAddress()) return facesOf(address.toIPv4Address());
  const bytes = address.toByteArray();
  const beginsWithZeros = bytes.slice(0, 15).every((byte) => byte === 0);
  if (beginsWithZeros && bytes[15]! <= 1) return [address, ipaddr.IPv6.parse('::1')];

  const faces: Address[] = [address];
  const carry = (at: Carrier['bytes'], inverted?: true): void => {
    const carried = new ipaddr.IPv4(at.map((index) => bytes[index]! ^ (inverted ? 0xff : 0)));
    faces.push(...facesOf(carried));
  };
  for (const { prefix, bytes: at, inverted } of CARRIERS) if (address.match(prefix)) carry(at, inverted);
  // ISATAP (RFC 5214) is known by its interface identifier, below any prefix.
  if ((bytes[8] === 0 || bytes[8] === 2) && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe) carry(LAST);
  return faces;
}
