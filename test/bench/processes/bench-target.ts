import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Arrivals } from './lateness.js';

export type TargetSummary = ReturnType<Arrivals['summary']>;

export interface BenchTarget {
  /** Of the HTTP service. */
  url: string;
  /** `host:port` of the gRPC service. */
  grpcTarget: string;
  summary(): Promise<TargetSummary>;
  reset(): Promise<void>;
  stop(): void;
}

/** The service that benchmarks call (target.ts), as a process of its own. */
export async function startTarget(): Promise<BenchTarget> {
  const child = fork(fileURLToPath(new URL('target.js', import.meta.url)));
  const [{ httpPort, grpcPort }] = (await once(child, 'message')) as [{ httpPort: number; grpcPort: number }];
  const url = `http://127.0.0.1:${httpPort}`;
  return {
    url,
    grpcTarget: `127.0.0.1:${grpcPort}`,
    summary: async () => (await (await fetch(`${url}/summary`)).json()) as TargetSummary,
    reset: async () => void (await fetch(`${url}/reset`, { method: 'POST' })),
    stop: () => child.disconnect(),
  };
}
