import type { AttemptTiming } from '../callback.js';
import type { Opening } from './connection-opener.js';

/** Instants of an attempt on the monotonic clock; NaN where it did not come so far. */
export interface AttemptInstants {
  startedMs: number;
  /** It had its place in the client. */
  admittedMs: number;
  /** It first went out on a connection. */
  sentMs: number;
  /** It last went out: again after a redirect, or on another connection. */
  lastSentMs: number;
  answeredMs: number;
}

/** `opening` is of the connection that was opened for the attempt, if one was. */
export function timingOf(at: AttemptInstants, opening: Opening | null, endedMs: number): AttemptTiming {
  const { startedMs, admittedMs, sentMs, lastSentMs, answeredMs } = at;
  const totalMs = Math.round(endedMs - startedMs);
  // One that was opened for an earlier attempt, which did not use it, has cost this one nothing.
  const parts = opening !== null && opening.startedMs >= startedMs ? opening : null;
  let waitedUntilMs = Number.isNaN(sentMs) ? admittedMs : sentMs;
  if (parts !== null) waitedUntilMs -= (parts.securedMs ?? parts.connectedMs ?? parts.startedMs) - parts.startedMs;
  const waitMs = Number.isNaN(waitedUntilMs) ? totalMs : Math.max(0, Math.round(waitedUntilMs - startedMs));
  const timing: AttemptTiming = { waitMs, totalMs };
  if (parts?.connectedMs !== undefined) {
    const { startedMs: openedMs, resolvedMs, connectedMs, securedMs } = parts;
    if (resolvedMs !== undefined) timing.dnsMs = Math.round(resolvedMs - openedMs);
    timing.connectMs = Math.round(connectedMs - (resolvedMs ?? openedMs));
    if (securedMs !== undefined) timing.tlsMs = Math.round(securedMs - connectedMs);
  }
  if (!Number.isNaN(answeredMs)) timing.firstByteMs = Math.round(answeredMs - lastSentMs);
  return timing;
}
