/** The headers of a callback, in lower case: as `node:http` and gRPC metadata give them. */
export const CALLBACK_HEADERS = {
  job: 'crony-job',
  run: 'crony-run',
  attempt: 'crony-attempt',
  plannedAt: 'crony-planned-at',
  timeoutMs: 'crony-timeout-ms',
  retryLimit: 'crony-retry-limit',
  reportUrl: 'crony-report-url',
  reportToken: 'crony-report-token',
  reportTimeoutMs: 'crony-report-timeout-ms',
  heartbeatMs: 'crony-heartbeat-ms',
  event: 'crony-event',
  webhookId: 'webhook-id',
  webhookTimestamp: 'webhook-timestamp',
  webhookSignature: 'webhook-signature',
} as const;
