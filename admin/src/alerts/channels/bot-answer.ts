/** What becomes of an answer: nothing, or a `SendError` that says what the other side said and whether to try again. */
import type { Clock } from '@crony/shared/runtime/clock';
import { SendError } from './channel.js';
import type { OutboundAnswer, OutboundHttp } from './outbound-http.js';
import { cutText, plainLine } from './plain-text.js';

/** What all senders over HTTP are made with. */
export interface BotOptions {
  http: OutboundHttp;
  clock: Clock;
  publicUrl: string;
}

/** Enough to know a vendor's complaint by. */
const QUOTED_CHARACTERS = 300;
/** A timeout, a replay too early, too many requests: all of them pass. */
const PASSING_STATUSES: readonly number[] = [408, 425, 429];

export function isPassing(status: number): boolean {
  return PASSING_STATUSES.includes(status) || status >= 500;
}

/** Throws unless the status is one of success. */
export function demandSuccess(answer: OutboundAnswer): void {
  const { status, text, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return;
  const redirect = status >= 300 && status < 400 ? ' (redirects are not followed)' : '';
  throw new SendError(`the other side answered ${status}${redirect}${quoted(text)}`, {
    retryable: isPassing(status),
    retryAfterMs,
  });
}

/** Bots answer 200 whatever happened, with a code in the body. */
export interface BotRules {
  /** Where the code stands; the first that is there counts. */
  codeFields: readonly string[];
  messageFields: readonly string[];
  /** Codes that will come again until somebody changes the channel. What is not known may pass, and is tried again. */
  lasting: ReadonlySet<number>;
  /** Codes of a bot that is asked too often, and how long it then asks to be left alone. */
  tooOften: ReadonlyMap<number, number>;
}

export function demandCodeZero(answer: OutboundAnswer, rules: BotRules): void {
  const body = parseObject(answer.text);
  const code = numberIn(body, rules.codeFields);
  if (code === null) {
    demandSuccess(answer);
    throw new SendError(`the other side answered ${answer.status} without a code${quoted(answer.text)}`, {
      retryable: true,
    });
  }
  if (code === 0) return demandSuccess(answer);
  const said = textIn(body, rules.messageFields);
  const pause = rules.tooOften.get(code) ?? null;
  throw new SendError(`the other side answered code ${code}${quoted(said)}`, {
    retryable: pause !== null || !rules.lasting.has(code),
    retryAfterMs: answer.retryAfterMs ?? pause,
  });
}

function quoted(text: string): string {
  const line = cutText(plainLine(text), QUOTED_CHARACTERS, (left) => `… (${left} more characters)`);
  return line === '' ? '' : `: ${line}`;
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function numberIn(body: Record<string, unknown>, fields: readonly string[]): number | null {
  const found = fields.map((field) => body[field]).find((value) => typeof value === 'number');
  return typeof found === 'number' ? found : null;
}

function textIn(body: Record<string, unknown>, fields: readonly string[]): string {
  const found = fields.map((field) => body[field]).find((value) => typeof value === 'string');
  return typeof found === 'string' ? found : '';
}
