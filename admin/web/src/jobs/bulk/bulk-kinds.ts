/** What can be done to many jobs: which of them it changes, and the call for each. */
import type { Job, JobInput } from '../../api/client';
import type { Permission } from '../../session/may';
import { jobCalls } from '../job-actions';

export const BULK_KINDS = ['run', 'pause', 'resume', 'tag', 'place', 'move', 'delete'] as const;
export type BulkKind = (typeof BULK_KINDS)[number];

/** In any project: what is refused of some is said when it is tried. */
export const BULK_PERMISSIONS: Record<BulkKind, Permission> = {
  run: 'runs:write',
  pause: 'jobs:operate',
  resume: 'jobs:operate',
  tag: 'jobs:write',
  place: 'jobs:write',
  move: 'jobs:write',
  delete: 'jobs:write',
};

export interface BulkInput {
  note: string;
  until: string;
  tagName: string;
  tagValue: string;
  project: string;
  /** Set, or taken away. */
  placing: 'set' | 'remove';
  labelName: string;
  labelValue: string;
  /** How many are to be deleted, as somebody typed it. */
  confirmed: string;
}

export const EMPTY_INPUT: BulkInput = {
  note: '',
  until: '',
  tagName: '',
  tagValue: '',
  project: '',
  placing: 'set',
  labelName: '',
  labelValue: '',
  confirmed: '',
};

/** From this many on a deletion wants more than a click. */
const MANY = 10;

export function wantsConfirmation(kind: BulkKind, count: number): boolean {
  return kind === 'delete' && count >= MANY;
}

interface BulkRule {
  changes: (job: Job, input: BulkInput) => boolean;
  isComplete: (input: BulkInput) => boolean;
  /** What an edit sends; absent for what is no edit. */
  edit?: (job: Job, input: BulkInput) => Partial<JobInput>;
  call: (job: Job, input: BulkInput) => Promise<unknown>;
}

const always = (): boolean => true;
const edits = (edit: NonNullable<BulkRule['edit']>, rest: Pick<BulkRule, 'changes' | 'isComplete'>): BulkRule => ({
  ...rest,
  edit,
  call: (job, input) => jobCalls.edit(job, edit(job, input)),
});

export const BULK_RULES: Record<BulkKind, BulkRule> = {
  run: { changes: always, isComplete: always, call: ({ id }) => jobCalls.run(id) },
  pause: {
    changes: ({ enabled }, { note, until }) => enabled || note !== '' || until !== '',
    isComplete: always,
    call: ({ id }, { note, until }) =>
      jobCalls.pause(id, { note: note.trim(), until: until === '' ? undefined : new Date(until).toISOString() }),
  },
  resume: { changes: ({ enabled }) => !enabled, isComplete: always, call: ({ id }) => jobCalls.resume(id) },
  tag: edits(({ tags }, { tagName, tagValue }) => ({ tags: { ...tags, [tagName.trim()]: tagValue.trim() } }), {
    changes: ({ tags }, { tagName, tagValue }) => tags[tagName.trim()] !== tagValue.trim(),
    isComplete: ({ tagName }) => tagName.trim() !== '',
  }),
  place: edits(({ nodeLabels }, input) => ({ nodeLabels: placed(nodeLabels, input) }), {
    changes: ({ nodeLabels }, { placing, labelName, labelValue }) =>
      placing === 'set' ? nodeLabels[labelName.trim()] !== labelValue.trim() : labelName.trim() in nodeLabels,
    isComplete: ({ placing, labelName, labelValue }) =>
      labelName.trim() !== '' && (placing === 'remove' || labelValue.trim() !== ''),
  }),
  move: edits((_, { project }) => ({ project }), {
    changes: (job, { project }) => job.project !== project,
    isComplete: ({ project }) => project !== '',
  }),
  delete: { changes: always, isComplete: always, call: ({ id }) => jobCalls.remove(id) },
};

function placed(labels: Job['nodeLabels'], { placing, labelName, labelValue }: BulkInput): Record<string, string> {
  const name = labelName.trim();
  if (placing === 'set') return { ...labels, [name]: labelValue.trim() };
  return Object.fromEntries(Object.entries(labels).filter(([one]) => one !== name));
}
