// Long work: accepted at once, reported when done. The journal in a file carries it across restarts.
import { createServer } from 'node:http';
import { createReceiver } from '@crony/sdk';
import { fileJournal } from '@crony/sdk/journal';
import { nodeHandler } from '@crony/sdk/node';

async function settle(run) {
  const shards = run.payload.shards;
  for (const [n, shard] of shards.entries()) {
    run.signal.throwIfAborted();
    run.log(`settling shard ${shard}`);
    await new Promise((resolve) => setTimeout(resolve, Number(process.env.SHARD_MS ?? 10_000)));
    run.progress((100 * (n + 1)) / shards.length);
  }
  return `${shards.length} shards settled`;
}

const receiver = createReceiver({
  secrets: process.env.CRONY_SIGNING_SECRET,
  handler: settle,
  journal: fileJournal(process.env.JOURNAL ?? './crony-runs.jsonl'),
  // Failed work is tried again here, as often as the job allows; Crony hears of the end only.
  retry: { limit: 'platform', delayMs: 1_000 },
});
await receiver.ready;

const server = createServer(nodeHandler(receiver)).listen(Number(process.env.PORT ?? 3000));

process.once('SIGTERM', async () => {
  server.close();
  await receiver.close({ graceMs: 20_000 });
  process.exit(0);
});
