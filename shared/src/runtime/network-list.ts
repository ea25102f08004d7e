import { BlockList, isIP } from 'node:net';

export type NetworkList = Pick<BlockList, 'check'>;

/** Networks (`10.0.0.0/8`) and single addresses; null where one is neither. */
export function networkList(networks: readonly string[]): NetworkList | null {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix, ...more] = network.split('/');
    const version = isIP(address);
    const longest = version === 4 ? 32 : 128;
    const bits = prefix === undefined ? longest : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
    if (version === 0 || more.length > 0 || bits < 0 || bits > longest) return null;
    list.addSubnet(address, bits, version === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}
