import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Behaviour } from './callback-behaviour.js';
import type { LedgerSummary, RecordedRequest } from './callback-ledger.js';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The callback target in a process of its own, so that it neither slows what it measures nor dies with it. */
export interface CallbackTargetProcess {
  readonly url: string;
  readonly pid: number;
  summary(): Promise<LedgerSummary & { connections: { open: number; most: number; ever: number } }>;
  /** Attempts by run id. */
  runs(): Promise<Map<string, number[]>>;
  records(afterNumber: number, limit: number): Promise<(Omit<RecordedRequest, 'body'> & { body: string })[]>;
  answer(path: string, behaviour: Behaviour): Promise<void>;
  stop(): Promise<void>;
}

export async function startCallbackTargetProcess(args: string[] = []): Promise<CallbackTargetProcess> {
  const child = spawn(
    process.execPath,
    ['--import', here('typescript-loader.mjs'), here('callback-target-main.ts'), ...args],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  const lines = createInterface(child.stdout);
  const [first] = (await Promise.race([
    once(lines, 'line'),
    exited.then(([code]) => Promise.reject(new Error(`the callback target ended with ${code} before it listened`))),
  ])) as [string];
  const url = first.replace(/\/$/, '');

  const get = async <T>(path: string): Promise<T> => (await fetch(`${url}${path}`)).json() as Promise<T>;
  return {
    url,
    pid: child.pid!,
    summary: () => get('/-/summary'),
    runs: async () => new Map(await get<[string, number[]][]>('/-/runs')),
    records: (afterNumber, limit) => get(`/-/records?after=${afterNumber}&limit=${limit}`),
    async answer(path, behaviour) {
      await fetch(`${url}/-/answer`, { method: 'POST', body: JSON.stringify({ path, behaviour }) });
    },
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}
