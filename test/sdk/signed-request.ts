/** Callbacks as the hub's nodes make them, for receivers under test. */
import { signCallback } from '@crony/shared/domain/signature';

export const SECRET = `whsec_${Buffer.alloc(32, 0x5a).toString('base64')}`;
export const OTHER_SECRET = `whsec_${Buffer.alloc(32, 0x17).toString('base64')}`;
export const JOB_ID = '0198f2a0-0000-7000-8000-00000000000a';
export const RUN_ID = '018bcfe5-6800-7381-be33-56ae47f8432d';
export const PLANNED_AT = '2026-01-01T00:00:00.000Z';

export interface CallbackFacts {
  runId?: string;
  attempt?: number;
  retryLimit?: number;
  timeoutMs?: number;
  body?: string;
  secrets?: readonly string[];
  nowMs?: number;
  /** Makes the run asynchronous. */
  report?: { url: string; token: string; timeoutMs?: number; heartbeatMs?: number };
  headers?: Record<string, string>;
}

export interface SignedRequest {
  method: 'POST';
  headers: Record<string, string>;
  body: string;
}

export function signedRequest(facts: CallbackFacts = {}): SignedRequest {
  const { runId = RUN_ID, body = '{"shard":1}', secrets = [SECRET], nowMs = Date.now(), report } = facts;
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': runId,
      'crony-job': JOB_ID,
      'crony-run': runId,
      'crony-attempt': String(facts.attempt ?? 1),
      'crony-planned-at': PLANNED_AT,
      'crony-timeout-ms': String(facts.timeoutMs ?? 30_000),
      'crony-retry-limit': String(facts.retryLimit ?? 3),
      ...(report === undefined
        ? {}
        : {
            'crony-report-url': report.url,
            'crony-report-token': report.token,
            'crony-report-timeout-ms': String(report.timeoutMs ?? 3_600_000),
            ...(report.heartbeatMs === undefined ? {} : { 'crony-heartbeat-ms': String(report.heartbeatMs) }),
          }),
      ...signCallback({ secrets, runId, timestampS: Math.floor(nowMs / 1_000), body }),
      ...facts.headers,
    },
    body,
  };
}
