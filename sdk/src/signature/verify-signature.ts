/**
 * The receiving side of Standard Webhooks. With WebCrypto alone, so that it runs wherever `fetch` does; refuses for the
 * same reasons as the hub's own check (docs/vectors/signature.json is run against both).
 */
import { CALLBACK_HEADERS } from '../callback-headers.js';
import { decodeBase64 } from './base64.js';
import { signingKey } from './signing-key.js';

/** How far the sender's clock and the way may differ from ours, both ways. */
export const DEFAULT_TOLERANCE_S = 300;
/** A sender needs two, during a change of secrets; a longer list is only work for the receiver. */
const MOST_SIGNATURES = 16;
const VERSION = 'v1,';
const DIGEST_BYTES = 32;

export type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerificationInput {
  /** All that are valid now; one match with any of them is enough. */
  secrets: readonly string[];
  /** A `Headers`, or an object with lower-case names as `node:http` gives it. */
  headers: { get(name: string): string | null } | HeaderRecord;
  /** The raw bytes as received: parsing and writing JSON again changes them. */
  body: string | Uint8Array;
  nowMs: number;
  toleranceS?: number;
}

export type SignatureFailure = 'missing_header' | 'malformed_header' | 'timestamp_too_far' | 'no_match';
export type Verification = { ok: true } | { ok: false; reason: SignatureFailure };

/** Tries every secret with every signature, whichever matches. Rejects only on a secret that is none. */
export async function verifySignature(input: VerificationInput): Promise<Verification> {
  const { secrets, headers, body, nowMs, toleranceS = DEFAULT_TOLERANCE_S } = input;
  const id = headerOf(headers, CALLBACK_HEADERS.webhookId);
  const timestamp = headerOf(headers, CALLBACK_HEADERS.webhookTimestamp);
  const list = headerOf(headers, CALLBACK_HEADERS.webhookSignature);
  if (id === undefined || timestamp === undefined || list === undefined) return failure('missing_header');
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof list !== 'string') {
    return failure('malformed_header');
  }
  if (id === '' || !/^\d{1,12}$/.test(timestamp)) return failure('malformed_header');
  if (Math.abs(nowMs / 1_000 - Number(timestamp)) > toleranceS) return failure('timestamp_too_far');

  const offered = list.split(' ', MOST_SIGNATURES).flatMap((item) => {
    // Other versions may stand beside ours.
    const signature = item.startsWith(VERSION) ? decodeBase64(item.slice(VERSION.length)) : null;
    return signature?.length === DIGEST_BYTES ? [signature] : [];
  });
  const signed = signedBytes(id, timestamp, body);
  let matches = false;
  for (const secret of secrets) {
    const key = await signingKey(secret);
    for (const signature of offered) {
      matches = (await crypto.subtle.verify('HMAC', key, signature, signed)) || matches;
    }
  }
  return matches ? { ok: true } : failure('no_match');
}

function headerOf(headers: VerificationInput['headers'], name: string): string | readonly string[] | undefined {
  return typeof headers.get === 'function' ? (headers.get(name) ?? undefined) : (headers as HeaderRecord)[name];
}

/** `id.timestamp.body`, as the bytes that the sender signed. */
export function signedBytes(id: string, timestamp: string, body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const head = encoder.encode(`${id}.${timestamp}.`);
  const content = typeof body === 'string' ? encoder.encode(body) : body;
  const whole = new Uint8Array(head.length + content.length);
  whole.set(head);
  whole.set(content, head.length);
  return whole;
}

function failure(reason: SignatureFailure): Verification {
  return { ok: false, reason };
}
