/** Addresses of people and of mail servers, as they come from settings and from the API. */
import { expect, test } from 'vitest';
import { parseMailbox } from './mailbox.js';
import { parseSmtpUrl } from './smtp-server.js';

test.each([
  ['ops@example.com', { name: '', address: 'ops@example.com' }],
  [' Operations <ops+night@mail.example.com> ', { name: 'Operations', address: 'ops+night@mail.example.com' }],
  ['值班 <ops@例子.公司>', { name: '值班', address: 'ops@例子.公司' }],
  ['root@localhost', { name: '', address: 'root@localhost' }],
])('%s is a mailbox', (text, mailbox) => {
  expect(parseMailbox(text)).toEqual(mailbox);
});

test.each([
  ...['', 'ops', '@example.com', 'ops@', 'a@b@c.d', 'ops@-example.com', 'ops@example..com', 'o..ps@example.com'],
  ...['a@b.c, d@e.f', 'a@b.c;d@e.f', 'x <a@b.c> y', '<a@b.c> <d@e.f>', '"a b"@c.d', 'a b@c.d', 'x, y <a@b.c>'],
  ...['ops@example.com\r\nBcc: x@y.z', 'a\r\nb <a@b.c>', 'a\u0000 <a@b.c>', `${'x'.repeat(65)}@b.c`, 'a@[127.0.0.1]'],
])('%j is none', (text) => {
  expect(parseMailbox(text)).toBeNull();
});

const server = { user: null, password: null, ca: null };
test.each([
  ['smtp://mail.example.com', { ...server, host: 'mail.example.com', port: 587, security: 'starttls' }],
  ['smtps://mail.example.com', { ...server, host: 'mail.example.com', port: 465, security: 'tls' }],
  ['smtp://relay?tls=off', { ...server, host: 'relay', port: 25, security: 'none' }],
  ['smtp://[::1]:2525', { ...server, host: '::1', port: 2_525, security: 'starttls' }],
  [
    'smtp://crony%40example.com:p%3Aw%2F@mail:25/',
    { ...server, host: 'mail', port: 25, security: 'starttls', user: 'crony@example.com', password: 'p:w/' },
  ],
])('%s is a mail server', (text, parsed) => {
  expect(parseSmtpUrl(text)).toEqual(parsed);
});

test.each([
  ...['', 'mail.example.com', 'http://mail/', 'smtp://', 'smtp://mail/path', 'smtp://mail#x', 'smtp://mail?tls=on'],
  ...[
    'smtps://mail?tls=off',
    'smtp://user@mail',
    'smtp://:pass@mail',
    'smtp://mail:0',
    'smtp://a:b%0d@mail',
    'smtp://a:%zz@mail',
  ],
])('%j is none', (text) => {
  expect(parseSmtpUrl(text)).toBeUndefined();
});
