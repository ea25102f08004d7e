import { ApiProblem } from '../../api/client';
import type { Messages } from '../../i18n/en';
import { fieldErrorsOf as rulesByField } from '../../ui/field-errors';

/** A name that is taken is a matter of the name, although the hub does not call it a rule. */
export function fieldErrorsOf(error: unknown, messages: Messages): Record<string, string> {
  if (error instanceof ApiProblem && error.code === 'job_name_taken') {
    return { name: messages.problem['job_name_taken']! };
  }
  return rulesByField(error, messages);
}
