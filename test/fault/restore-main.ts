/** `npm run restore-drill [-- --rate 300]`. */
import { parseArgs } from 'node:util';
import { restoreDrill } from './restore-drill.js';

const { values } = parseArgs({ options: { rate: { type: 'string', default: '300' } } });
const runsPerSecond = Number(values.rate);
if (!Number.isInteger(runsPerSecond) || runsPerSecond < 1 || runsPerSecond > 10_000) {
  throw new Error(`--rate is ${JSON.stringify(values.rate)}: it must be a whole number from 1 to 10000`);
}
const { passed, lines } = await restoreDrill({ runsPerSecond, tell: console.log });
console.log(lines.join('\n'));
console.log(passed ? 'passed' : 'FAILED');
// At once: connections that were left behind can keep Node busy while it closes them at its own end.
process.exit(passed ? 0 : 1);
