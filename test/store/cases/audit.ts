import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { AuditEntry, AuditFilter } from '@crony/shared/store/store';
import { FACTORY_TIME_MS as T } from '../../kit/factories.js';
import { everyPage, type StoreFixture } from '../conformance.js';

const entry = (over: Partial<AuditEntry> = {}): AuditEntry => ({
  at: T,
  actorKind: 'user',
  actorId: randomUUID(),
  actorName: 'ann',
  address: '2001:db8::1',
  action: 'job.edit',
  project: 'default',
  subjectType: 'job',
  subjectId: randomUUID(),
  subjectName: 'settle-orders',
  before: null,
  after: null,
  ...over,
});

export function auditCases(fixture: StoreFixture): void {
  const list = (filter: AuditFilter, limit = 3) =>
    everyPage((cursor) => fixture.store.audit.list(filter, { limit, ...(cursor === undefined ? {} : { cursor }) }));
  const names = async (filter: AuditFilter): Promise<string[]> =>
    (await list(filter)).map(({ subjectName }) => subjectName);

  test('entries come back as they were written, newest first', async () => {
    const project = `p-${randomUUID()}`;
    const entries = [
      entry({ project, before: { name: 'ä"\n', n: [1, null] }, after: null }),
      entry({ project, actorKind: 'anonymous', actorId: null, actorName: '日本 "x"', action: 'session.refuse' }),
      entry({ project, after: { deep: { er: true } } }),
    ];
    await fixture.store.audit.add(entries.slice(0, 1));
    await fixture.store.audit.add(entries.slice(1));
    const found = await list({ project });
    expect(found.map(({ seq: _, ...rest }) => rest)).toEqual(entries.toReversed());
    expect(found.map(({ seq }) => seq)).toEqual(found.map(({ seq }) => seq).sort((a, b) => b - a));
  });

  test('each filter finds its own, also beside the others, over pages', async () => {
    const [project, other] = [`p-${randomUUID()}`, `p-${randomUUID()}`];
    const [ann, job] = [randomUUID(), randomUUID()];
    await fixture.store.audit.add([
      entry({ project, subjectName: 'one', actorId: ann, subjectId: job, at: T + 1 }),
      entry({ project, subjectName: 'two', actorName: ann, action: 'job.delete', at: T + 2 }),
      entry({ project: other, subjectName: 'three', actorId: ann, at: T + 3, after: { callback: 'Zürich CALLING' } }),
      entry({ project: null, subjectName: 'four', subjectType: 'node', subjectId: job, at: T + 4 }),
      entry({ project, subjectName: 'five', subjectId: job, at: T + 5 }),
    ]);
    expect(await names({ project })).toEqual(['five', 'two', 'one']);
    expect(await names({ actor: ann })).toEqual(['three', 'two', 'one']);
    expect(await names({ actor: ann, project })).toEqual(['two', 'one']);
    expect(await names({ action: 'job.delete', project })).toEqual(['two']);
    expect(await names({ subjectType: 'job', subjectId: job })).toEqual(['five', 'one']);
    expect(await names({ subjectId: job })).toEqual(['five', 'four', 'one']);
    expect(await names({ subjectType: 'node', subjectId: job })).toEqual(['four']);
    expect(await names({ from: T + 2, to: T + 5, actor: ann })).toEqual(['three', 'two']);
    expect(await names({ text: 'zürich calling', actor: ann })).toEqual(['three']);
    expect(await names({ text: 'nowhere to be found', project })).toEqual([]);
    expect(await names({ projects: [project, other] })).toEqual(['five', 'three', 'two', 'one']);
    expect(await names({ projects: [], subjectId: job })).toEqual([]);
    expect(await names({ projects: [other], subjectType: 'node', subjectId: job })).toEqual([]);
  });

  test('what is written in a transaction that fails was never there', async () => {
    const project = `p-${randomUUID()}`;
    const work = fixture.store.atomically(async (store) => {
      await store.audit.add([entry({ project })]);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await list({ project })).toEqual([]);
  });

  test('a cursor of another list is refused', async () => {
    const cursor = Buffer.from('["x"]').toString('base64url');
    await expect(fixture.store.audit.list({}, { limit: 1, cursor })).rejects.toThrow('cursor');
  });
}
