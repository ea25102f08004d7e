/**
 * `npm run bench`: throughput beside its floor, punctuality, burst, scale, failover and bulk create, on real etcd and
 * MariaDB with every part in a process of its own, written to docs/benchmarks as Markdown and JSON.
 *
 *   --only throughput,burst   some sections; the report keeps the others as they were
 *   --peers                   BullMQ and pg-boss on the same work, in the same run
 *   --dashboard, --purge      what pages ask for over 5,000,000 runs; the deleting of as many (printed)
 *   --profile [--rate 4000]   where the time of node and database goes (printed)
 */
import { fileURLToPath } from 'node:url';
import { benchDashboard } from './dashboard/dashboard.js';
import { machine } from './report/machine.js';
import type { Section } from './report/section.js';
import { ReportFile } from './report/write-report.js';
import { peers } from './peers/peers.js';
import { profile } from './profile.js';
import { benchPurge } from './retention/purge.js';
import { bulk } from './sections/bulk.js';
import { burst } from './sections/burst.js';
import { failovers } from './sections/failover.js';
import { punctuality } from './sections/punctuality.js';
import { rowCost } from './sections/row-cost.js';
import { scales } from './sections/scale.js';
import { throughput } from './sections/throughput.js';
import { timerCost } from './sections/timer-cost.js';

const SECTIONS: Record<string, Section> = {
  throughput,
  punctuality,
  burst,
  'row-cost': rowCost,
  'timer-cost': timerCost,
  scale: scales,
  failover: failovers,
  bulk,
};
/** With what is not run unless it is asked for: it installs others' software. */
const ALL: Record<string, Section> = { ...SECTIONS, peers };
const FOLDER = fileURLToPath(new URL('../../../docs/benchmarks/', import.meta.url));

function optionValue(option: string): string | undefined {
  const at = process.argv.indexOf(option);
  return at === -1 ? undefined : process.argv[at + 1];
}
const has = (option: string): boolean => process.argv.includes(option);
/** `--runs 10000`, `--jobs 1000`: fewer, to see whether it works. */
const wanted = (option: '--runs' | '--jobs' | '--rate'): number | undefined => {
  const value = optionValue(option);
  return value === undefined ? undefined : Number(value);
};

/** False: a section broke; the others are measured all the same. */
async function benchSections(names: readonly string[]): Promise<boolean> {
  const unknown = names.find((name) => !(name in ALL));
  if (unknown !== undefined) throw new Error(`--only: ${unknown} is none of ${Object.keys(ALL).join(', ')}`);
  const file = new ReportFile(FOLDER, Object.keys(ALL));
  let whole = true;
  for (const name of names) {
    console.log(`── ${name} ──`);
    const startedAt = Date.now();
    try {
      const report = await ALL[name]!((line) => console.log(`  ${line}`));
      for (const { target, measured, met } of report.verdicts) console.log(`${met ? 'met   ' : 'MISSED'} ${target}: ${measured}`); // prettier-ignore
      const minutes = (Date.now() - startedAt) / 60_000;
      file.put(name, { ...report, takenAt: new Date(startedAt).toISOString(), minutes, machine: machine() });
    } catch (error) {
      console.error(error);
      whole = false;
    }
  }
  console.log(`the report is in ${FOLDER}`);
  return whole;
}

// Waiting for other processes holds no event loop open.
const alive = setInterval(() => {}, 60_000);
try {
  if (has('--purge')) await benchPurge(wanted('--runs'));
  else if (has('--profile')) await profile(wanted('--rate') ?? 4_000);
  else if (has('--dashboard')) {
    const met = await benchDashboard({ jobs: wanted('--jobs'), runs: wanted('--runs'), keep: has('--keep') });
    if (!met) process.exitCode = 1;
  } else {
    const names = optionValue('--only')?.split(',') ?? Object.keys(has('--peers') ? ALL : SECTIONS);
    if (!(await benchSections(names))) process.exitCode = 1;
  }
} finally {
  clearInterval(alive);
}
