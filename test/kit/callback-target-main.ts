/** The callback target as a process. Prints its URL and nothing else; ends on SIGTERM or when its parent is gone. */
import { parseArgs } from 'node:util';
import { CallbackTarget } from './callback-target.js';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, 'keep-alive-ms': { type: 'string' } },
});
const keepAliveMs = values['keep-alive-ms'];
const target = await CallbackTarget.start({
  port: Number(values.port),
  ...(keepAliveMs === undefined ? {} : { keepAliveMs: Number(keepAliveMs) }),
});
process.stdout.write(`${target.url()}\n`);

const stop = (): void => void target.stop();
process.once('SIGTERM', stop);
// Whoever started it holds the other end of standard input, and lets go of it however it ends.
process.stdin.on('end', stop).on('error', stop).resume();
