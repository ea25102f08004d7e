import type { Job } from '../api/client';
import { fetchJobs, type JobFilter } from '../api/queries';
import { fileName, saveFile } from '../ui/save-file';
import { toInput } from './job-actions';

const PAGE = 1_000;
/** As many as one import takes. */
const MOST_JOBS = 10_000;

/** Those given, or all that a filter matches, as the import reads them. Secrets stand in jobs by name only. */
export async function exportJobs(wanted: readonly Job[] | JobFilter): Promise<void> {
  const jobs = isList(wanted) ? wanted : await readAll(wanted);
  const text = JSON.stringify(jobs.map(toInput), null, 2);
  saveFile(fileName('jobs', 'json'), new Blob([text], { type: 'application/json' }));
}

function isList(wanted: readonly Job[] | JobFilter): wanted is readonly Job[] {
  return Array.isArray(wanted);
}

async function readAll(filter: JobFilter): Promise<Job[]> {
  const jobs: Job[] = [];
  for (let cursor: string | undefined; jobs.length < MOST_JOBS;) {
    const page = await fetchJobs(filter, cursor, PAGE);
    jobs.push(...page.items);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  return jobs;
}
