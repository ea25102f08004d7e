/** Pure: what a channel sends next, so that a thousand failures are one message a minute and not a thousand. */
import { DAY_MS, MINUTE_MS, SECOND_MS } from '@crony/shared/domain/durations';
import type { Notification, SendWindow } from '@crony/shared/store/store';

export const WINDOW_MS = 60_000;
/** Messages of one notice each in a minute; whatever comes beyond goes out as one digest, and that is the last. */
export const MOST_SINGLE = 3;
/** The digest of this minute has gone out. */
const CLOSED = 1_000_000;

export type NextMessage =
  /** What was tried before, as it was put together then: it may have gone out, and must be known again. */
  | { do: 'again'; batchId: string }
  | { do: 'single'; notification: Notification }
  | { do: 'digest' }
  | { do: 'rest'; forMs: number }
  | { do: 'nothing' };

/** `due`: oldest first, but for those that have been tried, which come first. */
export function nextMessage(due: readonly Notification[], window: SendWindow, now: number): NextMessage {
  const [first] = due;
  if (!first) return { do: 'nothing' };
  if (first.batchId !== null) return { do: 'again', batchId: first.batchId };
  const { from, sent } = currentWindow(window, now);
  if (sent >= CLOSED) return { do: 'rest', forMs: from + WINDOW_MS - now };
  if (due.length > MOST_SINGLE - sent) return { do: 'digest' };
  return { do: 'single', notification: first };
}

export function afterSending(sent: 'single' | 'digest', window: SendWindow, now: number): SendWindow {
  const current = currentWindow(window, now);
  return { from: current.from, sent: sent === 'digest' ? CLOSED : current.sent + 1 };
}

function currentWindow(window: SendWindow, now: number): SendWindow {
  // A clock that was set back must not keep a channel silent.
  return now - window.from >= WINDOW_MS || window.from > now ? { from: now, sent: 0 } : window;
}

/** How a channel is left. */
export interface Served {
  window: SendWindow;
  restMs: number;
}

/** Pure: 5, 10, 20 … seconds, up to five minutes, unless the other side wants longer. */
export function restAfter(tries: number, retryAfterMs: number | null): number {
  const restMs = Math.min(FIRST_REST_MS * 2 ** Math.min(tries, 20), LONGEST_REST_MS);
  return Math.max(restMs, Math.min(retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS));
}

const FIRST_REST_MS = 5 * SECOND_MS;
const LONGEST_REST_MS = 5 * MINUTE_MS;
/** What the other side asks for is honoured up to here. */
const LONGEST_RETRY_AFTER_MS = 60 * MINUTE_MS;
/** After so long nobody is woken any more; the alert stays to be seen. */
export const GIVE_UP_AFTER_MS = DAY_MS;
