import { ApiProblem } from '../../api/client';
import { fieldErrorsOf as rulesByField } from '../../ui/field-errors';

/** A name that is taken is a matter of the name, although the hub does not call it a rule. */
export function fieldErrorsOf(error: unknown): Record<string, string> {
  if (error instanceof ApiProblem && error.code === 'job_name_taken') return { name: error.message };
  return rulesByField(error);
}
