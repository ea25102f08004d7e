/**
 * What the same work costs without Crony, in a process of its own as the node is one. Prints one line of JSON.
 *
 *   floor.js <mysql url> <target url> both|calls|rows <seconds>   as fast as it goes
 *   floor.js <mysql url> <target url> paced <rate> <seconds>      each call at its instant, rows behind them
 *   floor.js <mysql url> <target url> drain <count>               so many calls at one instant, no rows
 */
import { systemClock } from '@crony/shared/runtime/clock';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import { FloorCalls } from './floor-calls.js';
import { FloorRows } from './floor-rows.js';

const [databaseUrl, targetUrl, mode, ...amounts] = process.argv.slice(2) as [string, string, string, ...string[]];
const [first = 0, second = 0] = amounts.map(Number);

const BATCH = 500;
const BATCHES_IN_FLIGHT = 4;
/** Rows of paced calls are gathered this long, as a node gathers its claims and results. */
const GATHER_MS = 20;

const calls = new FloorCalls(targetUrl);
const rows = new FloorRows(databaseUrl);
const newId = (): string => uuidv7(systemClock);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function asFastAsItGoes(seconds: number): Promise<number> {
  const endAt = performance.now() + seconds * 1_000;
  let done = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() < endAt) {
      const ids = Array.from({ length: BATCH }, newId);
      if (mode !== 'calls') await rows.insert(ids);
      if (mode !== 'rows') await Promise.all(ids.map((id) => calls.call(id, Date.now())));
      if (mode !== 'calls') await rows.update(ids);
      done += BATCH;
    }
  };
  await Promise.all(Array.from({ length: BATCHES_IN_FLIGHT }, lane));
  return done;
}

/** Rows are inserted half a second ahead and updated behind, as a node does. */
async function paced(rate: number, seconds: number): Promise<number> {
  const AHEAD_MS = 500;
  const count = rate * seconds;
  const startAt = Date.now() + AHEAD_MS + 500;
  const plannedAt = (i: number): number => startAt + Math.floor((i * 1_000) / rate);
  const ready: { id: string; plannedAt: number }[] = [];
  const ended: string[] = [];
  let inserted = 0;
  let updated = 0;
  const insertAhead = async (): Promise<void> => {
    while (inserted < count) {
      const batch: { id: string; plannedAt: number }[] = [];
      while (inserted + batch.length < count && plannedAt(inserted + batch.length) <= Date.now() + AHEAD_MS) {
        batch.push({ id: newId(), plannedAt: plannedAt(inserted + batch.length) });
      }
      if (batch.length > 0) await rows.insert(batch.map(({ id }) => id));
      inserted += batch.length;
      ready.push(...batch);
      await sleep(GATHER_MS);
    }
  };
  const updateBehind = async (): Promise<void> => {
    while (updated < count) {
      const batch = ended.splice(0);
      if (batch.length > 0) await rows.update(batch);
      updated += batch.length;
      await sleep(GATHER_MS);
    }
  };
  const call = async (): Promise<void> => {
    let started = 0;
    while (started < count) {
      const next = ready[started];
      if (next === undefined || next.plannedAt > Date.now()) {
        await sleep(next === undefined ? 1 : Math.max(0, next.plannedAt - Date.now()));
        continue;
      }
      started += 1;
      void calls.call(next.id, next.plannedAt).then(() => ended.push(next.id));
    }
  };
  await Promise.all([insertAhead(), call(), updateBehind()]);
  return count;
}

async function drain(count: number): Promise<number> {
  const now = Date.now();
  await Promise.all(Array.from({ length: count }, () => calls.call(newId(), now)));
  return count;
}

/** Connections are there and code is compiled before anything is measured. */
async function warmUp(): Promise<void> {
  const ids = Array.from({ length: 2_000 }, newId);
  await rows.insert(ids);
  await Promise.all(ids.map((id) => calls.call(id, Date.now())));
  await rows.update(ids);
  await fetch(`${targetUrl}/reset`, { method: 'POST' });
}

await warmUp();
const cpuAtStart = process.cpuUsage();
const startedAt = performance.now();
const done = await (mode === 'paced' ? paced(first, second) : mode === 'drain' ? drain(first) : asFastAsItGoes(first));
const elapsedS = (performance.now() - startedAt) / 1_000;
const { user, system } = process.cpuUsage(cpuAtStart);
process.stdout.write(`${JSON.stringify({ perSecond: done / elapsedS, cpuMicrosPerRun: (user + system) / done })}\n`);
await calls.close();
await rows.close();
