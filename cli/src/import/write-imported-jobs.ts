/** The jobs of an import as a jobs file, ready for `crony jobs plan` and `crony jobs apply`. */
import { writeFile } from 'node:fs/promises';
import { MOST_JOBS } from '../jobs-as-code/jobs-file.js';
import { writeJobsFile } from '../jobs-as-code/write-jobs-file.js';
import { messageOf } from '../startup.js';
import { CommandError } from '../terminal/command.js';
import type { ImportOptions } from './import-options.js';
import type { Import } from './imported-row.js';

/** Throws a `CommandError`. Above each job stands where it comes from, and what is not as it was. */
export async function writeImportedJobs(
  path: string,
  { from, rows }: Import,
  { managedBy, project, force }: Pick<ImportOptions, 'managedBy' | 'project' | 'force'>,
): Promise<void> {
  const jobs = rows.flatMap(({ job, where, notes }) =>
    job === undefined ? [] : [{ job, comment: [where, ...notes].join('\n') }],
  );
  if (jobs.length > MOST_JOBS)
    throw new CommandError(`${jobs.length} jobs are too many for a file: it holds ${MOST_JOBS}`);
  const text = writeJobsFile({ managedBy, project, jobs, comment: `From ${from}` });
  try {
    await writeFile(path, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new CommandError(`${path} is there already, and may have been edited; --force writes over it`);
    }
    throw new CommandError(`${path} cannot be written: ${messageOf(error)}`);
  }
}
