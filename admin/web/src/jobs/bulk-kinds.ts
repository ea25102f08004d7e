/** What can be done to many jobs: which of them it changes, and the call for each. */
import type { Job } from '../api/client';
import { jobCalls } from './job-actions';

export const BULK_KINDS = ['run', 'pause', 'resume', 'tag', 'move', 'delete'] as const;
export type BulkKind = (typeof BULK_KINDS)[number];

export interface BulkInput {
  note: string;
  until: string;
  tagName: string;
  tagValue: string;
  project: string;
}

export const EMPTY_INPUT: BulkInput = { note: '', until: '', tagName: '', tagValue: '', project: '' };

interface BulkRule {
  changes: (job: Job, input: BulkInput) => boolean;
  isComplete: (input: BulkInput) => boolean;
  call: (job: Job, input: BulkInput) => Promise<unknown>;
}

const always = (): boolean => true;

export const BULK_RULES: Record<BulkKind, BulkRule> = {
  run: { changes: always, isComplete: always, call: ({ id }) => jobCalls.run(id) },
  pause: {
    changes: ({ enabled }, { note, until }) => enabled || note !== '' || until !== '',
    isComplete: always,
    call: ({ id }, { note, until }) =>
      jobCalls.pause(id, { note: note.trim(), until: until === '' ? undefined : new Date(until).toISOString() }),
  },
  resume: { changes: ({ enabled }) => !enabled, isComplete: always, call: ({ id }) => jobCalls.resume(id) },
  tag: {
    changes: ({ tags }, { tagName, tagValue }) => tags[tagName.trim()] !== tagValue.trim(),
    isComplete: ({ tagName }) => tagName.trim() !== '',
    call: (job, { tagName, tagValue }) =>
      jobCalls.edit(job, { tags: { ...job.tags, [tagName.trim()]: tagValue.trim() } }),
  },
  move: {
    changes: (job, { project }) => job.project !== project,
    isComplete: ({ project }) => project !== '',
    call: (job, { project }) => jobCalls.edit(job, { project }),
  },
  delete: { changes: always, isComplete: always, call: ({ id }) => jobCalls.remove(id) },
};
