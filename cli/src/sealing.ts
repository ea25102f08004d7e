import { createReportTokens, type ReportTokens } from '@crony/shared/runtime/report-tokens';
import { createSecretBox, type SecretBox } from '@crony/shared/runtime/secret-box';

/** What is made of `CRONY_SECRET`, and of the one before while it is being changed. */
export function sealing(
  secret: string,
  secretPrevious: string | null,
): { secretBox: SecretBox; reportTokens: ReportTokens } {
  const previous = secretPrevious === null ? [] : [secretPrevious];
  return { secretBox: createSecretBox(secret, previous), reportTokens: createReportTokens(secret, previous) };
}
