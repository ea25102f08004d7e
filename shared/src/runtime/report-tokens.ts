import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/**
 * What a service shows when it reports on a run: made of the run's id and a key that hubs and nodes derive from
 * `CRONY_SECRET`, so that nothing of it needs to be kept. Good for that one run.
 */
export interface ReportTokens {
  tokenOf(runId: string): string;
  verify(token: string, runId: string): boolean;
}

/** `previous`: secrets under which tokens may still be in the hands of services, during a change. */
export function createReportTokens(secret: string, previous: readonly string[] = []): ReportTokens {
  const [current, ...others] = [secret, ...previous].map((one) =>
    Buffer.from(hkdfSync('sha256', one, '', 'crony/report-token', 32)),
  );
  const digest = (key: Buffer, runId: string): Buffer => createHmac('sha256', key).update(runId).digest();
  return {
    tokenOf: (runId) => digest(current!, runId).toString('base64url'),
    verify(token, runId) {
      const given = Buffer.from(token, 'base64url');
      let matches = false;
      for (const key of [current!, ...others]) {
        const expected = digest(key, runId);
        matches = (given.length === expected.length && timingSafeEqual(given, expected)) || matches;
      }
      return matches;
    },
  };
}
