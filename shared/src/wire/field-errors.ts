/**
 * Turns what the validator found into what people read: path, value, rule. Rules are Crony's own sentences, made from
 * the issue's structure; schemas word their own only where the structure cannot say it (patterns, refinements).
 */
import type { z } from '@hono/zod-openapi';
import type { FieldError } from './problem.js';
import { quoteValue } from './quoted-value.js';

type Issue = z.core.$ZodIssue;

/** Enough to mend a request by; a body of garbage does not make a longer answer than itself. */
export const MOST_FIELD_ERRORS = 50;

export function fieldErrors(issues: readonly Issue[], input: unknown): FieldError[] {
  const errors: FieldError[] = [];
  for (const issue of issues) {
    const { value: atIssue } = find(input, issue.path);
    for (const { path, rule } of explain(issue, atIssue === undefined)) {
      if (errors.length >= MOST_FIELD_ERRORS) return errors;
      const found = find(input, path);
      errors.push({ path: written(found.path), value: quoteValue(found.path, found.value), rule });
    }
  }
  return errors;
}

/** One sentence for logs and for the problem's `detail`. */
export function describeFieldErrors(errors: readonly FieldError[]): string {
  const [first] = errors;
  if (!first) return 'The request breaks a rule.';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${first.path || 'The body'} ${first.rule}${more}.`;
}

type Path = readonly PropertyKey[];

/** Parts of a path may be the caller's own, such as the name of a header, and as long as the caller likes. */
const LONGEST_PATH = 200;

function written(path: Path): string {
  const text = path.map(String).join('.');
  return text.length > LONGEST_PATH ? `${text.slice(0, LONGEST_PATH)}…` : text;
}

function explain(issue: Issue, missing: boolean): { path: Path; rule: string }[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, rule: ruleOf(issue, missing) }];
  return issue.keys.map((key) => ({ path: [...issue.path, key], rule: 'is not a known field' }));
}

function ruleOf(issue: Exclude<Issue, { code: 'unrecognized_keys' }>, missing: boolean): string {
  switch (issue.code) {
    case 'invalid_type':
      return `${missing ? 'is required and ' : ''}must be ${nameOfType(issue.expected)}`;
    case 'too_small':
      return `must ${bound(issue.origin, 'at least', issue.minimum)}`;
    case 'too_big':
      return `must ${bound(issue.origin, 'at most', issue.maximum)}`;
    case 'invalid_value':
      return `${missing ? 'is required and ' : ''}${oneOf(issue.values)}`;
    case 'invalid_union':
      return unionRule(issue, missing);
    case 'invalid_key':
    case 'invalid_element':
      return issue.issues.map((inner) => inner.message).join(', and ') || issue.message;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
    case 'custom':
      return issue.message;
  }
}

function unionRule(issue: z.core.$ZodIssueInvalidUnion, missing: boolean): string {
  if (issue.errors.length === 0) {
    const { options } = issue as { options?: unknown };
    return Array.isArray(options) ? `${missing ? 'is required and ' : ''}${oneOf(options)}` : issue.message;
  }
  const rules = issue.errors.flat().flatMap((inner) => explain(inner, missing).map(({ rule }) => rule));
  return [...new Set(rules)].join(', or ');
}

function oneOf(values: readonly unknown[]): string {
  const named = values.map((value) => JSON.stringify(value));
  return named.length === 1 ? `must be ${named[0]}` : `must be one of ${named.join(', ')}`;
}

function bound(origin: string, comparison: string, limit: number | bigint): string {
  if (origin === 'string') return `have ${comparison} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
  if (origin === 'array' || origin === 'set') return `have ${comparison} ${limit} ${limit === 1 ? 'item' : 'items'}`;
  return `be ${comparison} ${limit}`;
}

const TYPE_NAMES: Partial<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'an array',
  null: 'null',
};

function nameOfType(expected: string): string {
  return TYPE_NAMES[expected] ?? expected;
}

/**
 * What was sent at a path. The validator may look deeper than the input goes, where a text is read as a list: then the
 * text is what is wrong.
 */
function find(input: unknown, path: Path): { path: Path; value: unknown } {
  let value = input;
  for (const [depth, key] of path.entries()) {
    if (typeof value !== 'object' || value === null) return { path: path.slice(0, depth), value };
    value = Object.hasOwn(value, key) ? (value as Record<PropertyKey, unknown>)[key] : undefined;
    if (value === undefined) return { path, value };
  }
  return { path, value };
}
