/** The journal in a file: what it remembers, what it survives, how large it gets. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileJournal, memoryJournal, type RunJournal, type RunRecord } from '@crony/sdk/journal';
import { receiverBench } from './receiver-bench.js';
import { RUN_ID } from './signed-request.js';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'crony-journal-'));
  path = join(directory, 'runs.jsonl');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function record(runId: string, change: Partial<RunRecord> = {}): RunRecord {
  return {
    runId,
    jobId: 'job',
    attempt: 1,
    plannedAtMs: 1,
    timeoutMs: 1_000,
    retryLimit: 0,
    path: '/',
    contentType: 'application/json',
    body: null,
    reportUrl: 'http://127.0.0.1:1/api/v1/runs/x/report',
    reportToken: 'secret',
    reportTimeoutMs: null,
    heartbeatMs: null,
    acceptedAtMs: 1,
    outcome: null,
    endedAtMs: null,
    settledAtMs: null,
    ...change,
  };
}
const ended = (output = '') => ({ outcome: { status: 'succeeded', output, reportId: 'r' }, endedAtMs: 2 }) as const;
const settled = (output = '') => ({ ...ended(output), settledAtMs: 3 });
const ids = (records: readonly RunRecord[]) => records.map(({ runId }) => runId).sort();

describe.each<[string, () => RunJournal]>([
  ['memoryJournal', () => memoryJournal({ mostSettledRuns: 3 })],
  ['fileJournal', () => fileJournal(path, { mostSettledRuns: 3 })],
])('%s', (_name, create) => {
  it('finds what was written last, and forgets the oldest of what is over', async () => {
    const journal = create();
    expect(await journal.open()).toEqual([]);
    await journal.write(record('open'));
    await journal.write(record('unsent', ended()));
    for (const n of [1, 2, 3, 4]) await journal.write(record(`over-${n}`, settled()));
    expect(await journal.find('open')).toEqual(record('open'));
    expect(await journal.find('unsent')).toEqual(record('unsent', ended()));
    expect(await journal.find('over-1')).toBeUndefined();
    expect(await journal.find('over-4')).toEqual(record('over-4', settled()));
    await journal.write(record('over-4', { attempt: 2 }));
    expect(await journal.find('over-4')).toEqual(record('over-4', { attempt: 2 }));
    await journal.close();
  });
});

describe('the file', () => {
  it('gives back what is unfinished or unsent', async () => {
    const first = fileJournal(path);
    await first.open();
    await Promise.all(['a', 'b', 'c'].map((id) => first.write(record(id))));
    await first.write(record('b', ended()));
    await first.write(record('c', settled()));
    await first.close();
    const second = fileJournal(path);
    expect(ids(await second.open())).toEqual(['a', 'b']);
    expect(await second.find('c')).toEqual(record('c', settled()));
    await second.close();
  });

  it('is for its owner only: it names tokens', async () => {
    const journal = fileJournal(path);
    await journal.open();
    await journal.write(record('a'));
    expect(statSync(path).mode & 0o077).toBe(0);
    await journal.close();
  });

  it('survives every place at which a write may be torn', async () => {
    const journal = fileJournal(path);
    await journal.open();
    await journal.write(record('a'));
    await journal.write(record('b'));
    await journal.close();
    const whole = readFileSync(path);
    const firstLine = whole.indexOf(10) + 1;
    for (let bytes = firstLine; bytes < whole.length; bytes += 7) {
      writeFileSync(path, whole.subarray(0, bytes));
      const again = fileJournal(path);
      expect(ids(await again.open())).toEqual(['a']);
      await again.write(record('c'));
      await again.close();
      const last = fileJournal(path);
      expect(ids(await last.open())).toEqual(['a', 'c']);
      await last.close();
    }
  });

  it('skips lines that are no records', async () => {
    writeFileSync(path, `{"torn":\n\n[]\nnull\n${JSON.stringify(record('a'))}\n\u0000\u0000\n`);
    const journal = fileJournal(path);
    expect(ids(await journal.open())).toEqual(['a']);
    await journal.close();
  });

  it('stays within its bound, whatever goes through it, and loses nothing that is open', async () => {
    const mostBytes = 64 * 1_024;
    const journal = fileJournal(path, { mostBytes });
    await journal.open();
    await journal.write(record('open'));
    await journal.write(record('unsent', ended('x'.repeat(2_000))));
    for (let n = 0; n < 300; n += 1) {
      await journal.write(record(`run-${n}`));
      await journal.write(record(`run-${n}`, settled('y'.repeat(1_000))));
      expect(statSync(path).size).toBeLessThan(mostBytes + 4_096);
    }
    expect(await journal.find('run-299')).toBeDefined();
    expect(await journal.find('run-0')).toBeUndefined();
    await journal.close();
    const again = fileJournal(path, { mostBytes });
    expect(ids(await again.open())).toEqual(['open', 'unsent']);
    await again.close();
  });

  it('has one owner', async () => {
    const journal = fileJournal(path);
    await journal.open();
    await expect(fileJournal(path).open()).rejects.toThrow(/open in this process already/);
    await journal.close();
    const other = { pid: process.ppid, host: (await import('node:os')).hostname(), startedAt: startOf(process.ppid) };
    writeFileSync(`${path}.lock`, JSON.stringify(other));
    await expect(fileJournal(path).open()).rejects.toThrow(/in use by process/);
    // The same process id, but another process: the owner is dead.
    writeFileSync(`${path}.lock`, JSON.stringify({ ...other, startedAt: '1' }));
    const mine = fileJournal(path);
    await mine.open();
    await mine.close();
    appendFileSync(`${path}.lock`, '{"pid":');
    await mine.open();
    await mine.close();
  });
});

describe('a receiver with a journal that survives', () => {
  it('reports after a restart what it could not report before', async () => {
    const before = receiverBench({ handler: () => 'done', journal: fileJournal(path) });
    await before.receiver.ready;
    before.hub.outage = 'cut';
    await before.accept();
    await until(async () => {
      await before.clock.advance(10);
      return before.events.length > 0;
    });
    await before.receiver.close();
    before.hub.outage = null;
    const after = receiverBench({ handler: () => 'never', journal: fileJournal(path) }, before);
    await after.receiver.ready;
    await until(async () => after.run().status === 'succeeded');
    expect(after.run().output).toBe('done');
    expect((await after.accept()).status).toBe(202);
    await after.receiver.close();
    expect(after.hub.complaints).toEqual([]);
  });

  it('leaves a run to the next process when it is closed and that is to rerun it', async () => {
    const options = { journal: fileJournal(path), onRestart: 'rerun' } as const;
    const before = receiverBench({ ...options, handler: ({ signal }) => rejection(signal) });
    await before.receiver.ready;
    await before.accept();
    await before.clock.advance(10);
    await before.receiver.close();
    expect(before.run().status).toBe('accepted');
    const payloads: unknown[] = [];
    const handler = ({ payload }: { payload: unknown }) => void payloads.push(payload);
    const after = receiverBench({ ...options, journal: fileJournal(path), handler }, before);
    await after.receiver.ready;
    await until(async () => {
      await after.clock.advance(10);
      return after.run().status === 'succeeded';
    });
    expect(payloads).toEqual([{ shard: 1 }]);
    await after.receiver.close();
    expect(readFileSync(path, 'utf8')).toContain(RUN_ID);
  });
});

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
}

function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}
