/**
 * The signature of a callback, by the Standard Webhooks specification: HMAC-SHA256 over `id.timestamp.body`, keyed
 * with the bytes behind `whsec_`, written `v1,<base64>`. While a project changes its secret, one signature for each.
 *
 * It proves who sent the body and when. It covers neither method, URL nor the other headers; the run's id is in it,
 * so that a recorded callback cannot be passed off as another run.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_PREFIX = 'whsec_';
const GENERATED_KEY_BYTES = 32;
/** The bounds of the specification. */
const SHORTEST_KEY_BYTES = 24;
const LONGEST_KEY_BYTES = 64;
/** The tolerance that the specification's own libraries use. */
export const DEFAULT_SIGNATURE_TOLERANCE_S = 300;
/** A sender needs two, during a change of secrets; a longer list is only work for the receiver. */
const MOST_SIGNATURES = 16;
const VERSION = 'v1,';
const DIGEST_BYTES = 32;

/** A secret that cannot be used. The message never shows it. */
export class SigningSecretError extends Error {
  override name = 'SigningSecretError';
}

export function generateSigningSecret(): string {
  return SECRET_PREFIX + randomBytes(GENERATED_KEY_BYTES).toString('base64');
}

/** The key's bytes. Throws `SigningSecretError` when the text is not `whsec_` and base64 of 24 to 64 bytes. */
export function parseSigningSecret(secret: string): Buffer {
  if (!secret.startsWith(SECRET_PREFIX)) {
    throw new SigningSecretError(
      `a signing secret begins with ${SECRET_PREFIX} (this one has ${secret.length} characters)`,
    );
  }
  const encoded = secret.slice(SECRET_PREFIX.length);
  const key = decodeBase64(encoded);
  if (key === null) throw new SigningSecretError(`a signing secret is base64 after ${SECRET_PREFIX}`);
  if (key.length < SHORTEST_KEY_BYTES || key.length > LONGEST_KEY_BYTES) {
    throw new SigningSecretError(
      `a signing secret holds ${SHORTEST_KEY_BYTES} to ${LONGEST_KEY_BYTES} bytes (this one ${key.length})`,
    );
  }
  return key;
}

export interface SignatureInput {
  /** Current first, then next. At least one. */
  secrets: readonly string[];
  runId: string;
  /** Whole seconds since the epoch. */
  timestampS: number;
  /** Exactly what is sent; '' when there is no body. */
  body: string | Uint8Array;
}

export interface SignatureHeaders {
  'webhook-id': string;
  'webhook-timestamp': string;
  'webhook-signature': string;
}

export function signCallback({ secrets, runId, timestampS, body }: SignatureInput): SignatureHeaders {
  if (secrets.length === 0) throw new SigningSecretError('there is no signing secret to sign with');
  const timestamp = String(timestampS);
  let signatures = '';
  for (const secret of secrets) {
    const signature = VERSION + digest(secret, runId, timestamp, body).toString('base64');
    signatures = signatures === '' ? signature : `${signatures} ${signature}`;
  }
  return { 'webhook-id': runId, 'webhook-timestamp': timestamp, 'webhook-signature': signatures };
}

export interface VerificationInput {
  /** All that are valid now; one match with any of them is enough. */
  secrets: readonly string[];
  /** With lower-case names, as `node:http` gives them. */
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The raw bytes as received: parsing and writing JSON again changes them. */
  body: string | Uint8Array;
  nowMs: number;
  /** How far the sender's clock and the way may differ from `nowMs`, both ways. */
  toleranceS?: number;
}

export type VerificationFailure = 'missing_header' | 'malformed_header' | 'timestamp_too_far' | 'no_match';
export type Verification = { ok: true } | { ok: false; reason: VerificationFailure };

/** Takes the same time whichever signature matches, if any. Throws only on a secret that is none. */
export function verifySignature(input: VerificationInput): Verification {
  const { secrets, headers, body, nowMs, toleranceS = DEFAULT_SIGNATURE_TOLERANCE_S } = input;
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const list = headers['webhook-signature'];
  if (id === undefined || timestamp === undefined || list === undefined) return failure('missing_header');
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof list !== 'string') {
    return failure('malformed_header');
  }
  if (id === '' || !/^\d{1,12}$/.test(timestamp)) return failure('malformed_header');
  if (Math.abs(nowMs / 1_000 - Number(timestamp)) > toleranceS) return failure('timestamp_too_far');

  const offered: Buffer[] = [];
  for (const item of list.split(' ', MOST_SIGNATURES)) {
    // Other versions may stand beside ours.
    const decoded = item.startsWith(VERSION) ? decodeBase64(item.slice(VERSION.length)) : null;
    if (decoded?.length === DIGEST_BYTES) offered.push(decoded);
  }
  let matches = false;
  for (const secret of secrets) {
    const expected = digest(secret, id, timestamp, body);
    for (const signature of offered) matches = timingSafeEqual(signature, expected) || matches;
  }
  return matches ? { ok: true } : failure('no_match');
}

function failure(reason: VerificationFailure): Verification {
  return { ok: false, reason };
}

function digest(secret: string, id: string, timestamp: string, body: string | Uint8Array): Buffer {
  const hmac = createHmac('sha256', keyOf(secret));
  if (typeof body === 'string') return hmac.update(`${id}.${timestamp}.${body}`).digest();
  return hmac.update(`${id}.${timestamp}.`).update(body).digest();
}

/** A process signs with few secrets, again and again: each is decoded once. The oldest goes when there are too many. */
const keys = new Map<string, Buffer>();
const MOST_KEYS = 4_096;

function keyOf(secret: string): Buffer {
  const known = keys.get(secret);
  if (known !== undefined) return known;
  const key = parseSigningSecret(secret);
  if (keys.size >= MOST_KEYS) keys.delete(keys.keys().next().value!);
  keys.set(secret, key);
  return key;
}

/** Null where Node would skip what is not base64, or the last character holds bits that mean nothing. */
function decodeBase64(text: string): Buffer | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  const canonical = bytes.toString('base64');
  return canonical === text || canonical.replace(/=+$/, '') === text ? bytes : null;
}
