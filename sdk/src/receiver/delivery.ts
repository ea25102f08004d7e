import { CALLBACK_HEADERS } from '../callback-headers.js';

/** One request as an adapter hands it over. */
export interface ReceivedRequest {
  /** By lower-case name. */
  header(name: string): string | undefined;
  /** The URL's path; over gRPC the name of the job. */
  path: string;
  /** Raw, as it came in. */
  body: Uint8Array;
  /** Aborts when the caller no longer waits for the answer. */
  signal?: AbortSignal;
}

/** Where the outcome of an asynchronous run goes. */
export interface ReportTarget {
  url: string;
  token: string;
  /** The attempt that reports speak for: the newest that was delivered. */
  attempt: number;
}

/** A callback whose signature was found right. */
export interface Delivery {
  runId: string;
  jobId: string;
  attempt: number;
  plannedAtMs: number;
  timeoutMs: number;
  retryLimit: number;
  path: string;
  contentType: string;
  body: Uint8Array;
  /** Null: the answer is the outcome. */
  report: { url: string; token: string; timeoutMs: number | null; heartbeatMs: number | null } | null;
}

/** The headers of a callback are not as the protocol has them. */
export class MalformedDelivery extends Error {
  override name = 'MalformedDelivery';
}

export function parseDelivery(request: ReceivedRequest): Delivery {
  const runId = required(request, CALLBACK_HEADERS.webhookId);
  // Only webhook-id is signed; a run under another name would get past the check for repetitions.
  if (required(request, CALLBACK_HEADERS.run) !== runId) {
    throw new MalformedDelivery('crony-run is not the run that was signed');
  }
  const plannedAtMs = Date.parse(required(request, CALLBACK_HEADERS.plannedAt));
  if (Number.isNaN(plannedAtMs)) throw new MalformedDelivery('crony-planned-at is no time');
  return {
    runId,
    jobId: required(request, CALLBACK_HEADERS.job),
    attempt: wholeNumber(request, CALLBACK_HEADERS.attempt),
    plannedAtMs,
    timeoutMs: wholeNumber(request, CALLBACK_HEADERS.timeoutMs),
    retryLimit: wholeNumber(request, CALLBACK_HEADERS.retryLimit),
    path: request.path,
    contentType: request.header('content-type') ?? '',
    body: request.body,
    report: parseReport(request),
  };
}

function parseReport(request: ReceivedRequest): Delivery['report'] {
  const url = request.header(CALLBACK_HEADERS.reportUrl);
  if (url === undefined) return null;
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    throw new MalformedDelivery('crony-report-url is no http or https URL');
  }
  const optional = (name: string): number | null =>
    request.header(name) === undefined ? null : wholeNumber(request, name);
  return {
    url,
    token: required(request, CALLBACK_HEADERS.reportToken),
    timeoutMs: optional(CALLBACK_HEADERS.reportTimeoutMs),
    heartbeatMs: optional(CALLBACK_HEADERS.heartbeatMs),
  };
}

function required(request: ReceivedRequest, name: string): string {
  const value = request.header(name);
  if (value === undefined || value === '') throw new MalformedDelivery(`${name} is missing`);
  return value;
}

function wholeNumber(request: ReceivedRequest, name: string): number {
  const text = required(request, name);
  if (!/^\d{1,15}$/.test(text)) throw new MalformedDelivery(`${name} is no whole number`);
  return Number(text);
}
