import { describe, expect, it } from 'vitest';
import { vouchedFrom } from './vouching.js';

const owner = { nodeId: 'n1', incarnation: 'i1' };
const row = { owner, epoch: 3, assignedRevision: 40 };
const voucher = { ...owner, watermark: 9_000, appliedRevision: 50 };
const assigned = { epoch: 3, resumeFrom: 1_000, keyRevision: 40 };

describe('vouchedFrom', () => {
  it('is the watermark of the incarnation that had taken the assignment over', () => {
    expect(vouchedFrom(assigned, row, [voucher])).toBe(9_000);
  });

  it.each([
    ['nobody had taken it over', assigned, { ...row, owner: null }, [voucher]],
    ['the key moved on to an owner that never took it over', { ...assigned, epoch: 4 }, row, [voucher]],
    ['the watermark is of another incarnation', assigned, row, [{ ...voucher, incarnation: 'i2' }]],
    ['the watermark is of another node', assigned, row, [{ ...voucher, nodeId: 'n2' }]],
    ['the watermark was written before the takeover', assigned, row, [{ ...voucher, appliedRevision: 39 }]],
    ['the watermark was written before an edit of the job', { ...assigned, keyRevision: 51 }, row, [voucher]],
    ['there is no record of the owner', assigned, row, []],
  ])('is what the assignment itself says when %s', (_, question, takenOverBy, vouchers) => {
    expect(vouchedFrom(question, takenOverBy, vouchers)).toBe(1_000);
  });

  it('never goes back behind the assignment', () => {
    expect(vouchedFrom({ ...assigned, resumeFrom: 10_000 }, row, [voucher])).toBe(10_000);
  });

  it('trusts the row alone where etcd has lost the key', () => {
    expect(vouchedFrom({ ...assigned, keyRevision: null }, row, [voucher])).toBe(9_000);
  });
});
