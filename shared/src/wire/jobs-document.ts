/** Jobs as a file: what stands around them, and whose they are. The jobs themselves are those of wire/job.ts. */
import { z } from '@hono/zod-openapi';
import { MAX_BULK_ITEMS } from './job.js';
import { managedByName } from './managed-by.js';
import { projectName } from './project.js';

/** Checked first; each job is then looked at alone. Keys that begin with `x-` are the reader's to keep shared blocks in. */
export const jobsDocumentFrame = z.looseObject({
  managedBy: managedByName.optional(),
  project: projectName.optional(),
  jobs: z.array(z.unknown()).max(MAX_BULK_ITEMS),
});
export const JOBS_DOCUMENT_FIELDS = Object.keys(jobsDocumentFrame.shape);
