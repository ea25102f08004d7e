import type { AuditAction } from '@crony/shared/domain/audit';
import { specOf, type Job } from '@crony/shared/domain/job';
import { toSpecAnswer } from '@crony/shared/wire/job-answer';
import type { AuditNote } from './audited.js';

/** What is noted of a change of a job. One of the two may be missing, not both. */
export function jobNote(action: AuditAction, before: Job | null, after: Job | null): AuditNote {
  const { id, name, project } = (after ?? before)!;
  return { action, project, subject: { type: 'job', id, name }, before: shown(before), after: shown(after) };
}

function shown(job: Job | null): unknown {
  return job && { version: job.version, ...toSpecAnswer(specOf(job)) };
}
