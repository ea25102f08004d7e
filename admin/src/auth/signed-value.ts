/**
 * Values that this cluster hands out and takes back: `<payload>.<signature>`, both base64url. Each purpose has a key of
 * its own, so that what was signed for one is never taken for another.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

export interface ValueSigner {
  sign(value: unknown): string;
  /** Null for what was not signed under this secret and purpose, or was changed. Else the value as it was. */
  read(text: string): { value: unknown } | null;
}

/** Longer is none of ours, and not worth a hash. */
const LONGEST = 2_048;

export function createValueSigner(secret: string, purpose: string): ValueSigner {
  const key = Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
  const signatureOf = (payload: string): Buffer => createHmac('sha256', key).update(payload).digest();
  return {
    sign(value) {
      const payload = Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${payload}.${signatureOf(payload).toString('base64url')}`;
    },
    read(text) {
      if (text.length > LONGEST) return null;
      const [payload, signature, ...rest] = text.split('.');
      if (payload === undefined || signature === undefined || rest.length > 0) return null;
      const given = Buffer.from(signature, 'base64url');
      const expected = signatureOf(payload);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      // The signature vouches for the payload's form.
      return { value: JSON.parse(Buffer.from(payload, 'base64url').toString()) as unknown };
    },
  };
}
