import { ACCEPTED, failure, SUCCESS, type Verdict } from '../verdict.js';
import { judgeRefusal } from './classify.js';
import type { Answer } from './http-answer.js';
import type { SuccessRule } from './success-rule.js';

export function isSuccess(statusCode: number, rule: SuccessRule | null): boolean {
  return rule === null ? statusCode >= 200 && statusCode < 300 : rule.hasStatus(statusCode);
}

/** Of an answer that is complete, or whose rest is not worth reading. `whyNotFollowed`: of a redirect. */
export function judgeAnswer(
  { statusCode, statusText, location, body }: Answer,
  rule: SuccessRule | null,
  mayReportLater: boolean,
  whyNotFollowed: string,
  target: string,
): Verdict {
  // A service that takes the work says so with this status alone, whatever the job counts as success at once.
  if (statusCode === 202 && mayReportLater) return ACCEPTED;
  if (!isSuccess(statusCode, rule)) return judgeRefusal(statusCode, statusText, location, whyNotFollowed, target);
  if (rule?.looksAtBody !== true || rule.hasBody(body.text())) return SUCCESS;
  return failure(
    'response_mismatch',
    `${target} answered ${statusCode}, but its body does not match the job’s pattern`,
  );
}
