import { ApiProblem } from '../api/client';

/** What the hub says of each field, by its path. A field has one place for that: the first rule stands there. */
export function fieldErrorsOf(error: unknown): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {};
  return Object.fromEntries([...error.errors].reverse().map(({ path, rule }) => [path, rule]));
}
