/** What goes out with a call beside its message: the job's own metadata, the facts of the run, and the signature. */
import { Metadata } from '@grpc/grpc-js';
import { CALLBACK_HEADERS, isReservedHeader } from '@crony/shared/domain/callback-headers';
import type { GrpcCallback } from '@crony/shared/domain/callback';
import { signCallback } from '@crony/shared/domain/signature';
import type { CallbackRequest } from '../callback.js';
import { InvalidRequestError } from '../http/invalid-request-error.js';

/** Throws `InvalidRequestError` for the job's own, `SigningSecretError` for a secret that is none. */
export function callMetadata(request: CallbackRequest<GrpcCallback>, signed: Uint8Array, nowMs: number): Metadata {
  const { callback, runId, jobId, attempt, plannedAt, timeoutMs, retryLimit, report, signingSecrets } = request;
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(callback.metadata ?? {})) setOwn(metadata, name, value);
  const timestampS = Math.floor(nowMs / 1_000);
  const signature = signCallback({ secrets: signingSecrets, runId, timestampS, body: signed });
  const facts: [string, string][] = [
    [CALLBACK_HEADERS.idempotencyKey, runId],
    [CALLBACK_HEADERS.job, jobId],
    [CALLBACK_HEADERS.run, runId],
    [CALLBACK_HEADERS.attempt, String(attempt)],
    [CALLBACK_HEADERS.plannedAt, new Date(plannedAt).toISOString()],
    [CALLBACK_HEADERS.timeoutMs, String(timeoutMs)],
    [CALLBACK_HEADERS.retryLimit, String(retryLimit)],
    [CALLBACK_HEADERS.traceparent, request.traceparent],
    [CALLBACK_HEADERS.webhookId, signature['webhook-id']],
    [CALLBACK_HEADERS.webhookTimestamp, signature['webhook-timestamp']],
    [CALLBACK_HEADERS.webhookSignature, signature['webhook-signature']],
  ];
  if (report) {
    facts.push([CALLBACK_HEADERS.reportUrl, report.url], [CALLBACK_HEADERS.reportToken, report.token]);
    facts.push([CALLBACK_HEADERS.reportTimeoutMs, String(report.reportTimeoutMs)]);
    if (report.heartbeatMs !== null) facts.push([CALLBACK_HEADERS.heartbeatMs, String(report.heartbeatMs)]);
  }
  for (const [name, value] of facts) metadata.set(name.toLowerCase(), value);
  return metadata;
}

/** A secret in a template can hold what metadata cannot. The value is never shown. */
function setOwn(metadata: Metadata, name: string, value: string): void {
  if (isReservedHeader(name) || name.toLowerCase().startsWith('grpc-')) return;
  if (name.endsWith('-bin'))
    throw new InvalidRequestError(`callback.metadata: ${JSON.stringify(name)} would hold bytes`);
  try {
    metadata.set(name, value);
  } catch {
    throw new InvalidRequestError(`callback.metadata: ${JSON.stringify(name)} or its value is not fit for metadata`);
  }
}
