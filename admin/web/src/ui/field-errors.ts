import { ApiProblem } from '../api/client';
import type { Messages } from '../i18n/en';
import { useMessages } from '../i18n/locale';

/** What the hub says of each field, by its path. A field has one place for that: the first rule stands there. */
export function fieldErrorsOf(error: unknown, { ruleWords }: Messages): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {};
  return Object.fromEntries([...error.errors].reverse().map(({ path, rule }) => [path, ruleWords(rule)]));
}

/** The same in the reader's language, for a form that knows its last error. */
export function useFieldErrors(error: unknown): Record<string, string> {
  return fieldErrorsOf(error, useMessages());
}
