import { decodeBase64 } from './base64.js';

const SECRET_PREFIX = 'whsec_';
const SHORTEST_KEY_BYTES = 24;
const LONGEST_KEY_BYTES = 64;

/** A secret that cannot be used. The message never shows it. */
export class SigningSecretError extends Error {
  override name = 'SigningSecretError';
}

/** The key's bytes. Throws `SigningSecretError` when the text is not `whsec_` and base64 of 24 to 64 bytes. */
export function parseSigningSecret(secret: string): Uint8Array<ArrayBuffer> {
  if (!secret.startsWith(SECRET_PREFIX)) {
    throw new SigningSecretError(
      `a signing secret begins with ${SECRET_PREFIX} (this one has ${secret.length} characters)`,
    );
  }
  const key = decodeBase64(secret.slice(SECRET_PREFIX.length));
  if (key === null) throw new SigningSecretError(`a signing secret is base64 after ${SECRET_PREFIX}`);
  if (key.length < SHORTEST_KEY_BYTES || key.length > LONGEST_KEY_BYTES) {
    throw new SigningSecretError(
      `a signing secret holds ${SHORTEST_KEY_BYTES} to ${LONGEST_KEY_BYTES} bytes (this one ${key.length})`,
    );
  }
  return key;
}

export type SigningKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** A service has one secret, two during a change; more than this come only of a mistake. The oldest goes. */
const MOST_KEYS = 64;
const keys = new Map<string, Promise<SigningKey>>();

export function signingKey(secret: string): Promise<SigningKey> {
  const known = keys.get(secret);
  if (known !== undefined) return known;
  const bytes = parseSigningSecret(secret);
  const key = crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify', 'sign']);
  if (keys.size >= MOST_KEYS) keys.delete(keys.keys().next().value!);
  keys.set(secret, key);
  return key;
}
