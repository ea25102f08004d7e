/** A service as people write one with the SDK: long work, accepted at once and reported when done. */
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createReceiver } from '../../sdk/src/index.js';
import { fileJournal } from '../../sdk/src/journal.js';
import { nodeHandler } from '../../sdk/src/node.js';

interface Work {
  how: 'succeed' | 'fail' | 'recover' | 'hang';
  ms: number;
}

const applied = process.env['APPLIED']!;
const receiver = createReceiver({
  secrets: process.env['CRONY_SIGNING_SECRET']!,
  journal: fileJournal(process.env['JOURNAL']!),
  concurrency: 2_000,
  async handler(run) {
    const { how, ms } = run.payload as Work;
    run.log(`working on attempt ${run.attempt}`);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, how === 'hang' ? 600_000 : ms);
      run.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        appendFileSync(applied, `${run.id} aborted\n`);
        reject(run.signal.reason as Error);
      });
    });
    if (how === 'fail' || (how === 'recover' && run.attempt === 1)) throw new Error('it did not work');
    appendFileSync(applied, `${run.id} done\n`);
    return `done at attempt ${run.attempt}`;
  },
});
await receiver.ready;
const server = createServer(nodeHandler(receiver)).listen(Number(process.env['PORT']), '127.0.0.1', () => {
  process.stdout.write('listening\n');
});
process.once('SIGTERM', () => {
  server.close();
  void receiver.close({ graceMs: 2_000 }).then(() => process.exit(0));
});
