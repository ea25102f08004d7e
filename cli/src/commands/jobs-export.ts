import { writeFile } from 'node:fs/promises';
import { JOB_DEFAULTS } from '@crony/shared/wire/job';
import { MAX_PAGE_LIMIT } from '@crony/shared/wire/page';
import type { Job, JobFilter } from '@crony/sdk/client';
import { MOST_JOBS } from '../jobs-as-code/jobs-file.js';
import { entryOf } from '../jobs-as-code/plan-jobs.js';
import { writeJobsFile } from '../jobs-as-code/write-jobs-file.js';
import { CommandError, EXIT, type Command } from '../terminal/command.js';
import { connect, CONNECTION } from '../terminal/connect.js';
import { print, say } from '../terminal/output.js';

export const jobsExport: Command = {
  name: 'jobs export',
  operands: [],
  summary: 'jobs of the hub as a file that apply takes',
  details: [
    'Fields with their default values are left out. Secrets stand in jobs by name only, so the file holds none.',
    'What is exported and applied again changes nothing.',
  ],
  options: {
    project: { value: 'name', help: 'Jobs of this project. Default: all that the token may read.' },
    'managed-by': { value: 'name', help: 'Jobs that carry this mark.' },
    name: { value: 'text', help: 'Jobs with this in their name.' },
    output: { short: 'o', value: 'file', help: 'Where to; it must not exist. Default: standard output.' },
    ...CONNECTION,
  },
  async run(given, terminal) {
    const { jobs: api } = connect(given, terminal);
    const filter: JobFilter = { limit: MAX_PAGE_LIMIT };
    const [project, managedBy, name] = ['project', 'managed-by', 'name'].map((option) => given.text(option));
    if (project !== undefined) filter.project = project;
    if (managedBy !== undefined) filter.managedBy = managedBy;
    if (name !== undefined) filter.name = name;
    const jobs: Job[] = [];
    for await (const job of api.list(filter)) {
      jobs.push(job);
      if (jobs.length > MOST_JOBS)
        throw new CommandError(`more than ${MOST_JOBS} jobs: narrow it with --project or --managed-by`);
    }
    const text = writeJobsFile({
      managedBy: managedBy ?? onlyMark(jobs),
      project: project ?? mostFrequent(jobs.map((job) => job.project)),
      jobs: jobs.map((job) => ({ job: entryOf(job) })),
    });
    const output = given.text('output');
    if (output === undefined) {
      await print(terminal, text.trimEnd());
      return EXIT.done;
    }
    await writeFile(output, text, { flag: 'wx' }).catch((error: unknown) => {
      throw new CommandError(`${output} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    });
    say(terminal, `${jobs.length} jobs in ${output}`);
    return EXIT.done;
  },
};

function onlyMark(jobs: readonly Job[]): string | undefined {
  const marks = new Set(jobs.map(({ managedBy }) => managedBy));
  const [mark] = marks;
  return marks.size === 1 ? (mark ?? undefined) : undefined;
}

function mostFrequent(projects: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const project of projects) counts.set(project, (counts.get(project) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? JOB_DEFAULTS.project;
}
