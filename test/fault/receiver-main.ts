/**
 * The service that all jobs call, as a process of its own: notes what reaches it, and answers as the path says. On the
 * message `dump` it writes its ledger to a file, a delivery a line, and says so.
 */
import { writeFileSync, appendFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Delivery } from '../check/story.js';
import { callerAt } from './source-address.js';

const LINES_AT_ONCE = 10_000;
/** An hour at a thousand a second. */
const MOST_DELIVERIES = 3_600_000;
const deliveries: Delivery[] = [];

const tempers: Record<string, () => { afterMs: number; fails: boolean }> = {
  '/quick': () => ({ afterMs: 0, fails: false }),
  '/slow': () => ({ afterMs: 200 + Math.random() * 1_800, fails: false }),
  '/flaky': () => ({ afterMs: 5, fails: Math.random() < 0.3 }),
  '/moody': () => ({ afterMs: Math.random() * 1_500, fails: Math.random() < 0.3 }),
};

function note({ headers, socket }: IncomingMessage): Delivery {
  const delivery: Delivery = {
    runId: String(headers['idempotency-key']),
    jobId: String(headers['crony-job']),
    plannedAt: Date.parse(String(headers['crony-planned-at'])),
    attempt: Number(headers['crony-attempt']),
    at: Date.now(),
    endedAt: null,
    answer: 'none',
    nodeId: callerAt(socket.remoteAddress),
  };
  if (deliveries.length < MOST_DELIVERIES) deliveries.push(delivery);
  return delivery;
}

const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  request.resume();
  const temper = tempers[request.url ?? ''];
  if (!temper) return void response.writeHead(404).end();
  const delivery = note(request);
  const { afterMs, fails } = temper();
  const answer = (): void => {
    delivery.endedAt = Date.now();
    if (response.destroyed) return; // the caller has gone
    response.once('finish', () => (delivery.answer = fails ? 'failure' : 'success'));
    response.writeHead(fails ? 500 : 200).end('ok');
  };
  if (afterMs === 0) answer();
  else setTimeout(answer, afterMs);
});

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
  process.send!({ port: address.port });
});

process.on('message', (message: { dump: string }) => {
  writeFileSync(message.dump, '');
  for (let from = 0; from < deliveries.length; from += LINES_AT_ONCE) {
    const lines = deliveries.slice(from, from + LINES_AT_ONCE).map((one) => JSON.stringify(one));
    appendFileSync(message.dump, `${lines.join('\n')}\n`);
  }
  process.send!({ dumped: deliveries.length });
});
process.once('disconnect', () => process.exit(0));
