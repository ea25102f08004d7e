import { expect, test } from 'vitest';
import { redactSecrets } from './redact-secrets.js';

const secrets = {
  url: 'https://bot.example/hook/AbCdEf12%2F34?key=key%20of%20the%20bot&v=1',
  signingSecret: 'SEC-of-the-group',
  headers: { 'x-token': 'Bearer "quoted" value' },
};

test.each([
  ['you sent SEC-of-the-group', 'you sent [redacted]'],
  ['no hook AbCdEf12%2F34 here', 'no hook [redacted] here'],
  ['no hook AbCdEf12/34 here', 'no hook [redacted] here'],
  ['wrong key of the bot', 'wrong [redacted]'],
  ['key key+of+the+bot, no: hook', 'key key+of+the+bot, no: hook'],
  [`POST ${secrets.url}`, 'POST [redacted]'],
  [`x-token: ${secrets.headers['x-token']}`, 'x-token: [redacted]'],
  [`got ${JSON.stringify(secrets.headers['x-token'])}`, 'got [redacted]'],
  [`AUTH PLAIN ${Buffer.from('SEC-of-the-group').toString('base64')}`, 'AUTH PLAIN [redacted]'],
  ['the hook at bot.example is gone', 'the hook at bot.example is gone'],
])('%s', (text, redacted) => {
  expect(redactSecrets(text, secrets)).toBe(redacted);
});
