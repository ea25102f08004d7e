// BullMQ: a job scheduler for each job, and workers, in one process as Crony's node is one.
//   bullmq-worker.mjs <modules> <port of redis> <target url> <jobs>     every job once a second
// Says "ready" to its parent when all of them are there.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { call } from './peer-call.mjs';

const [modules, port, target, jobs] = process.argv.slice(2);
const { Queue, Worker } = createRequire(join(modules, 'package.json'))('bullmq');
const connection = { host: '127.0.0.1', port: Number(port), maxRetriesPerRequest: null };
const EVERY_MS = 1_000;
const WORKERS = 4;
const CONCURRENCY = 100;
const AT_ONCE = 200;
const queue = new Queue('bench', { connection });
// Finished runs are kept for a look, as Crony keeps them; without a limit Redis would grow for ever.
const opts = { removeOnComplete: { count: 10_000 }, removeOnFail: { count: 10_000 } };

for (let from = 0; from < Number(jobs); from += AT_ONCE) {
  await Promise.all(
    Array.from({ length: Math.min(AT_ONCE, Number(jobs) - from) }, (_, i) => {
      const n = from + i;
      const repeat = { every: EVERY_MS, offset: (n * 617) % EVERY_MS };
      return queue.upsertJobScheduler(`job-${n}`, repeat, { name: 'fire', opts });
    }),
  );
}
for (let i = 0; i < WORKERS; i += 1) {
  // The id of a scheduled run ends in the instant it was planned for.
  const worker = new Worker('bench', (job) => call(target, job.id, Number(job.id.split(':').at(-1))), {
    connection,
    concurrency: CONCURRENCY,
  });
  worker.on('error', (error) => console.error(error));
}
process.send('ready');
process.once('disconnect', () => process.exit(0));
