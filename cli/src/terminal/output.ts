import { once } from 'node:events';
import { table } from './table.js';
import type { Terminal } from './command.js';

const FALLBACK_COLUMNS = 100;

/** Waits where the reader is slower, so that a long list is never held in memory whole. */
export async function print({ stdout }: Terminal, text: string): Promise<void> {
  if (!stdout.write(`${text}\n`)) await once(stdout, 'drain');
}

export function say({ stderr }: Terminal, text: string): void {
  stderr.write(`${text}\n`);
}

/** A list as JSON lines or as a table of at most so many rows at a time, whose columns are set by the first of them. */
const ROWS_AT_ONCE = 500;

export async function printList<T extends object>(
  terminal: Terminal,
  items: AsyncIterable<T> | Iterable<T>,
  view: {
    json: boolean;
    head: readonly string[];
    whole?: readonly string[];
    row: (item: T) => readonly string[];
    none: string;
  },
): Promise<void> {
  let rows: (readonly string[])[] = [];
  let printed = 0;
  const flush = async (): Promise<void> => {
    if (rows.length > 0) await print(terminal, table(view.head, rows, columnsOf(terminal), view.whole));
    printed += rows.length;
    rows = [];
  };
  for await (const item of items) {
    if (view.json) {
      await print(terminal, JSON.stringify(item));
      printed += 1;
      continue;
    }
    rows.push(view.row(item));
    if (rows.length >= ROWS_AT_ONCE) await flush();
  }
  await flush();
  if (printed === 0 && !view.json) say(terminal, view.none);
}

export function columnsOf({ stdout }: Terminal): number | null {
  return stdout.isTTY === true ? (stdout.columns ?? FALLBACK_COLUMNS) : null;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

export function duration(ms: number | null): string {
  if (ms === null) return '-';
  if (ms < SECOND_MS) return `${ms} ms`;
  if (ms < MINUTE_MS) return `${(ms / SECOND_MS).toFixed(1)} s`;
  return `${Math.floor(ms / MINUTE_MS)} min ${Math.floor((ms % MINUTE_MS) / SECOND_MS)} s`;
}
