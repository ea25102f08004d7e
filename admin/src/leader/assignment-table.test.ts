import { describe, expect, it } from 'vitest';
import { assignmentKey } from '@crony/shared/coordination/keys';
import type { Change } from '@crony/shared/coordination/coordination';
import { AssignmentTable } from './assignment-table.js';
import { parseAssignmentHeader } from './assignment-value.js';

const value = (epoch: number, over: object = {}): string =>
  JSON.stringify({
    format: 1,
    jobId: 'j',
    version: 2,
    epoch,
    resumeFrom: 1_700_000_000_000,
    effectiveFrom: 5,
    job: {},
    ...over,
  });
const put = (nodeId: string, jobId: string, modRevision: number, text = value(1)): Change => ({
  type: 'put',
  kv: { key: assignmentKey(nodeId, jobId), value: text, createRevision: 1, modRevision, leaseId: null },
});
const del = (nodeId: string, jobId: string): Change => ({
  type: 'delete',
  key: assignmentKey(nodeId, jobId),
  modRevision: 9,
});

function tableOf(...changes: Change[]): AssignmentTable {
  const table = new AssignmentTable();
  table.apply(changes);
  return table;
}

describe('the table of assignments', () => {
  it('keeps the header and counts by node', () => {
    const table = tableOf(put('a', 'j', 3), put('a', 'k', 4), put('b', 'l', 4));
    expect(table.get('j')).toMatchObject({
      nodeId: 'a',
      modRevision: 3,
      version: 2,
      epoch: 1,
      resumeFrom: 1_700_000_000_000,
    });
    expect([table.countOf('a'), table.countOf('b'), table.countOf('c')]).toEqual([2, 1, 0]);
    expect([...table.nodeIds()].sort()).toEqual(['a', 'b']);
    expect([...table.keys()].sort()).toEqual(['assignments/a/j', 'assignments/a/k', 'assignments/b/l']);
  });

  it('is compared by revision, second keys too, and by value after the history was replaced', () => {
    const table = tableOf(put('a', 'j', 3, value(1)), put('b', 'j', 4, value(3)), put('a', 'k', 5), put('b', 'l', 6));
    const { comparison } = table;
    const listing = (): (number | undefined)[] => [
      comparison.begin(),
      ...['a/j', 'b/j', 'b/l', 'a/l'].map((key) => comparison.see(`assignments/${key}`)),
    ];
    expect(listing()).toEqual([3, 3, 4, 6, undefined]);
    expect([...comparison.unseen()]).toEqual(['assignments/a/k']);
    table.apply([put('a', 'k', 7)]); // as the watch brings it
    expect(listing()).toEqual([3, 3, 4, 6, undefined]);
    expect([...comparison.unseen()]).toEqual(['assignments/a/k']);
    table.historyReplaced();
    expect(listing()).toEqual([3, NaN, NaN, NaN, undefined]);
  });

  it.each<[string, Change[]]>([
    ['deletion first', [del('a', 'j'), put('b', 'j', 5, value(2))]],
    ['put first', [put('b', 'j', 5, value(2)), del('a', 'j')]],
  ])('follows a move, whichever half comes first: %s', (_name, changes) => {
    const table = tableOf(put('a', 'j', 3), ...changes);
    expect(table.get('j')).toMatchObject({ nodeId: 'b', epoch: 2, modRevision: 5 });
    expect([table.size, table.countOf('a'), table.countOf('b'), table.duplicates().size]).toEqual([1, 0, 1, 0]);
  });

  it('holds the highest epoch where a job has several keys, and falls back to the next', () => {
    const table = tableOf(put('a', 'j', 3, value(1)), put('b', 'j', 4, value(3)), put('c', 'j', 5, value(2)));
    expect(table.get('j')!.nodeId).toBe('b');
    expect(
      table
        .duplicates()
        .get('j')!
        .map(({ nodeId }) => nodeId),
    ).toEqual(['c', 'a']);
    expect([...table.keys()]).toHaveLength(3);
    table.apply([put('c', 'j', 6, value(2))]);
    expect(table.countOf('c')).toBe(1);
    table.apply([del('b', 'j')]);
    expect(table.get('j')!.nodeId).toBe('c');
    table.apply([del('a', 'j'), del('a', 'j')]);
    expect([table.duplicates().size, table.countOf('a'), table.countOf('c')]).toEqual([0, 0, 1]);
    table.apply([del('c', 'j')]);
    expect([table.size, table.countOf('c')]).toEqual([0, 0]);
  });

  it('leaves alone what is no assignment key', () => {
    const strange = { ...put('a', 'j', 1) };
    if (strange.type === 'put') strange.kv = { ...strange.kv, key: 'assignments/a' };
    const table = tableOf(strange, { type: 'delete', key: 'assignments/', modRevision: 2 });
    expect(table.size).toBe(0);
  });

  it('lets pass who waits for a revision, when it has been shown', async () => {
    const table = tableOf();
    const waiting = new AbortController();
    const reached = table.reached(7, waiting.signal);
    table.synced(6);
    const impatient = new AbortController();
    const given = table.reached(8, impatient.signal);
    impatient.abort();
    expect(await given).toBe(false);
    table.synced(7);
    expect(await reached).toBe(true);
    expect(await table.reached(7, impatient.signal)).toBe(true);
    table.historyReplaced();
    expect(await table.reached(7, impatient.signal)).toBe(false);
  });
});

describe('the header of a value', () => {
  it.each<[string, string, object | null]>([
    ['as it is written', value(4), { version: 2, epoch: 4, resumeFrom: 1_700_000_000_000 }],
    ['in another order', '{"epoch":4,"format":1,"version":2,"resumeFrom":3}', { version: 2, epoch: 4, resumeFrom: 3 }],
    ['before 1970', value(1, { resumeFrom: -5 }), { version: 2, epoch: 1, resumeFrom: -5 }],
    ['with fractions', value(1, { resumeFrom: 0.5 }), { version: 2, epoch: 1, resumeFrom: 0.5 }],
    ['of a newer format', value(1, { format: 2 }), null],
    ['without an epoch', '{"format":1,"version":1,"resumeFrom":1}', null],
    ['not JSON', '?', null],
    ['null', 'null', null],
  ])('%s', (_name, text, expected) => expect(parseAssignmentHeader(text)).toEqual(expected));
});
