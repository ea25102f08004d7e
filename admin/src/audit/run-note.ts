import type { AuditAction } from '@crony/shared/domain/audit';
import type { Run } from '@crony/shared/domain/run';
import { toInstant } from '@crony/shared/wire/instant';
import type { AuditNote } from './audited.js';

/** What is noted of what somebody does to a run: how it stood, and what was asked for. */
export function runNote(
  action: AuditAction,
  before: Run | null,
  after: Run,
  said: Record<string, unknown> = {},
): AuditNote {
  const { id, jobName: name, project } = after;
  return {
    action,
    project,
    subject: { type: 'run', id, name },
    before: before && shown(before),
    after: { ...shown(after), ...said },
  };
}

function shown({ jobId, trigger, plannedAt, state, attempt }: Run) {
  return { jobId, trigger, plannedAt: toInstant(plannedAt), status: state, attempt };
}
