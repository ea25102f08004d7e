/**
 * The W3C trace context of a run (`00-<trace id>-<span id>-<flags>`). The trace id is stored on the run, so that all
 * its attempts are one trace in the receivers' tooling; each attempt is a span of its own.
 */
import { randomFillSync } from 'node:crypto';

export interface Traceparent {
  /** 32 lower-case hex digits, not all zero. */
  traceId: string;
  /** 16 lower-case hex digits, not all zero. */
  spanId: string;
  sampled: boolean;
}

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;

/**
 * Says "sampled": receivers commonly keep a trace only if their caller did, and a scheduled run has no other caller
 * that could have asked for it.
 */
export function newTraceparent(): string {
  return `00-${randomHex(TRACE_ID_BYTES)}-${randomHex(SPAN_ID_BYTES)}-01`;
}

/** Null for what the specification tells receivers to ignore. */
export function parseTraceparent(text: string): Traceparent | null {
  const match = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/.exec(text);
  if (match === null) return null;
  const [, version, traceId, spanId, flags, rest] = match;
  if (version === 'ff' || (version === '00' && rest !== undefined)) return null;
  if (/^0+$/.test(traceId!) || /^0+$/.test(spanId!)) return null;
  return { traceId: traceId!, spanId: spanId!, sampled: (Number.parseInt(flags!, 16) & 1) === 1 };
}

/** Of the version that everybody sends, as Crony does itself. */
const USUAL = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-0[01]$/;
const TRACE_ID = [3, 35] as const;
const FLAGS = 53;

/** A new span of the same trace; a new trace where there is none or it cannot be read. */
export function childTraceparent(parent: string | null): string {
  if (parent !== null && USUAL.test(parent)) {
    return `00-${parent.slice(...TRACE_ID)}-${randomHex(SPAN_ID_BYTES)}-${parent.slice(FLAGS)}`;
  }
  const parsed = parent === null ? null : parseTraceparent(parent);
  if (parsed === null) return newTraceparent();
  return `00-${parsed.traceId}-${randomHex(SPAN_ID_BYTES)}-${parsed.sampled ? '01' : '00'}`;
}

/** The system's generator costs the same for four bytes and for four thousand: bytes are drawn in bulk. */
const pool = Buffer.allocUnsafe(4_096);
let used = pool.length;

function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const start = used;
  used += bytes;
  const hex = pool.toString('hex', start, used);
  return /[^0]/.test(hex) ? hex : randomHex(bytes); // all zero is not a valid id
}
