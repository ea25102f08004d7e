import { JOB_DEFAULTS } from '@crony/shared/wire/job';
import { jobId } from '@crony/shared/wire/job-id';
import { MAX_PAGE_LIMIT } from '@crony/shared/wire/page';
import { didYouMean } from '@crony/shared/runtime/settings/did-you-mean';
import type { CronyClient, Job } from '@crony/sdk/client';
import { CommandError, type Given, type Options } from '../terminal/command.js';

export const OF_PROJECT: Options = {
  project: { value: 'name', help: `Where the job’s name is looked for. Default: ${JOB_DEFAULTS.project}.` },
};

/** By id, or by its exact name in `--project`. */
export async function findJob(operand: string, given: Given, { jobs }: CronyClient): Promise<Job> {
  if (jobId.safeParse(operand).success) return jobs.get(operand);
  const project = given.text('project') ?? JOB_DEFAULTS.project;
  for await (const job of jobs.list({ project, name: operand.slice(0, 200), limit: MAX_PAGE_LIMIT })) {
    if (job.name === operand) return job;
  }
  const names: string[] = [];
  for await (const { name } of jobs.list({ project, limit: MAX_PAGE_LIMIT })) {
    names.push(name);
    if (names.length >= MAX_PAGE_LIMIT) break; // a hint is not worth reading a hundred thousand of them
  }
  const near = didYouMean(operand, names);
  const meant = near === null ? '' : ` Did you mean ${JSON.stringify(near)}?`;
  throw new CommandError(
    `there is no job ${JSON.stringify(operand)} in project ${project} that this token may read.${meant}`,
  );
}
