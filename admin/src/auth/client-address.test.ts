import { expect, test } from 'vitest';
import { networkList } from '@crony/shared/runtime/network-list';
import { clientAddress, NO_PROXIES, UNKNOWN_ADDRESS } from './client-address.js';

const proxies = networkList(['10.0.0.0/8', '192.0.2.7', 'fd00::/8'])!;

test.each([
  // peer, X-Forwarded-For, with our proxies
  ['203.0.113.9', undefined, '203.0.113.9'],
  ['203.0.113.9', '1.2.3.4', '203.0.113.9'], // a stranger's header is not believed
  ['10.1.2.3', '1.2.3.4', '1.2.3.4'],
  ['::ffff:10.1.2.3', '1.2.3.4', '1.2.3.4'],
  ['10.1.2.3', '6.6.6.6, 1.2.3.4', '1.2.3.4'], // what the client wrote itself stands on the left
  ['10.1.2.3', '1.2.3.4, 10.9.9.9', '1.2.3.4'],
  ['fd00::1', '2001:DB8::5', '2001:db8::5'],
  ['192.0.2.7', '[2001:db8::5]:4711', '2001:db8::5'],
  ['192.0.2.7', '1.2.3.4:4711', '1.2.3.4'],
  ['10.1.2.3', undefined, '10.1.2.3'],
  ['10.1.2.3', '10.4.4.4', '10.4.4.4'],
  ['10.1.2.3', '1.2.3.4, nonsense', '10.1.2.3'], // nothing left of what is no address counts
  [undefined, '1.2.3.4', UNKNOWN_ADDRESS],
])('from %s with %s: %s', (peer, forwarded, address) => {
  expect(clientAddress(peer, forwarded, proxies)).toBe(address);
});

test('without a setting nobody’s header counts', () => {
  expect(clientAddress('127.0.0.1', '1.2.3.4', NO_PROXIES)).toBe('127.0.0.1');
});

test('a header of thousands of hops is read from its end, and no further than needed', () => {
  expect(clientAddress('10.0.0.1', `${'9.9.9.9,'.repeat(5_000)}10.0.0.2`, proxies)).toBe('9.9.9.9');
});
