/** Names of the headers that every attempt over HTTP carries, and those that a job must not set. */

export const CALLBACK_HEADERS = {
  /** The run's id: the same for all attempts, so that a receiver can tell a repetition. */
  idempotencyKey: 'Idempotency-Key',
  job: 'Crony-Job',
  run: 'Crony-Run',
  /** From 1; every dispatch of a run has its own number. */
  attempt: 'Crony-Attempt',
  /** ISO 8601 in UTC with milliseconds. */
  plannedAt: 'Crony-Planned-At',
  timeoutMs: 'Crony-Timeout-Ms',
  retryLimit: 'Crony-Retry-Limit',
  /** Of jobs that complete asynchronously: where the service reports, and what it shows there. */
  reportUrl: 'Crony-Report-Url',
  reportToken: 'Crony-Report-Token',
  reportTimeoutMs: 'Crony-Report-Timeout-Ms',
  heartbeatMs: 'Crony-Heartbeat-Ms',
  /** On the cancel callback: `cancel`. */
  event: 'Crony-Event',
  traceparent: 'traceparent',
  webhookId: 'webhook-id',
  webhookTimestamp: 'webhook-timestamp',
  webhookSignature: 'webhook-signature',
} as const;

const OWN = new Set<string>(Object.values(CALLBACK_HEADERS).map((name) => name.toLowerCase()));

/** They describe the connection and the framing of the message, which are the HTTP client's. */
const FRAMING = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** True for a header that a job's own headers may not set: Crony's are never overridden. */
export function isReservedHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return OWN.has(lower) || FRAMING.has(lower) || lower.startsWith('crony-') || lower.startsWith('webhook-');
}
