import { expect, test } from 'vitest';
import { addressGroup, behindProxies, TrustedProxies } from './client-address.js';

const trusted = new TrustedProxies(['10.0.0.0/8', '192.0.2.7', 'fd00::/8']);

test.each([
  ['203.0.113.9', undefined, '203.0.113.9'],
  // Whoever is no proxy of ours may write what it likes.
  ['203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ['192.0.2.7', '198.51.100.1, 10.9.9.9', '198.51.100.1'],
  ['192.0.2.8', '198.51.100.1', '192.0.2.8'],
  // The client's own lie stands before what the first proxy has written.
  ['10.1.2.3', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
  ['10.1.2.3', 'nonsense\r\nx: y', '10.1.2.3'],
  ['10.1.2.3', '198.51.100.1, nonsense', '10.1.2.3'],
  ['fd00::1', '::ffff:198.51.100.1', '198.51.100.1'],
  ['10.1.2.3', '10.2.2.2', '10.2.2.2'],
  ['unknown', '198.51.100.1', 'unknown'],
])('from %s with X-Forwarded-For %s it is %s', (peer, header, expected) => {
  expect(behindProxies(peer, header, trusted)).toBe(expected);
});

test('without trusted proxies the header means nothing', () => {
  expect(behindProxies('10.1.2.3', '198.51.100.1', new TrustedProxies([]))).toBe('10.1.2.3');
});

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8:0:0:ffff:ffff:ffff:ffff', '2001:db8:0:0::/64'],
  ['2001:0db8:0000:0001::', '2001:db8:0:1::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['unknown', 'unknown'],
])('%s is counted as %s', (address, group) => {
  expect(addressGroup(address)).toBe(group);
});
