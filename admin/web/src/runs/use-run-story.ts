import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Run, RunDetail } from '../api/client';
import { runQuery } from '../api/queries';
import { isOver } from './run-phase';

export interface OutputChunk {
  seq: number;
  attempt: number;
  stream: 'stdout' | 'stderr' | 'log';
  at: string;
  text: string;
}

export interface RunStory {
  run: Run | undefined;
  detail: RunDetail | undefined;
  output: readonly OutputChunk[];
  /** The line to the hub is broken at present; the browser connects again by itself. */
  isCut: boolean;
  error: unknown;
  refetch: () => void;
}

/** Older lines are left out beyond this. */
const MOST_CHUNKS = 5_000;

/**
 * One run as it goes on: the hub sends what changes, and attempts are read again whenever something has. A component shows
 * one run for all of its life (`key`).
 */
export function useRunStory(runId: string): RunStory {
  const queryClient = useQueryClient();
  const query = useQuery(runQuery(runId));
  const [run, setRun] = useState<Run>();
  const [output, setOutput] = useState<readonly OutputChunk[]>([]);
  const [isCut, setCut] = useState(false);
  const isKnown = query.data !== undefined;
  useEffect(() => {
    if (!isKnown) return;
    const events = new EventSource(`/api/v1/runs/${encodeURIComponent(runId)}/events`);
    let waiting: OutputChunk[] = [];
    let frame = 0;
    const show = (): void => {
      frame = 0;
      const news = waiting;
      waiting = [];
      setOutput((before) => merged(before, news));
    };
    events.addEventListener('open', () => setCut(false));
    events.addEventListener('run', ({ data }: MessageEvent<string>) => {
      const next = JSON.parse(data) as Run;
      setRun(next);
      void queryClient.invalidateQueries({ queryKey: runQuery(runId).queryKey });
      if (isOver(next.status)) void queryClient.invalidateQueries({ queryKey: ['runs', 'list'] });
    });
    events.addEventListener('output', ({ data }: MessageEvent<string>) => {
      waiting.push(JSON.parse(data) as OutputChunk);
      frame ||= requestAnimationFrame(show); // many lines may come at once
    });
    events.addEventListener('end', () => {
      events.close();
      void queryClient.invalidateQueries({ queryKey: runQuery(runId).queryKey });
    });
    events.addEventListener('error', () => setCut(events.readyState !== EventSource.CLOSED));
    return () => {
      events.close();
      cancelAnimationFrame(frame);
    };
  }, [runId, isKnown, queryClient]);
  return {
    run: newer(run, query.data),
    detail: query.data,
    output,
    isCut,
    error: query.error,
    refetch: () => void query.refetch(),
  };
}

/** After a break the hub may repeat what has been shown. */
function merged(before: readonly OutputChunk[], news: readonly OutputChunk[]): readonly OutputChunk[] {
  const last = before.at(-1)?.seq ?? 0;
  return [...before, ...news.filter(({ seq }) => seq > last)].slice(-MOST_CHUNKS);
}

function newer(told: Run | undefined, read: RunDetail | undefined): Run | undefined {
  if (told === undefined || told.id !== read?.id) return read;
  return isOver(read.status) ? read : told;
}
