import { expect, it } from 'vitest';
import { didYouMean } from './did-you-mean.js';

const words = ['CRONY_PORT', 'CRONY_NODE_PORT', 'CRONY_ETCD', 'CRONY_ETCD_USER'];

it.each([
  ['CRONY_PROT', 'CRONY_PORT'],
  ['CRONY_PORTS', 'CRONY_PORT'],
  ['crony_port', 'CRONY_PORT'],
  ['CRONY_NODEPORT', 'CRONY_NODE_PORT'],
  ['CRONY_ECTD', 'CRONY_ETCD'],
  ['CRONY_ETCD_USR', 'CRONY_ETCD_USER'],
])('%s was meant to be %s', (typed, meant) => expect(didYouMean(typed, words)).toBe(meant));

it.each(['SOMETHING_ELSE', 'X', ''])('has no suggestion for %j', (typed) =>
  expect(didYouMean(typed, words)).toBeNull(),
);
