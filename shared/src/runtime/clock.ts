/**
 * The only file that tells time. Everything else takes a `Clock`, so that tests and the simulation can drive it.
 *
 * Two times are needed because neither is enough: wall time says when a job is due but may step; monotonic time
 * measures a lease but says nothing about the calendar, and on some systems stands still while suspended.
 */
export interface Clock {
  /** Wall time in milliseconds since 1970-01-01T00:00Z. May step in either direction. */
  now(): number;
  /** Milliseconds (with fractions) from an arbitrary origin. Never steps back. */
  monotonic(): number;
  /** Calls back once after `delayMs`. */
  setTimeout(callback: () => void, delayMs: number): TimerHandle;
  /** Resolves after `delayMs`, or at once when `signal` aborts. Never rejects: loops test the signal themselves. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

export interface TimerHandle {
  cancel(): void;
}

/** Node's timers fire after 1 ms when asked for more than this (2^31 − 1 ms, 24.8 days). */
const LONGEST_TIMEOUT_MS = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout(callback, delayMs) {
    const timer = setTimeout(callback, Math.min(Math.max(delayMs, 0), LONGEST_TIMEOUT_MS));
    return { cancel: () => clearTimeout(timer) };
  },
  sleep(delayMs, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(Math.max(delayMs, 0), LONGEST_TIMEOUT_MS));
      signal?.addEventListener('abort', done);
    });
  },
};

/** Rejects with `TimeoutError` when `work` takes longer than `limitMs`; the work itself is not stopped by this. */
export async function withDeadline<T>(clock: Clock, limitMs: number, what: string, work: Promise<T>): Promise<T> {
  let handle: TimerHandle | undefined;
  const late = new Promise<never>((_, reject) => {
    handle = clock.setTimeout(() => reject(new TimeoutError(`${what} took longer than ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    handle?.cancel();
    work.catch(() => {}); // a loser that fails later is not an unhandled rejection
  }
}

export class TimeoutError extends Error {
  override name = 'TimeoutError';
}
