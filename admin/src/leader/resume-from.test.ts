import { describe, expect, it } from 'vitest';
import type { JobOwnership, NodeIncarnation } from '@crony/shared/store/store';
import { resumeFrom, resumeFromInPlace } from './resume-from.js';
import type { AssignedKey, ResumeQuestion } from './resume-from.js';

const holder = { nodeId: 'n1', incarnation: 'i1' };

function record(over: Partial<NodeIncarnation> = {}): NodeIncarnation {
  const registration = {
    incarnation: 'i1',
    address: '',
    weight: 1,
    labels: {},
    projects: [],
    capacity: 1,
    version: '0',
    tzVersion: '0',
    draining: false,
    startedAt: 0,
  };
  const beat = { watermark: 9_000, appliedRevision: 50, inFlight: 0, jobs: 1 };
  return {
    ...holder,
    ...beat,
    registration,
    startedAt: 0,
    heartbeatAt: 9_000,
    stoppedAt: null,
    clockSkewMs: null,
    figures: null,
    ...over,
  };
}

const key = (over: Partial<AssignedKey> = {}): AssignedKey => ({
  modRevision: 40,
  version: 1,
  epoch: 3,
  resumeFrom: 2_000,
  ...over,
});

const row = (over: Partial<JobOwnership> = {}): JobOwnership => ({
  jobId: 'j',
  effectiveFrom: 1_000,
  owner: holder,
  epoch: 3,
  resumeFrom: 2_000,
  assignedRevision: 40,
  ...over,
});

const ask = (over: Partial<ResumeQuestion> = {}): number =>
  resumeFrom({
    job: { version: 1, effectiveFrom: 1_000 },
    key: key(),
    ownership: row(),
    owner: record(),
    ownerLives: false,
    lastPlanned: 20_000,
    ...over,
  });

describe('the job has a key', () => {
  it.each<[string, Partial<ResumeQuestion>, number]>([
    ['its owner took it over and had applied it', {}, 9_000],
    ['a living owner vouches as well: its key is there', { ownerLives: true }, 9_000],
    ['a watermark behind the key takes nothing back', { owner: record({ watermark: 1_500 }) }, 2_000],
    ['its owner had not applied the last write of the key', { key: key({ modRevision: 51 }) }, 2_000],
    ['its owner had applied exactly that write', { key: key({ modRevision: 50 }) }, 9_000],
    ['nobody has taken this assignment over yet', { key: key({ epoch: 4 }) }, 2_000],
    ['nobody ever took the job over', { ownership: row({ owner: null, epoch: 0, assignedRevision: null }) }, 2_000],
    ['the owner has no record any more', { owner: null }, 2_000],
    ['the record is that of another incarnation', { owner: record({ incarnation: 'i0' }) }, 2_000],
    [
      'a predecessor from before etcd was rebuilt, with large revisions',
      {
        ownership: row({ owner: { nodeId: 'n1', incarnation: 'i2' } }),
        owner: record({ incarnation: 'i1', appliedRevision: 9_999 }),
      },
      2_000,
    ],
    ['the key is parked and was never taken over', { key: key({ epoch: 4, modRevision: 45 }) }, 2_000],
  ])('%s', (_name, over, expected) => expect(ask(over)).toBe(expected));

  it('was edited after the key was written: a watermark knew the old schedule only', () => {
    const edited = { version: 2, effectiveFrom: 8_000 };
    expect(ask({ job: edited })).toBe(8_000);
    expect(ask({ job: { version: 2, effectiveFrom: 9_500 } })).toBe(9_000);
  });
});

describe('the job has no key', () => {
  const none = (over: Partial<ResumeQuestion> = {}): number =>
    ask({ key: null, ownership: row({ resumeFrom: 2_000 }), ...over });

  it.each<[string, Partial<ResumeQuestion>, number]>([
    [
      'new: from its creation',
      { ownership: row({ owner: null, epoch: 0, resumeFrom: 0, assignedRevision: null }) },
      1_000,
    ],
    ['etcd was lost, its owner is dead and had applied it', {}, 9_000],
    ['its owner may have handed it over: no further than to the last row', { lastPlanned: 6_000 }, 6_000],
    ['and where there is no row, from where it began', { lastPlanned: null }, 2_000],
    ['a last row from before it began takes nothing back', { lastPlanned: 1_500 }, 2_000],
    ['its owner lives: it may have seen the key vanish', { ownerLives: true }, 2_000],
    ['its owner had not applied it', { owner: record({ appliedRevision: 39 }) }, 2_000],
    ['the owner has no record any more', { owner: null }, 2_000],
    [
      'resumed after a pause: from the resume, not from the watermark',
      { job: { version: 3, effectiveFrom: 8_500 } },
      8_500,
    ],
    ['resumed after its owner died', { job: { version: 3, effectiveFrom: 9_900 } }, 9_000],
  ])('%s', (_name, over, expected) => expect(none(over)).toBe(expected));
});

describe('the key is older than the row', () => {
  it('follows the row, since the key is a leftover', () => {
    expect(ask({ key: key({ epoch: 2, resumeFrom: 500 }) })).toBe(9_000);
    expect(ask({ key: key({ epoch: 2, resumeFrom: 8_000 }), owner: null })).toBe(2_000);
  });
});

describe('never later than what is vouched for', () => {
  it('holds over many mixtures', () => {
    const revisions = [10, 50, 90];
    for (const modRevision of revisions)
      for (const appliedRevision of revisions)
        for (const rowEpoch of [2, 3, 4])
          for (const incarnation of ['i1', 'i2'])
            for (const effectiveFrom of [1_000, 2_500, 9_500]) {
              const ownership = row({ epoch: rowEpoch, owner: { nodeId: 'n1', incarnation } });
              const owner = record({ appliedRevision });
              const from = ask({ job: { version: 1, effectiveFrom }, key: key({ modRevision }), ownership, owner });
              const proven = rowEpoch >= 3 && incarnation === 'i1' && appliedRevision >= 40;
              if (!proven) expect(from).toBeLessThanOrEqual(2_000);
              else expect(from).toBeLessThanOrEqual(9_000);
            }
  });
});

describe('an edit in place', () => {
  it('keeps the instant, unless the new version counts from earlier', () => {
    expect(resumeFromInPlace(2_000, { effectiveFrom: 5_000 })).toBe(2_000);
    expect(resumeFromInPlace(6_000, { effectiveFrom: 5_000 })).toBe(5_000);
  });
});
