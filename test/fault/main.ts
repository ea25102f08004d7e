/** `npm run faults -- --minutes M [--seed S]`, or `-- --scenario NAME`. */
import { parseArgs } from 'node:util';
import { faultReport } from './fault-report.js';
import { runFaults } from './fault-run.js';
import { SCENARIOS } from './scenarios.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    rate: { type: 'string', default: '250' },
    scenario: { type: 'string' },
  },
});

function number(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= least && value <= most) return value;
  throw new Error(`--${option} is ${JSON.stringify(text)}: it must be a number from ${least} to ${most}`);
}

if (values.scenario !== undefined) {
  const scenario = SCENARIOS[values.scenario];
  if (!scenario) {
    const names = Object.keys(SCENARIOS).join(', ');
    throw new Error(`--scenario is ${JSON.stringify(values.scenario)}: it must be one of ${names}`);
  }
  const { passed, lines } = await scenario({ tell: console.log, scale: 1 });
  console.log(lines.join('\n'));
  end(passed);
} else {
  const result = await runFaults({
    durationMs: number('minutes', values.minutes, 0.1, 24 * 60) * 60_000,
    seed: number('seed', values.seed, 0, Number.MAX_SAFE_INTEGER),
    runsPerSecond: number('rate', values.rate, 1, 100_000),
    ttlS: 3,
    punctualWithinMs: 2_500,
    tell: console.log,
  });
  console.log(faultReport(result));
  end(result.verdict.findings.length === 0);
}

/** At once: connections that faults have left behind can keep Node busy for ever while it closes them at its own end. */
function end(passed: boolean): never {
  process.exit(passed ? 0 : 1);
}
