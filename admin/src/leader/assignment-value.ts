import { ASSIGNMENT_FORMAT, compileJob } from '@crony/shared/domain/assignment';
import type { Assignment } from '@crony/shared/domain/assignment';
import type { Job } from '@crony/shared/domain/job';

export interface AssignmentHeader {
  version: number;
  epoch: number;
  resumeFrom: number;
}

/** The value of an assignment key; numbers first, so that the leader reads them without parsing the job behind them. */
export function encodeAssignment(job: Job, epoch: number, resumeFrom: number): string {
  const { id: jobId, version, effectiveFrom } = job;
  const value: Assignment = {
    format: ASSIGNMENT_FORMAT,
    jobId,
    version,
    epoch,
    resumeFrom,
    effectiveFrom,
    job: compileJob(job),
  };
  return JSON.stringify(value);
}

const HEADER = /^\{"format":1,"jobId":"[^"\\]*","version":(\d+),"epoch":(\d+),"resumeFrom":(-?\d+),/;

/** Reads the header alone. Null: not an assignment that this program understands. */
export function parseAssignmentHeader(value: string): AssignmentHeader | null {
  const match = HEADER.exec(value);
  if (match) return { version: Number(match[1]), epoch: Number(match[2]), resumeFrom: Number(match[3]) };
  try {
    const parsed = JSON.parse(value) as Partial<Assignment> | null;
    if (parsed?.format !== ASSIGNMENT_FORMAT) return null;
    const { version, epoch, resumeFrom } = parsed;
    if (![version, epoch, resumeFrom].every(Number.isFinite)) return null;
    return { version: version!, epoch: epoch!, resumeFrom: resumeFrom! };
  } catch {
    return null;
  }
}
