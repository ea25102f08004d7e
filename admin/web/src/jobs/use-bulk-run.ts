import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Job } from '../api/client';

/** Calls at once: the hub has others to answer. */
const AT_ONCE = 4;

export interface BulkProgress {
  done: number;
  of: number;
  refused: { job: Job; error: unknown }[];
  isOver: boolean;
}

/** Works through jobs one call each, says how far it has come, and goes on where one is refused. */
export function useBulkRun() {
  const queryClient = useQueryClient();
  const [progress, setProgress] = useState<BulkProgress | null>(null);
  const stopped = useRef(false);
  const start = async (jobs: readonly Job[], call: (job: Job) => Promise<unknown>): Promise<BulkProgress> => {
    stopped.current = false;
    const state: BulkProgress = { done: 0, of: jobs.length, refused: [], isOver: false };
    const tell = (): void => setProgress({ ...state, refused: [...state.refused] });
    const queue = [...jobs];
    const worker = async (): Promise<void> => {
      for (let job = queue.shift(); job && !stopped.current; job = queue.shift()) {
        try {
          await call(job);
        } catch (error) {
          state.refused.push({ job, error });
        }
        state.done += 1;
        tell();
      }
    };
    tell();
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    state.isOver = true;
    tell();
    void queryClient.invalidateQueries();
    return state;
  };
  return { progress, start, stop: () => (stopped.current = true), reset: () => setProgress(null) };
}
