import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '@crony/shared/runtime/logger';
import type { Logger } from '@crony/shared/runtime/logger';
import { openSpool } from '@crony/node/record/open-spool';
import { Spool, SpoolFullError } from '@crony/node/record/spool';
import { attempt, claimOf, holder, resultOf } from '../kit/factories.js';
import { FakeClock } from '../kit/fake-clock.js';

const MIB = 1_024 * 1_024;
const job = { id: '01900000-0000-7000-8000-000000000000', name: 'a job', project: 'default' };
const owner = holder();
const clock = new FakeClock();
const none: ReadonlySet<string> = new Set();
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crony-spool-'));
  path = join(folder, 'spool.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (maxBytes = 16 * MIB, logger: Logger = silentLogger): Spool =>
  openSpool({ path, maxBytes, clock, logger });
const intents = (count: number) => Array.from({ length: count }, () => ({ holder: owner, claim: claimOf(job) }));
const result = (claim: ReturnType<typeof claimOf>, response = 'done') =>
  resultOf(claim, { fence: 0, attempt: attempt({ response, responseBytes: response.length }) });

describe('a spool', () => {
  it('gives back what was put into it, after a restart too', () => {
    const [a, b] = intents(2);
    const spool = open();
    spool.intend([a!, b!]);
    spool.conclude([result(a!.claim)]);
    expect(spool.concluded(none)).toEqual([{ ...a, result: result(a!.claim) }]);
    spool.close();
    const again = open();
    expect(again.size).toBe(2);
    expect(again.bytes).toBe(spool.bytes);
    expect(again.earliestPlannedAt()).toBe(Math.min(a!.claim.plannedAt, b!.claim.plannedAt));
    expect(again.leftByOthers('another', none)).toEqual([
      { ...a, result: result(a!.claim) },
      { ...b, result: null },
    ]);
    expect(again.leftByOthers(owner.incarnation, none)).toEqual([]);
    expect(again.leftByOthers('another', new Set([a!.claim.runId, b!.claim.runId]))).toEqual([]);
    again.forget([a!.claim.runId, b!.claim.runId, 'never heard of']);
    expect([again.size, again.bytes, again.earliestPlannedAt()]).toEqual([0, 0, Infinity]);
    again.close();
  });

  it('is handed out in parts', () => {
    const spool = open();
    const many = intents(1_200);
    spool.intend(many);
    spool.conclude(many.map(({ claim }) => result(claim)));
    expect(spool.concluded(none)).toHaveLength(500);
    expect(spool.leftByOthers('another', none)).toHaveLength(500);
    spool.close();
  });

  it('takes no intent beyond its bound, all or none, and every result', () => {
    const spool = open(40_000);
    const kept = [];
    while (!spool.isFull()) {
      const [one] = intents(1);
      try {
        spool.intend([one!]);
      } catch (error) {
        expect(error).toBeInstanceOf(SpoolFullError);
        break;
      }
      kept.push(one!);
    }
    expect(kept.length).toBeGreaterThan(8);
    expect(() => spool.intend(intents(3))).toThrow(SpoolFullError);
    expect(spool.size).toBe(kept.length);
    spool.conclude(kept.map(({ claim }) => result(claim, 'x'.repeat(60_000))));
    const read = spool.concluded(none);
    expect(read).toHaveLength(kept.length);
    // Bodies go first; what ran and how it ended stays, and the length of what was cut is said.
    for (const { result: back } of read) expect(back!.attempt).toMatchObject({ response: null, responseBytes: 60_000 });
    expect(spool.bytes).toBeLessThan(60_000);
    spool.forget(kept.slice(0, 3).map(({ claim }) => claim.runId));
    spool.close();
  });

  it('keeps bodies while there is room', () => {
    const spool = open();
    const [one] = intents(1);
    spool.intend([one!]);
    spool.conclude([result(one!.claim, 'x'.repeat(60_000))]);
    expect(spool.concluded(none)[0]!.result!.attempt!.response).toHaveLength(60_000);
    spool.close();
  });

  it('says that a disk is full, keeps what it has, and tries again after a while', async () => {
    const db = new Libsql(path);
    const spool = new Spool(db, 16 * MIB, clock);
    const kept = intents(10);
    spool.intend(kept);
    const [pages] = db.prepare('PRAGMA page_count').all() as { page_count: number }[];
    db.pragma(`max_page_count = ${pages!.page_count + 4}`);
    expect(() => {
      for (;;) spool.intend(intents(20));
    }).toThrow(SpoolFullError);
    expect(spool.isFull()).toBe(true);
    const before = spool.size;
    await clock.advance(1_001);
    expect(spool.isFull()).toBe(false);
    expect(() => spool.intend(intents(100))).toThrow(/cannot be written/);
    expect(spool.size).toBe(before);
    db.pragma('max_page_count = 100000');
    await clock.advance(1_001);
    spool.intend(intents(100));
    expect(spool.size).toBe(before + 100);
    spool.close();
    const again = open();
    expect(again.size).toBe(before + 100);
    again.close();
  });
});

describe('a file that is not sound', () => {
  const lines: string[] = [];
  const logger = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });

  it.each([
    ['is no database', () => writeFileSync(path, 'x'.repeat(10_000))],
    [
      'was overwritten in the middle',
      () => {
        const bytes = readFileSync(path);
        bytes.fill(0x5a, 4_096, bytes.length);
        writeFileSync(path, bytes);
      },
    ],
    ['was cut off', () => truncateSync(path, 5_000)],
  ])('because it %s is put aside, and a new spool begun', (_, damage) => {
    lines.length = 0;
    const before = open();
    before.intend(intents(200));
    before.close();
    damage();
    const spool = open(16 * MIB, logger);
    expect(spool.size).toBe(0);
    spool.intend(intents(2));
    spool.close();
    expect(readdirSync(folder).filter((name) => name.includes('unreadable'))).not.toEqual([]);
    expect(lines.join('')).toContain('put aside');
  });
});

describe('a process that is killed while it writes', { timeout: 60_000 }, () => {
  it('has lost nothing that it had called durable', async () => {
    for (let round = 0; round < 5; round += 1) {
      const file = join(folder, `killed-${round}.db`);
      const main = join(import.meta.dirname, '../dist/spool/endless-writer.js');
      const writer = spawn(process.execPath, [main, file], { stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      let killed = false;
      writer.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (!killed && said.length > 4_000 * (round + 1)) {
          killed = true;
          writer.kill('SIGKILL');
        }
      });
      await new Promise((resolve) => writer.once('close', resolve));
      const told = (word: string): Set<string> =>
        new Set(
          said
            .slice(0, said.lastIndexOf('\n'))
            .split('\n')
            .filter((line) => line.startsWith(word))
            .map((line) => line.slice(word.length + 1)),
        );
      const [intended, concluded, forgotten] = [told('intended'), told('concluded'), told('forgotten')];
      expect(intended.size).toBeGreaterThan(20);
      const spool = openSpool({ path: file, maxBytes: 64 * MIB, clock, logger: silentLogger });
      for (const runId of intended) expect(spool.has(runId) || concluded.has(runId)).toBe(true);
      for (const runId of forgotten) expect(spool.has(runId)).toBe(false);
      const results = new Set(spool.concluded(none).map(({ claim }) => claim.runId));
      const owed = [...concluded].filter((runId) => !forgotten.has(runId) && spool.has(runId));
      if (results.size < 500) for (const runId of owed) expect(results.has(runId)).toBe(true);
      spool.close();
    }
  });
});
