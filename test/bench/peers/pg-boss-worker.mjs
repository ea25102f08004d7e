// pg-boss: its cron has minutes and a pass every thirty seconds, so each run is a job that starts at its instant,
// inserted half a second ahead in batches, as a scheduler built on it would do; and workers that take batches.
//   pg-boss-worker.mjs <modules> <port of postgres> <target url> <jobs>     every job once a second
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { call } from './peer-call.mjs';

const [modules, port, target, jobs] = process.argv.slice(2);
const PgBoss = createRequire(join(modules, 'package.json'))('pg-boss');
const boss = new PgBoss({ host: '127.0.0.1', port: Number(port), user: 'bench', database: 'postgres', max: 20 });
boss.on('error', (error) => console.error(error));
await boss.start();
await boss.createQueue('bench');
const AHEAD_MS = 500;
const STEP_MS = 50;
const WORKERS = 8;
const BATCH = 500;
const SHORTEST_POLLING_S = 0.5;

let planned = Date.now() + AHEAD_MS;
const plan = async () => {
  const until = Date.now() + AHEAD_MS;
  const batch = [];
  // Job n at its phase of every second.
  for (; planned < until; planned += 1) {
    for (let n = planned % 1_000; n < Number(jobs); n += 1_000) {
      batch.push({ name: 'bench', data: { plannedAt: planned }, startAfter: new Date(planned) });
    }
  }
  for (let from = 0; from < batch.length; from += BATCH) await boss.insert(batch.slice(from, from + BATCH));
  setTimeout(plan, STEP_MS);
};
void plan();
for (let i = 0; i < WORKERS; i += 1) {
  // One after the other, so that their polls are spread over the half second.
  await new Promise((resolve) => setTimeout(resolve, (SHORTEST_POLLING_S * 1_000) / WORKERS));
  await boss.work('bench', { batchSize: BATCH, pollingIntervalSeconds: SHORTEST_POLLING_S }, (taken) =>
    Promise.all(taken.map((job) => call(target, job.id, job.data.plannedAt))),
  );
}
process.send('ready');
process.once('disconnect', () => process.exit(0));
