/** `crony import`: what becomes of another system's jobs, said in a report, and with `--out` written as a jobs file. */
import { importCronyGo } from '../import/crony-go/import-crony-go.js';
import { readCronyGo } from '../import/crony-go/read-crony-go.js';
import { importCrontab } from '../import/crontab/import-crontab.js';
import { CrontabError } from '../import/crontab/read-crontab.js';
import {
  CRONTAB_OPTIONS,
  cwdOption,
  DATABASE_OPTIONS,
  readImportOptions,
  systemOption,
  type ImportOptions,
} from '../import/import-options.js';
import { reportAsJson, reportAsText, totalsOf } from '../import/import-report.js';
import type { Import } from '../import/imported-row.js';
import { readMap, readText, withSourceDatabase } from '../import/read-source.js';
import { writeImportedJobs } from '../import/write-imported-jobs.js';
import { importXxlJobs } from '../import/xxl-job/import-xxl-jobs.js';
import { readXxlJobs } from '../import/xxl-job/read-xxl-jobs.js';
import { CommandError, EXIT, type Command, type Terminal } from '../terminal/command.js';
import { print } from '../terminal/output.js';

const DETAILS = [
  'Says of each line or row what becomes of it: translated, changed or refused, and why. Nothing is written without ' +
    '--out, and nothing ever to the source. docs/coming-from.md tells what is different.',
  `Exits with ${EXIT.refused} where something was refused, and else with 0.`,
];

export const importCrontabFile: Command = {
  name: 'import crontab',
  operands: ['FILE'],
  summary: "jobs from a user's or a system crontab",
  details: ['FILE - is standard input: crontab -l | crony import crontab -', ...DETAILS],
  options: CRONTAB_OPTIONS,
  async run(given, terminal) {
    const options = readImportOptions('crontab', given);
    const [file, system, cwd] = [given.operands[0]!, systemOption(given), cwdOption(given)];
    const map = await readMap(given, terminal);
    const text = await readText(file, terminal);
    const hasUsers = system ?? isSystemPath(file);
    const from = `${file === '-' ? 'standard input' : file}: a ${hasUsers ? 'system' : "user's"} crontab`;
    try {
      const now = terminal.clock.now();
      return await finish(
        importCrontab(text, { ...common(options), from, system: hasUsers, cwd, map, now }),
        options,
        terminal,
      );
    } catch (error) {
      if (error instanceof CrontabError) throw new CommandError(`${file} ${error.message}`);
      throw error;
    }
  },
};

export const importXxlJob: Command = {
  name: 'import xxl-job',
  operands: [],
  summary: 'jobs from the MySQL tables of XXL-JOB 2.x or 3.x',
  details: DETAILS,
  options: DATABASE_OPTIONS,
  async run(given, terminal) {
    const options = readImportOptions('xxl-job', given);
    const map = await readMap(given, terminal);
    const done = await withSourceDatabase(given, terminal, async (database) =>
      importXxlJobs(await readXxlJobs(database), { ...common(options), from: `XXL-JOB in ${database.shown}`, map }),
    );
    return finish(done, options, terminal);
  },
};

export const importCronyGoTables: Command = {
  name: 'import crony-go',
  operands: [],
  summary: 'jobs from the MySQL tables of Crony-Go (tmnhs/Crony)',
  details: DETAILS,
  options: DATABASE_OPTIONS,
  async run(given, terminal) {
    const options = readImportOptions('crony-go', given);
    const map = await readMap(given, terminal);
    const done = await withSourceDatabase(given, terminal, async (database) => {
      const { rows, scripts } = await readCronyGo(database);
      return importCronyGo(rows, { ...common(options), from: `Crony-Go in ${database.shown}`, scripts, map });
    });
    return finish(done, options, terminal);
  },
};

/** Debian and its kin read these with a user column. */
function isSystemPath(path: string): boolean {
  return /(?:^|\/)etc\/cron\.d\/[^/]+$/.test(path) || /(?:^|\/)etc\/crontab$/.test(path);
}

function common({ timeZone, timeZoneFrom, namePrefix, nodeLabels }: ImportOptions) {
  return { timeZone, timeZoneFrom, namePrefix, ...(Object.keys(nodeLabels).length === 0 ? {} : { nodeLabels }) };
}

async function finish(done: Import, options: ImportOptions, terminal: Terminal): Promise<number> {
  const { out, paused, json, allowRefused } = options;
  if (paused) for (const { job } of done.rows) if (job !== undefined) job.enabled = false;
  if (out !== undefined) await writeImportedJobs(out, done, options);
  const next =
    out === undefined
      ? 'Nothing was written: this was a dry run. --out jobs.yaml writes the jobs file.'
      : `Written to ${out}. Next: crony jobs plan -f ${out}, and then crony jobs apply -f ${out}.`;
  await print(terminal, json ? reportAsJson(done) : `${reportAsText(done)}\n${next}`);
  return totalsOf(done).refused > 0 && !allowRefused ? EXIT.refused : EXIT.done;
}
