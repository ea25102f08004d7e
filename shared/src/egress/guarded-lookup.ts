import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { EgressDeniedError, type EgressRules } from './egress-rules.js';

/** Node's `dns.lookup` with `all`, or what a test puts in its place. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export const systemResolve: Resolve = lookup;

/**
 * Resolves a name to those of its addresses that the rules allow. What it answers is what is connected to: nobody
 * asks a second time, so an answer that changes between two questions cannot get past.
 */
export function guardedLookup(rules: EgressRules, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      let denied: EgressDeniedError | null = null;
      const allowed = addresses.filter(({ address }) => {
        const rule = rules.judgeAddress(address);
        if (rule !== null) denied ??= new EgressDeniedError(hostname, address, rule);
        return rule === null;
      });
      const [first] = allowed;
      if (first === undefined) return callback(denied ?? withoutAddress(hostname), []);
      if (options.all === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

function withoutAddress(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' });
}
