import { ApiProblem } from '../../api/client';
import type { Messages } from '../../i18n/en';

/** What the hub says of each field. A field has one place for what is wrong with it: the first rule stands there. */
export function fieldErrorsOf(error: unknown, { ruleWords, problem }: Messages): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {};
  if (error.code === 'job_name_taken') return { name: problem['job_name_taken']! };
  return Object.fromEntries([...error.errors].reverse().map(({ path, rule }) => [path, ruleWords(rule)]));
}
