import { describe, expect, it } from 'vitest';
import { mayFire, type FiringAnswer, type FiringQuestion } from './may-fire.js';

/** Every input there is, written out: claim, right, lease, policy, answer. */
const truth = `
  won      certain    certain    fire   fire
  won      certain    certain    hold   fire
  won      certain    uncertain  fire   fire
  won      certain    uncertain  hold   fire
  won      uncertain  certain    fire   verify
  won      uncertain  certain    hold   verify
  won      uncertain  uncertain  fire   verify
  won      uncertain  uncertain  hold   verify
  lost     certain    certain    fire   never
  lost     certain    certain    hold   never
  lost     certain    uncertain  fire   never
  lost     certain    uncertain  hold   never
  lost     uncertain  certain    fire   never
  lost     uncertain  certain    hold   never
  lost     uncertain  uncertain  fire   never
  lost     uncertain  uncertain  hold   never
  unknown  certain    certain    fire   fire_and_spool
  unknown  certain    certain    hold   fire_and_spool
  unknown  certain    uncertain  fire   fire_and_spool
  unknown  certain    uncertain  hold   hold
  unknown  uncertain  certain    fire   fire_and_spool
  unknown  uncertain  certain    hold   fire_and_spool
  unknown  uncertain  uncertain  fire   fire_and_spool
  unknown  uncertain  uncertain  hold   hold
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));

describe('mayFire', () => {
  it.each(truth)('claim %s, right %s, lease %s, on isolation %s: %s', (claim, right, lease, onIsolation, answer) => {
    const question = {
      claim,
      rightCertain: right === 'certain',
      leaseCertain: lease === 'certain',
      onIsolation,
    } as FiringQuestion;
    expect(mayFire(question)).toBe(answer as FiringAnswer);
  });

  it('is asked about every combination above, once', () => {
    expect(new Set(truth.map((row) => row.slice(0, 4).join(' '))).size).toBe(3 * 2 * 2 * 2);
  });
});
