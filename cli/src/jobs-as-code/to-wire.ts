import { toSpecAnswer } from '@crony/shared/wire/job-answer';
import type { JobDeclared, JobEntry } from './jobs-file.js';

/** Back to what the API takes: instants as text. Who manages the job is said once, for all of them. */
export function toWire(spec: JobDeclared): JobEntry {
  const { managedBy: _, pause: __, ...entry } = toSpecAnswer(spec);
  return entry;
}
