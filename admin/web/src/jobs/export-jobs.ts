import type { Job } from '../api/client';
import type { JobFilter } from '../api/queries';
import { fileName, saveFile } from '../ui/save-file';
import { readJobs } from './read-jobs';
import { toInput } from './job-actions';

/** Those given, or all that a filter matches, as the import reads them. Secrets stand in jobs by name only. */
export async function exportJobs(wanted: readonly Job[] | JobFilter): Promise<void> {
  const jobs = isList(wanted) ? wanted : (await readJobs(wanted)).jobs;
  const text = JSON.stringify(jobs.map(toInput), null, 2);
  saveFile(fileName('jobs', 'json'), new Blob([text], { type: 'application/json' }));
}

function isList(wanted: readonly Job[] | JobFilter): wanted is readonly Job[] {
  return Array.isArray(wanted);
}
