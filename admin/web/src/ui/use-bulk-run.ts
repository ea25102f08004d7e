import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { isSignedOut, UnreachableError } from '../api/client';

/** Calls at once: the hub has others to answer. */
const AT_ONCE = 4;
/** Oftener than eyes can follow would only draw the page. */
const TELL_MS = 100;

export interface Refusal<T> {
  item: T;
  error: unknown;
}

export interface BulkProgress<T> {
  done: number;
  of: number;
  refused: readonly Refusal<T>[];
  /** Not tried: somebody stopped it, or the hub went away. */
  left: readonly T[];
  isOver: boolean;
}

/** Works through jobs or runs, one call each, says how far it has come, and goes on where one is refused. */
export function useBulkRun<T extends object>() {
  const queryClient = useQueryClient();
  const [progress, setProgress] = useState<BulkProgress<T> | null>(null);
  const stopped = useRef(false);
  // A page that is left does not go on changing jobs behind its reader's back.
  useEffect(() => () => void (stopped.current = true), []);
  const start = async (items: readonly T[], call: (item: T) => Promise<unknown>): Promise<BulkProgress<T>> => {
    stopped.current = false;
    const refused: Refusal<T>[] = [];
    const queue = [...items];
    let done = 0;
    let toldAt = 0;
    const state = (isOver: boolean): BulkProgress<T> => ({ done, of: items.length, refused: [...refused], left: isOver ? [...queue] : [], isOver }); // prettier-ignore
    const tell = (): void => {
      const now = performance.now();
      if (now - toldAt < TELL_MS) return;
      toldAt = now;
      setProgress(state(false));
    };
    const worker = async (): Promise<void> => {
      for (let item = queue.shift(); item; item = queue.shift()) {
        try {
          await call(item);
        } catch (error) {
          refused.push({ item, error });
          // Of no use to ask the same of a thousand more.
          if (error instanceof UnreachableError || isSignedOut(error)) stopped.current = true;
        }
        done += 1;
        tell();
        if (stopped.current) return;
      }
    };
    setProgress(state(false));
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    const end = state(true);
    setProgress(end);
    void queryClient.invalidateQueries();
    return end;
  };
  return { progress, start, stop: () => (stopped.current = true) };
}
