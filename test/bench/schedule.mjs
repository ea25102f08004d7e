/**
 * `next` of Crony's engine beside cron-parser's and croner's, in one run: 20 mixed expressions, in UTC and in
 * Europe/Berlin. Prints; it does not fail, because a shared machine's times are noise. Needs a build.
 *
 * A figure is what one call costs for one expression (the median of several rounds), and the table shows mean, median
 * and maximum over the 20. "Walking on" asks again and again for the time after the one just found, as a timer does;
 * "anywhere" asks for instants spread over three years, as a preview does.
 */
import { performance } from 'node:perf_hooks';
import { CronExpressionParser } from 'cron-parser';
import { Cron } from 'croner';
import { compileSchedule } from '@crony/shared/domain/schedule/compile-schedule';

const TARGET_MEAN_US = 5;
const TARGET_MEDIAN_US = 1;
const EXPRESSIONS = [
  '* * * * * *',
  '*/10 * * * * *',
  '* * * * *',
  '*/5 * * * *',
  '7,37 * * * *',
  '0 */2 * * *',
  '15 8-18 * * MON-FRI',
  '30 2 * * *',
  '0 0 * * *',
  '0 9 * * 1',
  '0 0 1 * *',
  '0 12 1,15 * *',
  '0 0 13 * 5',
  '0 6 L * *',
  '0 18 * * 5L',
  '0 10 * * MON#1',
  '0 0 1 1,4,7,10 *',
  '59 59 23 31 12 *',
  '0 0 29 2 *',
  '45 3 31 10 *',
];
const START = Date.UTC(2026, 0, 1, 12, 34, 56);
const SPREAD = Array.from({ length: 64 }, (_, i) => START + i * 17.13 * 86_400_000);

const engines = {
  crony: (cron, timeZone) => {
    const schedule = compileSchedule({ cron, timeZone });
    return (after) => schedule.next(after);
  },
  'cron-parser': (cron, timeZone) => {
    const schedule = CronExpressionParser.parse(cron, { tz: timeZone });
    return (after) => {
      schedule.reset(new Date(after));
      return schedule.next().getTime();
    };
  },
  croner: (cron, timeZone) => {
    const schedule = new Cron(cron, { timezone: timeZone });
    return (after) => schedule.nextRun(new Date(after)).getTime();
  },
};

/** Microseconds per call: the median of the rounds, each long enough to be measured. */
function cost(next, walkOn) {
  let calls = walkOn ? 200 : SPREAD.length;
  const rounds = [];
  for (let round = 0; round < 7; round++) {
    let after = START;
    const begin = performance.now();
    for (let i = 0; i < calls; i++) {
      const found = next(walkOn ? after : SPREAD[i % SPREAD.length]);
      // The walk begins anew after a hundred steps, so that all engines are asked about the same years.
      after = i % 100 === 99 ? START : found;
    }
    const took = performance.now() - begin;
    if (round > 1) rounds.push(took / calls);
    if (took < 2) calls *= Math.min(50, Math.ceil(4 / Math.max(took, 0.05)));
  }
  return rounds.sort((a, b) => a - b)[2] * 1_000;
}

const row = (cells) => console.log(cells.map((cell, i) => (i < 3 ? cell.padEnd(14) : cell.padStart(10))).join(''));
const figure = (us) => us.toFixed(us < 10 ? 3 : 1);
const verdicts = [];

console.log(
  `next(), µs per call, ${EXPRESSIONS.length} expressions, Node ${process.version}, tz ${process.versions.tz}\n`,
);
row(['zone', 'asked', 'engine', 'mean', 'median', 'max']);
for (const timeZone of ['UTC', 'Europe/Berlin']) {
  for (const walkOn of [true, false]) {
    for (const [name, compile] of Object.entries(engines)) {
      const costs = EXPRESSIONS.map((cron) => cost(compile(cron, timeZone), walkOn)).sort((a, b) => a - b);
      const mean = costs.reduce((sum, one) => sum + one, 0) / costs.length;
      const median = (costs[9] + costs[10]) / 2;
      row([timeZone, walkOn ? 'walking on' : 'anywhere', name, figure(mean), figure(median), figure(costs.at(-1))]);
      if (name === 'crony') verdicts.push(mean <= TARGET_MEAN_US && median <= TARGET_MEDIAN_US);
    }
  }
}

const begin = performance.now();
const zones = Intl.supportedValuesOf('timeZone');
for (const timeZone of zones) compileSchedule({ cron: '0 3 * * *', timeZone }).next(START);
const each = (performance.now() - begin) / zones.length;
console.log(`\nthe first next() of a zone, its table included: ${each.toFixed(2)} ms (mean of ${zones.length} zones)`);
console.log(
  `target, mean ≤ ${TARGET_MEAN_US} µs and median ≤ ${TARGET_MEDIAN_US} µs: ${verdicts.every(Boolean) ? 'met' : 'NOT met'}`,
);
