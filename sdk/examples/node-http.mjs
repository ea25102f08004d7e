// The smallest service: Node's own server, one handler for every job.
import { createServer } from 'node:http';
import { createReceiver } from '@crony/sdk';
import { nodeHandler } from '@crony/sdk/node';

const receiver = createReceiver({
  secrets: process.env.CRONY_SIGNING_SECRET,
  handler: (run) => ({ settled: run.payload.shard, plannedAt: run.plannedAt }),
});

createServer(nodeHandler(receiver)).listen(Number(process.env.PORT ?? 3000));
