/**
 * The service that benchmarks call, as a process of its own: counts requests and how late they came after the planned
 * time in their header. `GET /summary` tells and `POST /reset` starts over; everything else is a callback.
 */
import { createServer } from 'node:http';
import { summarize } from './latency-summary.js';

/** Ten minutes at 10,000 a second. */
const MOST_SAMPLES = 6_000_000;
let lateness = new Float64Array(1_000_000);
let count = 0;
let firstAt = 0;
let lastAt = 0;

const server = createServer((request, response) => {
  request.resume();
  if (request.url === '/summary') {
    const summary = { count, firstAt, lastAt, lateness: summarize(lateness.subarray(0, count)) };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(summary));
    return;
  }
  if (request.url === '/reset') {
    count = 0;
    response.end();
    return;
  }
  const now = Date.now();
  if (count === 0) firstAt = now;
  lastAt = now;
  if (count < MOST_SAMPLES) {
    if (count === lateness.length) {
      const larger = new Float64Array(Math.min(lateness.length * 2, MOST_SAMPLES));
      larger.set(lateness);
      lateness = larger;
    }
    lateness[count] = now - Date.parse(String(request.headers['crony-planned-at']));
    count += 1;
  }
  response.end('ok');
});

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the target has no port');
  process.send?.({ port: address.port });
});
process.once('disconnect', () => process.exit(0));
