/** `npm run upgrade-test -- [--from COMMIT] [--rate 300] [--hubs 2] [--nodes 3]`. */
import { parseArgs } from 'node:util';
import { buildOldRelease } from './old-release.js';
import { rollingUpgrade } from './rolling-upgrade.js';

const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    rate: { type: 'string', default: '300' },
    hubs: { type: 'string', default: '2' },
    nodes: { type: 'string', default: '3' },
  },
});

function count(option: 'rate' | 'hubs' | 'nodes', most: number): number {
  const value = Number(values[option]);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Error(`--${option} is ${JSON.stringify(values[option])}: it must be a whole number from 1 to ${most}`);
}

let exitCode = 1;
try {
  const wanted = { runsPerSecond: count('rate', 10_000), hubs: count('hubs', 9), nodes: count('nodes', 9) };
  const old = buildOldRelease(values.from ?? null, console.log);
  try {
    const { passed, lines } = await rollingUpgrade({ program: old.program, ...wanted, tell: console.log });
    console.log(`from ${old.commit.slice(0, 10)} (${old.behind} commits back) to this checkout:`);
    console.log(lines.join('\n'));
    console.log(passed ? 'passed' : 'FAILED');
    exitCode = passed ? 0 : 1;
  } finally {
    old.remove();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
}
// At once: connections that were left behind can keep Node busy while it closes them at its own end.
process.exit(exitCode);
