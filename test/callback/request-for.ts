import { randomUUID } from 'node:crypto';
import type { Callback } from '@crony/shared/domain/job';
import type { CallbackRequest } from '../../node/src/callback/callback.js';

export const SECRET = `whsec_${Buffer.alloc(32, 0x5e).toString('base64')}`;

/** A valid attempt at this callback, of a run of its own. */
export function requestFor<C extends Callback>(
  callback: C,
  change: Partial<CallbackRequest<C>> = {},
): CallbackRequest<C> {
  return {
    runId: randomUUID(),
    jobId: '01890a5d-ac96-774b-bcce-b302099a8057',
    jobName: 'settle-orders',
    attempt: 1,
    plannedAt: 1_700_000_000_123,
    timeoutMs: 10_000,
    retryLimit: 3,
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    callback,
    report: null,
    signingSecrets: [SECRET],
    ...change,
  };
}
