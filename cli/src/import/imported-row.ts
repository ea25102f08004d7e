/** What an import says of each line or row that it has read. */
import { jobInput } from '@crony/shared/wire/job';
import type { JobEntry } from '../jobs-as-code/jobs-file.js';

/** The fields of `POST /api/v1/jobs` that an import gives; all others keep their defaults. */
export type ImportedJob = JobEntry;

/**
 * `translated`: the job does what the source did. `changed`: it is carried over, and something is not as it was.
 * `refused`: there is no job. `setting`: no job of its own, such as a line `PATH=…`.
 */
export type Verdict = 'translated' | 'changed' | 'refused' | 'setting';

export interface ImportedRow {
  /** `line 12`, `xxl_job_info 7`. */
  where: string;
  /** One line that shows what was read. */
  source: string;
  verdict: Verdict;
  /** Each a sentence: what is changed, or why it is refused. */
  notes: string[];
  job?: ImportedJob;
}

export interface Import {
  /** What was read, for people. */
  from: string;
  rows: ImportedRow[];
  /** What holds for all jobs of this import, each a sentence. */
  remarks: string[];
}

interface Candidate {
  where: string;
  source: string;
  job: ImportedJob;
  /** What is not as it was. */
  changes: string[];
}

/** The row of a job, or its refusal where the API would not take it. */
export function rowOf({ where, source, job, changes }: Candidate): ImportedRow {
  const checked = jobInput.safeParse(job);
  if (checked.success) {
    return { where, source, verdict: changes.length === 0 ? 'translated' : 'changed', notes: changes, job };
  }
  const notes = checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  return refusal({ where, source, notes });
}

export function refusal({ where, source, notes }: Pick<ImportedRow, 'where' | 'source' | 'notes'>): ImportedRow {
  return { where, source, verdict: 'refused', notes };
}

const LONGEST_DESCRIPTION = 2_000;

/** Fits into a job whatever the source holds. */
export function descriptionOf(lines: readonly string[]): string {
  const text = lines
    .filter((line) => line.trim() !== '')
    .join('\n')
    .replace(/[^\P{Cc}\n\t]|\p{Cs}/gu, ' ');
  return text.length <= LONGEST_DESCRIPTION ? text : `${text.slice(0, LONGEST_DESCRIPTION - 1)}…`;
}
