import type { Clock } from '../clock.js';
import type { ReportTarget } from '../receiver/delivery.js';
import { isReportAnswer, type Report, type ReportAnswer } from './report.js';

export type FetchLike = (url: string, init: RequestInit) => Promise<Response>;

export type SendResult =
  | { kind: 'answered'; answer: ReportAnswer }
  /** The hub has read it and will not have it; the same report will fare no better. */
  | { kind: 'refused'; status: number; why: string }
  | { kind: 'retry'; why: string; afterMs: number };

export type SendReport = (target: ReportTarget, report: Report) => Promise<SendResult>;

/** A hub that has not answered by then is as good as away. */
const ANSWER_WITHIN_MS = 15_000;
/** However long the hub asks for patience. */
const LONGEST_RETRY_AFTER_MS = 3_600_000;
const SHOWN_OF_REFUSAL = 300;

export function createReportSender(fetchReport: FetchLike, clock: Clock): SendReport {
  return async (target, report) => {
    const abort = new AbortController();
    const timer = clock.setTimeout(() => abort.abort(new Error('no answer in time')), ANSWER_WITHIN_MS);
    try {
      const response = await fetchReport(target.url, {
        method: 'POST',
        headers: { authorization: `Bearer ${target.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...report, attempt: target.attempt }),
        // The token is for this address alone.
        redirect: 'manual',
        signal: abort.signal,
      });
      return judge(response.status, response.headers, await response.text(), clock.now());
    } catch (error) {
      return { kind: 'retry', why: reasonOf(error), afterMs: 0 };
    } finally {
      timer.cancel();
    }
  };
}

/**
 * A refusal counts only in JSON, as the hub writes it: the 404 page of a proxy whose hub is being replaced says nothing
 * about the run.
 */
function judge(status: number, headers: Headers, text: string, nowMs: number): SendResult {
  const afterMs = retryAfterMs(headers.get('retry-after'), nowMs);
  const isJson = /[/+]json\b/i.test(headers.get('content-type') ?? '');
  if (status === 200 && isJson) {
    const answer = parse(text);
    if (isReportAnswer(answer)) return { kind: 'answered', answer };
  }
  const mayPass = status < 400 || status >= 500 || status === 408 || status === 425 || status === 429;
  if (mayPass || !isJson) return { kind: 'retry', why: `the hub answered ${status}`, afterMs };
  return { kind: 'refused', status, why: `the hub answered ${status}: ${text.slice(0, SHOWN_OF_REFUSAL)}` };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function retryAfterMs(header: string | null, nowMs: number): number {
  if (header === null) return 0;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS);
}

/** `fetch failed` says nothing; what it failed of is in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message || error.cause.name}` : error.message;
}
