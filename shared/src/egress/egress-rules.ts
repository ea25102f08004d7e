/**
 * To which addresses the callbacks of a node and the messages of a hub may go. Jobs and channels are written by many
 * people, and nodes and hubs stand inside the network: what they may reach is not for a job to say. Rules are about the
 * address that is really connected to, because a name can be made to stand for any address, and for another one at each
 * question.
 */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { facesOf, type Address } from './address-faces.js';
import { ADDRESS_RANGES, isAddressRangeName, METADATA_NAMES, type AddressRangeName } from './address-ranges.js';

/** Each entry is a range in CIDR notation, one address, or a name of ADDRESS_RANGES. */
export interface EgressSettings {
  /** Wins over `deny`, the defaults included. */
  allow: readonly string[];
  /** Besides DENIED_BY_DEFAULT. */
  deny: readonly string[];
}

/** Neither callback nor message has business there, and what answers there hands out credentials of the machine. */
export const DENIED_BY_DEFAULT: readonly AddressRangeName[] = ['metadata', 'link-local', 'multicast', 'broadcast'];

/** An entry that is no rule. The message names the entry and what is wrong with it. */
export class EgressRuleError extends Error {
  override name = 'EgressRuleError';
}

/** This process may not connect there. */
export class EgressDeniedError extends Error {
  override name = 'EgressDeniedError';

  constructor(
    readonly host: string,
    /** Null where the name itself is denied. */
    readonly address: string | null,
    readonly rule: string,
  ) {
    const where = address === null || address === host ? host : `${host}, which is ${address},`;
    super(`${where} is denied by the egress rule "${rule}"`);
  }
}

interface Rule {
  /** The entry as it was written. */
  name: string;
  ranges: readonly [Address, number][];
}

export class EgressRules {
  readonly #allow: readonly Rule[];
  readonly #deny: readonly Rule[];

  /** Throws `EgressRuleError`. */
  constructor({ allow, deny }: EgressSettings) {
    this.#allow = allow.map((entry) => parseRule('allow', entry));
    this.#deny = [...new Set([...DENIED_BY_DEFAULT, ...deny])].map((entry) => parseRule('deny', entry));
  }

  /** The rule that denies the address, by name; null when it may be connected to. */
  judgeAddress(text: string): string | null {
    const address = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
    if (isIP(address) === 0) return 'not an address';
    for (const face of facesOf(ipaddr.parse(address))) {
      if (ruleFor(face, this.#allow) !== null) continue;
      const denied = ruleFor(face, this.#deny);
      if (denied !== null) return denied;
    }
    return null;
  }

  /** For a host as it stands in a URL, before it is resolved: an address, or a name that is denied as such. */
  judgeHost(host: string): string | null {
    if (isIP(host.replace(/^\[|\]$/g, '')) !== 0) return this.judgeAddress(host);
    const isMetadata = METADATA_NAMES.has(host.toLowerCase().replace(/\.+$/, ''));
    return isMetadata && !this.#allow.some(({ name }) => name === 'metadata' || name === 'any') ? 'metadata' : null;
  }
}

function ruleFor(address: Address, rules: readonly Rule[]): string | null {
  const matches = ([network, bits]: readonly [Address, number]): boolean =>
    address.kind() === network.kind() && (address as ipaddr.IPv6).match(network, bits);
  return rules.find(({ ranges }) => ranges.some(matches))?.name ?? null;
}

function parseRule(list: keyof EgressSettings, entry: string): Rule {
  const text = entry.trim();
  const name = text.toLowerCase();
  if (isAddressRangeName(name)) return { name, ranges: ADDRESS_RANGES[name].map((range) => parseRange(range)) };
  const refuse = (rule: string): never => {
    throw new EgressRuleError(`egress, ${list}: ${JSON.stringify(entry)} ${rule}`);
  };
  const [address = '', bits, ...more] = text.split('/');
  if (isIP(address) === 0 || address.includes('%') || more.length > 0) {
    return refuse(
      `must be an address, a range such as 10.0.0.0/8, or one of ${Object.keys(ADDRESS_RANGES).join(', ')}`,
    );
  }
  const longest = isIP(address) === 4 ? 32 : 128;
  if (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= longest)) {
    return refuse(`must have a prefix length from 0 to ${longest}`);
  }
  const range = parseRange(`${address}/${bits ?? longest}`);
  const network = networkOf(range);
  if (network.toString() !== range[0].toString()) {
    return refuse(`must have no bits behind its prefix: ${network.toString()}/${bits} is the range that holds it`);
  }
  return { name: text, ranges: [unmapped(range)] };
}

function parseRange(text: string): [Address, number] {
  return ipaddr.parseCIDR(text);
}

function networkOf([address, bits]: [Address, number]): Address {
  const bytes = address.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8));
    return byte & (0xff << (8 - kept));
  });
  return ipaddr.fromByteArray(bytes);
}

/** Addresses in the notation `::ffff:a.b.c.d` are judged as what they are, so rules about them must be too. */
function unmapped([address, bits]: [Address, number]): [Address, number] {
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= 96) {
    return [address.toIPv4Address(), bits - 96];
  }
  return [address, bits];
}
