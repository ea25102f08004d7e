/** A service for tests that kill it: works for as long as the body says, and counts what it has done since its start. */
import { createServer } from 'node:http';
import { createReceiver } from '@crony/sdk';
import { fileJournal } from '@crony/sdk/journal';
import { nodeHandler } from '@crony/sdk/node';

let done = 0;
const receiver = createReceiver({
  secrets: process.env.CRONY_SIGNING_SECRET!,
  journal: fileJournal(process.env.JOURNAL!),
  onRestart: process.env.ON_RESTART === 'rerun' ? 'rerun' : 'report',
  handler: async ({ payload }) => {
    await new Promise((resolve) => setTimeout(resolve, (payload as { ms: number }).ms));
    done += 1;
    return 'done';
  },
});
const callbacks = nodeHandler(receiver);

createServer((request, response) => {
  if (request.url === '/done') response.end(String(done));
  else callbacks(request, response);
}).listen(Number(process.env.PORT), '127.0.0.1');
