import type { MiddlewareHandler } from 'hono';
import { invalidInput } from './api-error.js';
import type { ApiEnv } from './api-route.js';

/** Nothing that a route takes is nested a third as deeply. What walks a value may then walk it by recursion. */
export const MAX_JSON_DEPTH = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACKET = 0x5b;
const BRACE = 0x7b;
/** From an opening bracket or brace to the closing one. */
const CLOSING = 2;

/** Behind the limit of the body's size: it reads the body, which is kept for whoever parses it. */
export const refuseDeepJson: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (/json/i.test(c.req.header('content-type') ?? '') && isTooDeep(await c.req.text())) {
    throw invalidInput([
      { path: '', value: '[…]', rule: `must not be nested more than ${MAX_JSON_DEPTH} levels deep` },
    ]);
  }
  await next();
};

/** Of what is no JSON it says something or other: the parser refuses that. */
export function isTooDeep(text: string): boolean {
  if (text.length <= MAX_JSON_DEPTH) return false;
  let depth = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (isQuoted) {
      if (code === BACKSLASH) i += 1;
      else if (code === QUOTE) isQuoted = false;
    } else if (code === QUOTE) {
      isQuoted = true;
    } else if (code === BRACKET || code === BRACE) {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) return true;
    } else if (code === BRACKET + CLOSING || code === BRACE + CLOSING) {
      depth -= 1;
    }
  }
  return false;
}
