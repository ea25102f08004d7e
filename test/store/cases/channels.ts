/** Where alerts go, and where results are posted. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { StoredChannel } from '@crony/shared/store/store';
import { FACTORY_TIME_MS as T, project } from '../../kit/factories.js';
import { everyPage, type StoreFixture } from '../conformance.js';

export function channelCases(fixture: StoreFixture): void {
  const create = async (overrides: Partial<StoredChannel> = {}): Promise<StoredChannel> => {
    const channel: StoredChannel = {
      ...{ id: randomUUID(), project: '', name: `channel-${randomUUID()}`, type: 'feishu', language: 'zh' },
      ...{ settings: {}, sealed: 'ciphertext', enabled: true, version: 1, createdAt: T, updatedAt: T },
      ...overrides,
    };
    expect(await fixture.store.channels.create(channel)).toBe(true);
    return channel;
  };

  test('a channel is kept as it was given, and its name once in its project', async () => {
    const { channels } = fixture.store;
    const settings = { to: ['ops@example.com'], smtp: { host: 'mail', port: 25, security: 'none' as const } };
    const channel = await create({ project: 'default', name: 'Ops 值班', type: 'email', settings });
    expect(await channels.get(channel.id)).toEqual(channel);
    expect(await channels.create({ ...channel, id: randomUUID() })).toBe(false);
    await create({ ...channel, id: randomUUID(), project: '' });
    // Names differ by case.
    await create({ ...channel, id: randomUUID(), name: 'OPS 值班' });
    expect(await channels.get(randomUUID())).toBeNull();
  });

  test('lists go by project and name, in pages', async () => {
    const { channels } = fixture.store;
    for (const [owner, name] of [
      ['p2', 'a'],
      ['p1', 'b'],
      ['p1', 'a'],
    ] as const) {
      await create({ project: owner, name, type: owner === 'p1' ? 'slack' : 'wecom' });
    }
    const all = await everyPage((cursor) => channels.list({}, { limit: 1, cursor }));
    const named = all.filter((one) => one.project.startsWith('p')).map((one) => `${one.project}/${one.name}`);
    expect(named).toEqual(['p1/a', 'p1/b', 'p2/a']);
    const narrowed = async (filter: Parameters<typeof channels.list>[0]) =>
      (await channels.list(filter, { limit: 10 })).items.map(({ name }) => name);
    expect(await narrowed({ projects: ['p1'] })).toEqual(['a', 'b']);
    expect(await narrowed({ projects: ['p1'], type: 'wecom' })).toEqual([]);
    expect(await channels.count('p1')).toBe(2);
  });

  test('a project has its own channels before those of the cluster', async () => {
    await create({ project: 'mine', name: 'both' });
    await create({ project: 'theirs', name: 'foreign' });
    await create({ project: '', name: 'both' });
    const found = (await fixture.store.channels.forProject('mine')).filter(({ name }) => /both|foreign/.test(name));
    expect(found.map((one) => one.project)).toEqual(['mine', '']);
  });

  test('a change counts on the version it was made for', async () => {
    const { channels } = fixture.store;
    const [channel, other] = [await create(), await create()];
    const change = { name: channel.name, language: 'en' as const, settings: {}, sealed: 'other', enabled: false };
    expect(await channels.update(channel.id, 1, change, T + 5)).toEqual({ version: 2 });
    expect(await channels.update(channel.id, 1, change, T + 6)).toEqual({ conflict: 'version' });
    expect(await channels.update(channel.id, 2, { ...change, name: other.name }, T + 7)).toEqual({ conflict: 'name' });
    expect(await channels.update(randomUUID(), 1, change, T + 8)).toEqual({ conflict: 'gone' });
    expect(await fixture.other.channels.get(channel.id)).toEqual({
      ...channel,
      ...change,
      version: 2,
      updatedAt: T + 5,
    });
    expect(await channels.remove(channel.id)).toBe(true);
    expect(await channels.remove(channel.id)).toBe(false);
  });

  test('sealing anew changes neither version nor a newer secret', async () => {
    const { channels } = fixture.store;
    const channel = await create();
    expect(await channels.reseal(channel, 'anew')).toBe(true);
    expect(await channels.reseal(channel, 'again')).toBe(false);
    expect(await channels.get(channel.id)).toEqual({ ...channel, sealed: 'anew' });
  });

  test('a project keeps where its results are posted', async () => {
    const { projects } = fixture.store;
    await projects.create(project({ name: 'reporting' }));
    expect(await projects.get('reporting')).toMatchObject({ reportUrl: null });
    const reportUrl = 'https://events.example/crony';
    for (const _ of ['first', 'and again, which changes nothing']) {
      expect(await projects.update('reporting', { reportUrl })).toMatchObject({ name: 'reporting', reportUrl });
    }
    expect(await projects.update('reporting', { reportUrl: null })).toMatchObject({ reportUrl: null });
    expect(await projects.update('nobody', { reportUrl })).toBeNull();
  });
}
