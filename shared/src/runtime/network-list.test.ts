import { expect, test } from 'vitest';
import { networkList } from './network-list.js';

test('networks and single addresses of both versions are found in their list', () => {
  const list = networkList(['10.0.0.0/8', '192.0.2.7', 'fd00::/8'])!;
  expect(list.check('10.255.0.1', 'ipv4')).toBe(true);
  expect(list.check('192.0.2.7', 'ipv4')).toBe(true);
  expect(list.check('192.0.2.8', 'ipv4')).toBe(false);
  expect(list.check('fdff::1', 'ipv6')).toBe(true);
  expect(list.check('fe00::1', 'ipv6')).toBe(false);
});

test.each(['10.0.0.0/33', '10.0.0/8', 'fd00::/129', 'proxy.internal', '10.0.0.0/', '10.0.0.0/8/8', ''])(
  'no network: %j',
  (network) => {
    expect(networkList([network])).toBeNull();
  },
);
