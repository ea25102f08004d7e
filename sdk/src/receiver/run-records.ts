import type { RunRecord } from '../journal/run-journal.js';
import { decodeBase64, encodeBase64 } from '../signature/base64.js';
import type { Delivery } from './delivery.js';

/** An asynchronous delivery. */
export type AsyncDelivery = Delivery & { report: NonNullable<Delivery['report']> };

export function isAsync(delivery: Delivery): delivery is AsyncDelivery {
  return delivery.report !== null;
}

/** `keepBody`: the run may have to be started again out of the journal. */
export function acceptedRecord(delivery: AsyncDelivery, acceptedAtMs: number, keepBody: boolean): RunRecord {
  const { runId, jobId, attempt, plannedAtMs, timeoutMs, retryLimit, path, contentType, report } = delivery;
  return {
    runId,
    jobId,
    attempt,
    plannedAtMs,
    timeoutMs,
    retryLimit,
    path,
    contentType,
    body: keepBody ? encodeBase64(delivery.body) : null,
    reportUrl: report.url,
    reportToken: report.token,
    reportTimeoutMs: report.timeoutMs,
    heartbeatMs: report.heartbeatMs,
    acceptedAtMs,
    outcome: null,
    endedAtMs: null,
    settledAtMs: null,
  };
}

/** Null for a record without a body, of a service that did not want to rerun when it wrote it. */
export function recordedDelivery(record: RunRecord): AsyncDelivery | null {
  const { runId, jobId, attempt, plannedAtMs, timeoutMs, retryLimit, path, contentType } = record;
  const body = record.body === null ? null : decodeBase64(record.body);
  if (body === null) return null;
  const { reportUrl: url, reportToken: token, reportTimeoutMs, heartbeatMs } = record;
  const report = { url, token, timeoutMs: reportTimeoutMs, heartbeatMs };
  return { runId, jobId, attempt, plannedAtMs, timeoutMs, retryLimit, path, contentType, body, report };
}

/** The newer delivery's attempt has the say from now on, and its time counts. */
export function adopted(record: RunRecord, delivery: AsyncDelivery, acceptedAtMs: number): RunRecord {
  const { url, token, timeoutMs, heartbeatMs } = delivery.report;
  return {
    ...record,
    attempt: delivery.attempt,
    reportUrl: url,
    reportToken: token,
    reportTimeoutMs: timeoutMs,
    heartbeatMs,
    acceptedAtMs,
  };
}

/**
 * True: what is known of the run answers this delivery as well. False: it is the retry that a failed attempt was
 * reported for, and means to be worked on.
 */
export function answersFor(record: RunRecord, delivery: AsyncDelivery): boolean {
  if (record.outcome === null) return false;
  const { status, retryable } = record.outcome;
  return status === 'succeeded' || retryable === false || delivery.attempt <= record.attempt;
}
