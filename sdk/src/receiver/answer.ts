import type { SignatureFailure } from '../signature/verify-signature.js';

/** Why a delivery was refused, in the answer's `code`. Stable. */
export type RefusalCode =
  | SignatureFailure
  | 'body_too_large'
  | 'malformed_request'
  | 'report_url_refused'
  | 'no_handler'
  | 'busy'
  | 'closing'
  | 'journal_unavailable'
  | 'receiver_failed';

/** What goes back, whichever framework carries it. */
export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Settles, without ever rejecting, when the run that this answer accepted has ended and been reported. */
  background?: Promise<void>;
}

const RETRY_AFTER_S = '5';

export function refusal(status: number, code: RefusalCode, detail: string): Answer {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      ...(status === 503 ? { 'retry-after': RETRY_AFTER_S } : {}),
    },
    body: JSON.stringify({ code, detail }),
  };
}

export function accepted(background?: Promise<void>): Answer {
  return { status: 202, headers: {}, body: '', ...(background === undefined ? {} : { background }) };
}

export function textAnswer(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

/** What a handler returned: text as it is, everything else as JSON, nothing as an empty body. */
export function resultAnswer(value: unknown): Answer {
  if (value === undefined) return { status: 200, headers: {}, body: '' };
  if (typeof value === 'string') return textAnswer(200, value);
  return { status: 200, headers: { 'content-type': 'application/json' }, body: resultText(value) };
}

/** The work is done: a result that cannot be written down does not make it a failure. */
export function resultText(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value) ?? '';
  } catch (error) {
    return JSON.stringify(`the result cannot be written as JSON: ${String(error)}`);
  }
}

export function errorText(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text === '' ? 'the handler failed without a message' : text;
}
