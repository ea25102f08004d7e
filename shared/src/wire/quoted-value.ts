/**
 * What an error may repeat of a value: short, shallow, and without secrets. People paste errors into tickets, and a
 * hostile body must not make a huge or deeply nested answer.
 */
const LONGEST_TEXT = 200;
const MOST_ENTRIES = 10;
const DEEPEST = 3;
export const REDACTED = '[redacted]';

/** Names of fields and headers whose values are nobody's business. */
const SECRET_NAME = /authorization|cookie|token|secret|password|passwd|credential|signature|api-?key/i;

export function quoteValue(path: readonly PropertyKey[], value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (path.some((key) => SECRET_NAME.test(String(key)))) return REDACTED;
  // A callback's body is the caller's business data, and `value` is how a secret is set.
  if ((path.at(-1) === 'body' || path.at(-1) === 'value') && typeof value === 'string')
    return `[text of ${value.length} characters]`;
  return quote(value, DEEPEST);
}

function quote(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return shorten(withoutUserInfo(value));
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return null;
      return depth === 0 ? '[…]' : quoteEntries(value, depth);
    default:
      return shorten(String(value));
  }
}

function quoteEntries(value: object, depth: number): unknown {
  if (Array.isArray(value)) {
    const kept = value.slice(0, MOST_ENTRIES).map((entry) => quote(entry, depth - 1));
    return value.length > MOST_ENTRIES ? [...kept, `[… ${value.length - MOST_ENTRIES} more]`] : kept;
  }
  const entries = Object.entries(value);
  const kept = entries
    .slice(0, MOST_ENTRIES)
    .map(([key, entry]): [string, unknown] => [shorten(key), isSecret(key) ? REDACTED : quote(entry, depth - 1)]);
  if (entries.length > MOST_ENTRIES) kept.push(['…', `${entries.length - MOST_ENTRIES} more`]);
  return Object.fromEntries(kept);
}

function isSecret(key: string): boolean {
  return SECRET_NAME.test(key) || key === 'body' || key === 'value';
}

function shorten(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}… (${text.length} characters)` : text;
}

/** `http://user:password@host` tells its host only. */
function withoutUserInfo(text: string): string {
  return text.replace(/\/\/[^/?#\s]*@/g, `//${REDACTED}@`);
}
