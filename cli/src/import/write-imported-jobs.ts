/** The jobs of an import as a jobs file, ready for `crony jobs plan` and `crony jobs apply`. */
import { writeFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import type { ImportOptions } from './import-options.js';
import type { Import } from './imported-row.js';

export async function writeImportedJobs(
  path: string,
  { rows }: Import,
  { managedBy, project }: Pick<ImportOptions, 'managedBy' | 'project'>,
): Promise<void> {
  const jobs = rows.flatMap(({ job }) => (job === undefined ? [] : [job]));
  await writeFile(path, stringify({ managedBy, project, jobs }, { lineWidth: 0 }));
}
