import { expect, test } from 'vitest';
import { isSameOrigin } from './same-origin.js';

const asked = 'http://10.0.0.5:8089/api/v1/jobs';
const publicUrl = 'https://crony.example.com/';

test.each([
  ['https://crony.example.com', true],
  ['http://10.0.0.5:8089', true],
  // A proxy ended TLS before the hub.
  ['https://10.0.0.5:8089', true],
  ['http://crony.example.com', false],
  ['https://crony.example.com:8443', false],
  ['https://evil.example.com', false],
  ['https://crony.example.com.evil.org', false],
  ['http://10.0.0.5', false],
  ['null', false],
  ['', false],
  ['not a url', false],
  [undefined, false],
])('origin %s is the hub’s own: %s', (origin, expected) => {
  expect(isSameOrigin(origin, asked, publicUrl)).toBe(expected);
});
