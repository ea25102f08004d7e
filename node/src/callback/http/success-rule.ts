import type { HttpSuccess } from '@crony/shared/domain/callback';
import { RE2JS } from 're2js';
import { InvalidRequestError } from './invalid-request-error.js';

/** What a job counts as success, compiled. RE2 because a pattern is a stranger's: its time grows with the text only. */
export class SuccessRule {
  readonly #statuses: ReadonlySet<number> | null;
  readonly #pattern: RE2JS | null;

  constructor({ statuses, bodyPattern }: HttpSuccess) {
    this.#statuses = statuses === undefined ? null : new Set(statuses.flatMap(statusesOf));
    this.#pattern = bodyPattern === undefined ? null : compile(bodyPattern);
  }

  hasStatus(status: number): boolean {
    return this.#statuses === null ? status >= 200 && status < 300 : this.#statuses.has(status);
  }

  get looksAtBody(): boolean {
    return this.#pattern !== null;
  }

  hasBody(text: string): boolean {
    return this.#pattern === null || this.#pattern.test(text);
  }
}

/** Jobs are called again and again, and many have the same rule: each is compiled once. The oldest go. */
const rules = new Map<string, SuccessRule>();
const MOST_RULES = 1_000;

/** Throws `InvalidRequestError`. */
export function successRuleOf(success: HttpSuccess): SuccessRule {
  const key = JSON.stringify([success.statuses, success.bodyPattern]);
  let rule = rules.get(key);
  if (rule === undefined) {
    rule = new SuccessRule(success);
    if (rules.size >= MOST_RULES) rules.delete(rules.keys().next().value!);
    rules.set(key, rule);
  }
  return rule;
}

/** `204`, `2xx` or `200-204`. */
function statusesOf(text: string): number[] {
  const range = /^(\d{3})-(\d{3})$/.exec(text);
  const [from, to] = range
    ? [Number(range[1]), Number(range[2])]
    : [Number(text.replace(/xx$/i, '00')), Number(text.replace(/xx$/i, '99'))];
  if (!/^(\dxx|\d{3}|\d{3}-\d{3})$/i.test(text) || from < 100 || from > to) {
    throw new InvalidRequestError(`callback.success.statuses: ${JSON.stringify(text)} is no status, class or range`);
  }
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch {
    throw new InvalidRequestError('callback.success.bodyPattern is no regular expression in RE2 syntax');
  }
}
