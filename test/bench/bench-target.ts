import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LatencySummary } from './latency-summary.js';

export interface TargetSummary {
  count: number;
  lateness: LatencySummary;
}

export interface BenchTarget {
  url: string;
  summary(): Promise<TargetSummary>;
  reset(): Promise<void>;
  stop(): void;
}

/** The service that benchmarks call (target.ts), as a process of its own. */
export async function startTarget(): Promise<BenchTarget> {
  const child = fork(fileURLToPath(new URL('target.js', import.meta.url)));
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    summary: async () => (await (await fetch(`${url}/summary`)).json()) as TargetSummary,
    reset: async () => void (await fetch(`${url}/reset`, { method: 'POST' })),
    stop: () => child.disconnect(),
  };
}
