import type { Delivery } from './delivery.js';

/** One run, as a handler sees it. */
export interface Run {
  /** The same for all attempts: the key by which work is told apart from its repetition. */
  readonly id: string;
  readonly jobId: string;
  /** Which dispatch of the run this is, from 1. */
  readonly attempt: number;
  /** From 1; grows when this service itself tries again (`retry`). */
  readonly localAttempt: number;
  /** The instant of the schedule, however late the run is. */
  readonly plannedAt: Date;
  readonly timeoutMs: number;
  readonly retryLimit: number;
  /** True: the callback was answered 202 already, and the outcome is reported. */
  readonly isAsync: boolean;
  /** The body: parsed when it is JSON, else its text; undefined when there is none. */
  readonly payload: unknown;
  readonly rawBody: Uint8Array;
  /** Aborts when the outcome is wanted no more; its reason is a `RunAborted`. */
  readonly signal: AbortSignal;
  /** Adds to the run's log in Crony. Best effort; without effect in a synchronous run, as are the two below. */
  readonly log: (line: string) => void;
  /** 0 to 100. */
  readonly progress: (percent: number, message?: string) => void;
  /** Says that the work goes on. Not needed as long as the process lives: heartbeats are sent by themselves. */
  readonly heartbeat: () => void;
}

/** What it returns is the answer of a synchronous callback, and the output of an asynchronous run. */
export type Handler = (run: Run) => unknown;

/** Where `log`, `progress` and `heartbeat` go. */
export interface RunFeed {
  log(line: string): void;
  progress(percent: number, message?: string): void;
  heartbeat(): void;
}

export const SILENT_FEED: RunFeed = { log: () => {}, progress: () => {}, heartbeat: () => {} };

export function toRun(delivery: Delivery, localAttempt: number, signal: AbortSignal, feed: RunFeed): Run {
  return {
    id: delivery.runId,
    jobId: delivery.jobId,
    attempt: delivery.attempt,
    localAttempt,
    plannedAt: new Date(delivery.plannedAtMs),
    timeoutMs: delivery.timeoutMs,
    retryLimit: delivery.retryLimit,
    isAsync: delivery.report !== null,
    payload: payloadOf(delivery),
    rawBody: delivery.body,
    signal,
    log: (line) => feed.log(line),
    progress: (percent, message) => feed.progress(percent, message),
    heartbeat: () => feed.heartbeat(),
  };
}

function payloadOf({ body, contentType }: Delivery): unknown {
  if (body.length === 0) return undefined;
  const text = new TextDecoder().decode(body);
  if (contentType !== '' && !/[/+]json\b/i.test(contentType)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
