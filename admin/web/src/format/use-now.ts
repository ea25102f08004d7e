import { useSyncExternalStore } from 'react';

/** One clock for all that counts on the page: everything that says "ago" moves at once, and none of it twice. */
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
const TICK_MS = 1_000;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const one of listeners) one();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The present, to the second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** What is said of the present; whoever says it is asked each second, and shown again only when it is another text. */
export function useTold(tell: (now: number) => string): string {
  return useSyncExternalStore(subscribe, () => tell(now));
}
