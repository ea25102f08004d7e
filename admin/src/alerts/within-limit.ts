import type { Clock } from '@crony/shared/runtime/clock';
import { SendError } from './channels/channel.js';

/** Ends the work's signal when its time is up, or with `signal`. What does not end even then is left alone. */
export async function withinLimit<T>(
  clock: Clock,
  limitMs: number,
  signal: AbortSignal,
  work: (ending: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  const isOver = new Promise<never>((_, reject) => {
    ending.signal.addEventListener('abort', () =>
      reject(new SendError(`no answer within ${limitMs} ms`, { retryable: true, uncertain: true })),
    );
  });
  isOver.catch(() => {}); // not every call is cut short
  const timer = clock.setTimeout(end, limitMs);
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  try {
    const done = work(ending.signal);
    done.catch(() => {});
    return await Promise.race([isOver, done]);
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', end);
  }
}
