/** Resolves when the signal aborts. For signals that end with their owner: the listener stays until then. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** Resolves with the work or, if that is earlier, when the signal aborts, and leaves nothing behind at the signal. */
export async function unlessAborted(signal: AbortSignal, work: Promise<unknown>): Promise<void> {
  const ended = new AbortController();
  const given = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { signal: ended.signal });
  });
  try {
    await Promise.race([work, given]);
  } finally {
    ended.abort();
  }
}
