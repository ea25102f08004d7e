/** What `plan`, `diff` and `apply` share: the files, the hub's jobs, and what differs. */
import { JOB_DEFAULTS } from '@crony/shared/wire/job';
import { MAX_PAGE_LIMIT } from '@crony/shared/wire/page';
import { managedByName } from '@crony/shared/wire/managed-by';
import type { CronyClient, Job } from '@crony/sdk/client';
import { planJobs, type PlannedJob } from '../jobs-as-code/plan-jobs.js';
import { JobsFileError, type JobsFile } from '../jobs-as-code/jobs-file.js';
import { readJobsFiles } from '../jobs-as-code/read-jobs-files.js';
import { warnOfStrangers } from '../jobs-as-code/print-plan.js';
import { CommandError, usageError, type Given, type Options, type Terminal } from '../terminal/command.js';

export const FILES: Options = {
  file: {
    short: 'f',
    value: 'path',
    many: true,
    help: 'A file, a folder (all *.yaml, *.yml and *.json directly in it) or - for standard input. May be repeated.',
  },
  'managed-by': { value: 'name', help: 'The mark of these jobs. Default: `managedBy` of the files.' },
  adopt: { help: 'Take over jobs of the same name that somebody else manages, or nobody.' },
  'no-delete': { help: 'Let jobs stay that carry the mark and are in no file.' },
};

export interface FileSet {
  managedBy: string;
  files: JobsFile[];
  /** That the files are about: what is deleted is deleted there. */
  projects: string[];
}

export async function readFileSet(given: Given, { stdin }: Terminal): Promise<FileSet> {
  const paths = given.texts('file');
  if (paths.length === 0) throw usageError('name the files: -f jobs.yaml, -f folder/, or -f - for standard input');
  const files = await readJobsFiles(paths, stdin).catch((error: unknown) => {
    throw error instanceof JobsFileError ? new CommandError(error.message) : error;
  });
  const projects = new Set(
    files.flatMap(({ project, jobs }) => [
      ...(project === null ? [] : [project]),
      ...jobs.map(({ spec }) => spec.project),
    ]),
  );
  if (projects.size === 0) projects.add(JOB_DEFAULTS.project);
  return { managedBy: markOf(given, files), files, projects: [...projects].sort() };
}

function markOf(given: Given, files: readonly JobsFile[]): string {
  const flag = given.text('managed-by');
  if (flag !== undefined && !managedByName.safeParse(flag).success) {
    const rule = managedByName.safeParse(flag).error?.issues[0]?.message ?? '';
    throw usageError(`--managed-by=${flag} ${rule}`);
  }
  const named = files.flatMap(({ file, managedBy }) => (managedBy === null ? [] : [{ at: file, name: managedBy }]));
  const all = [...(flag === undefined ? [] : [{ at: '--managed-by', name: flag }]), ...named];
  const [first] = all;
  if (first === undefined) {
    throw usageError(
      'whose jobs are these? Write `managedBy: name` into a file, or give --managed-by: only jobs that carry the mark are ever deleted',
    );
  }
  const other = all.find(({ name }) => name !== first.name);
  if (other !== undefined) {
    throw usageError(`one set of files has one mark: ${first.at} says ${first.name}, ${other.at} says ${other.name}`);
  }
  return first.name;
}

export async function planFor(
  set: FileSet,
  given: Given,
  client: CronyClient,
  terminal: Terminal,
): Promise<PlannedJob[]> {
  const { managedBy, files, projects } = set;
  const jobs: Job[] = [];
  for (const project of projects) {
    for await (const job of client.jobs.list({ project, limit: MAX_PAGE_LIMIT })) jobs.push(job);
  }
  const elsewhere: Job[] = [];
  for await (const job of client.jobs.list({ managedBy, limit: MAX_PAGE_LIMIT })) {
    if (!projects.includes(job.project)) elsewhere.push(job);
  }
  const names = [...new Set(elsewhere.map(({ project }) => project))].sort();
  warnOfStrangers(terminal, managedBy, names, elsewhere.length);
  return planJobs({
    managedBy,
    declared: files.flatMap((file) => file.jobs),
    jobs,
    adopt: given.has('adopt'),
    deletes: !given.has('no-delete'),
  });
}

export function differs(planned: readonly PlannedJob[]): boolean {
  return planned.some(({ action }) => action !== 'unchanged');
}
