/**
 * API tokens: `crony_` and 32 random bytes in base64url, so that scanners of repositories can tell one when they see it.
 * The table holds a plain SHA-256: what has 256 bits of chance needs no slow hash to be safe from guessing.
 */
import { createHash, randomBytes } from 'node:crypto';

const PREFIX = 'crony_';
const TOKEN = /^crony_[A-Za-z0-9_-]{43}$/;
/** Of the random part as much as tells a person's few tokens apart, and no help in guessing the rest. */
const HINT_CHARACTERS = PREFIX.length + 6;

export interface NewApiToken {
  /** To be shown once. */
  text: string;
  hash: string;
  hint: string;
}

export function generateApiToken(): NewApiToken {
  const text = PREFIX + randomBytes(32).toString('base64url');
  return { text, hash: hashOfToken(text), hint: text.slice(0, HINT_CHARACTERS) };
}

/** Whether it looks like one; what does not is not worth a question to the database. */
export function isApiToken(text: string): boolean {
  return TOKEN.test(text);
}

export function hashOfToken(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
