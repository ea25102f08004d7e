import { describe, expect, it } from 'vitest';
import {
  generateSigningSecret,
  parseSigningSecret,
  signCallback,
  SigningSecretError,
  verifySignature,
  type VerificationInput,
} from './signature.js';

/** The example that the libraries of the Standard Webhooks specification test themselves with. */
const published = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestampS: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const runId = '018bcfe5-6800-7381-be33-56ae47f8432d';
const secretA = `whsec_${Buffer.alloc(32, 0xa1).toString('base64')}`;
const secretB = `whsec_${Buffer.alloc(24, 0xb2).toString('base64')}`;

function signed(secrets: readonly string[], body: string | Uint8Array = '{}', timestampS = 1_700_000_000) {
  return { headers: { ...signCallback({ secrets, runId, timestampS, body }) }, body, nowMs: timestampS * 1_000 };
}

describe('signCallback', () => {
  it('makes the signature of the published example', () => {
    const { secret, id, timestampS, body, signature } = published;
    expect(signCallback({ secrets: [secret], runId: id, timestampS, body })).toEqual({
      'webhook-id': id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': signature,
    });
  });

  it('agrees with openssl on a body that is not ASCII', () => {
    const body = '{"name":"结算 — café"}';
    // printf '%s' '<run id>.1700000000.<body>' | openssl dgst -sha256 -mac HMAC -macopt hexkey:a1a1…a1 -binary | base64
    const expected = 'bDUG6TUS9JjU1UQzW9m1snCaFDO34DbxNDalLYTF5/I=';
    const { headers } = signed([secretA], body);
    expect(headers['webhook-signature']).toBe(`v1,${expected}`);
    expect(signed([secretA], Buffer.from(body)).headers).toEqual(headers);
  });

  it('signs with each secret while a project changes its own, the current one first', () => {
    const [a, b] = [signed([secretA]), signed([secretB])].map(({ headers }) => headers['webhook-signature']);
    expect(signed([secretA, secretB]).headers['webhook-signature']).toBe(`${a} ${b}`);
  });

  it('refuses to sign with nothing', () => {
    expect(() => signed([])).toThrow(SigningSecretError);
  });
});

describe('verifySignature', () => {
  const verify = (change: Partial<VerificationInput> = {}) =>
    verifySignature({ secrets: [secretA], ...signed([secretA]), ...change });
  const headers = signed([secretA]).headers;

  it('accepts the published example', () => {
    const result = verifySignature({
      secrets: [published.secret],
      headers: {
        'webhook-id': published.id,
        'webhook-timestamp': String(published.timestampS),
        'webhook-signature': published.signature,
      },
      body: Buffer.from(published.body),
      nowMs: published.timestampS * 1_000,
    });
    expect(result).toEqual({ ok: true });
  });

  it('accepts any of several secrets and any of several signatures', () => {
    expect(verify()).toEqual({ ok: true });
    expect(verify({ secrets: [secretB, secretA] })).toEqual({ ok: true });
    expect(verify({ ...signed([secretB, secretA]), secrets: [secretA] })).toEqual({ ok: true });
    const among = `v1a,AAAA ${Buffer.alloc(9).toString('base64')} v1,short ${headers['webhook-signature']}`;
    expect(verify({ headers: { ...headers, 'webhook-signature': among } })).toEqual({ ok: true });
  });

  it.each([
    ['another secret', { secrets: [secretB] }],
    ['no secret', { secrets: [] }],
    ['a changed body', { body: '{} ' }],
    ['another run', { headers: { ...headers, 'webhook-id': 'another' } }],
    ['a later time', { headers: { ...headers, 'webhook-timestamp': '1700000001' } }],
    ['no signature of version 1', { headers: { ...headers, 'webhook-signature': 'v2,AAAA' } }],
    [
      'a version 1 in capitals',
      { headers: { ...headers, 'webhook-signature': `V${headers['webhook-signature'].slice(1)}` } },
    ],
    [
      'a signature that stands behind too many others',
      { headers: { ...headers, 'webhook-signature': `${'v1,x '.repeat(16)}${headers['webhook-signature']}` } },
    ],
  ] as [string, Partial<VerificationInput>][])('refuses %s', (_, change) => {
    expect(verify(change)).toEqual({ ok: false, reason: 'no_match' });
  });

  it('refuses what is too old or from the future, and takes the edge', () => {
    const at = (offsetS: number) => verify({ nowMs: (1_700_000_000 + offsetS) * 1_000 });
    expect(at(300)).toEqual({ ok: true });
    expect(at(-300)).toEqual({ ok: true });
    expect(at(300.001)).toEqual({ ok: false, reason: 'timestamp_too_far' });
    expect(at(-301)).toEqual({ ok: false, reason: 'timestamp_too_far' });
    expect(verify({ nowMs: 1_700_000_011_000, toleranceS: 10 })).toEqual({ ok: false, reason: 'timestamp_too_far' });
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('says that %s is missing or doubled', (name) => {
    expect(verify({ headers: { ...headers, [name]: undefined } })).toEqual({ ok: false, reason: 'missing_header' });
    expect(verify({ headers: { ...headers, [name]: ['a', 'b'] } })).toEqual({ ok: false, reason: 'malformed_header' });
  });

  it.each(['', '1e9', ' 1700000000', '-1', '1700000000.5', 'NaN', '9'.repeat(40)])(
    'refuses the timestamp %j',
    (text) => {
      const result = verify({ headers: { ...headers, 'webhook-timestamp': text } });
      expect(result).toEqual({ ok: false, reason: 'malformed_header' });
    },
  );
});

describe('signing secrets', () => {
  it('are generated different, and can be used', () => {
    const secrets = Array.from({ length: 50 }, generateSigningSecret);
    expect(new Set(secrets).size).toBe(50);
    for (const secret of secrets) expect(parseSigningSecret(secret)).toHaveLength(32);
  });

  it('are read with and without padding', () => {
    const key = Buffer.alloc(25, 7);
    const encoded = key.toString('base64');
    expect(encoded).toMatch(/=$/);
    expect(parseSigningSecret(`whsec_${encoded}`)).toEqual(key);
    expect(parseSigningSecret(`whsec_${encoded.replace(/=+$/, '')}`)).toEqual(key);
  });

  it.each([
    ['', 'begins with whsec_'],
    ['MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'begins with whsec_'],
    ['whsec_', '24 to 64 bytes (this one 0)'],
    [`whsec_${Buffer.alloc(23).toString('base64')}`, '24 to 64 bytes (this one 23)'],
    [`whsec_${Buffer.alloc(65).toString('base64')}`, '24 to 64 bytes (this one 65)'],
    [`whsec_${'not base64! '.repeat(4)}`, 'base64 after whsec_'],
    [`whsec_${'A'.repeat(33)}`, 'base64 after whsec_'],
  ])('are refused with the rule, without showing them: %j', (secret, rule) => {
    const parse = (): Buffer => parseSigningSecret(secret);
    expect(parse).toThrow(SigningSecretError);
    expect(parse).toThrow(rule);
    if (secret.length > 10) expect(parse).not.toThrow(secret.slice(6));
  });
});
