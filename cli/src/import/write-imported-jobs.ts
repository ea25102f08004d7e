/** The jobs of an import as a jobs file, ready for `crony jobs plan` and `crony jobs apply`. */
import { writeFile } from 'node:fs/promises';
import { MOST_JOBS } from '../jobs-as-code/jobs-file.js';
import { writeJobsFile } from '../jobs-as-code/write-jobs-file.js';
import { messageOf } from '../startup.js';
import type { ImportOptions } from './import-options.js';
import type { Import } from './imported-row.js';

export class WriteError extends Error {
  override name = 'WriteError';
}

/** Throws `WriteError`. Above each job stands where it comes from, and what is not as it was. */
export async function writeImportedJobs(
  path: string,
  { from, rows }: Import,
  { managedBy, project, force }: Pick<ImportOptions, 'managedBy' | 'project' | 'force'>,
): Promise<void> {
  const jobs = rows.flatMap(({ job, where, notes }) =>
    job === undefined ? [] : [{ job, comment: [where, ...notes].join('\n') }],
  );
  if (jobs.length > MOST_JOBS)
    throw new WriteError(`${jobs.length} jobs are too many for a file: it holds ${MOST_JOBS}`);
  const text = writeJobsFile({ managedBy, project, jobs, comment: `From ${from}` });
  try {
    await writeFile(path, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new WriteError(`${path} is there already, and may have been edited; --force writes over it`, {
        cause: error,
      });
    }
    throw new WriteError(`${path} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}
