/** People, their roles and tokens, and failed sign-ins. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ApiToken, SignInRule } from '@crony/shared/store/store';
import { FACTORY_TIME_MS as T, project, user } from '../../kit/factories.js';
import { everyPage, type StoreFixture } from '../conformance.js';

export function userCases(fixture: StoreFixture): void {
  const create = async (overrides: Parameters<typeof user>[0] = {}) => {
    const one = user(overrides);
    expect(await fixture.store.users.create(one)).toBe(true);
    return one;
  };

  describe('users', () => {
    test('are found by name, subject and address, and listed by name', async () => {
      const { users } = fixture.store;
      const email = `${randomUUID()}@example.com`;
      const subject = 'a'.repeat(64);
      const ann = await create({ name: 'list-ann', email, oidcSubject: subject });
      const zoe = await create({ name: 'list-zoë', email });
      expect(await users.getByName('list-ann')).toEqual(ann);
      expect(await users.getByOidcSubject(subject)).toEqual(ann);
      expect(await users.getByOidcSubject('b'.repeat(64))).toBeNull();
      const ids = (await users.getByEmail(email, 10)).map(({ id }) => id);
      expect(ids).toEqual([ann.id, zoe.id].sort());
      expect(await users.getByEmail(email, 1)).toHaveLength(1);
      const listed = await everyPage((cursor) => users.list({ nameContains: 'list-' }, { limit: 1, cursor }));
      expect(listed).toEqual([ann, zoe]);
      expect(await users.create(user({ oidcSubject: subject }))).toBe(false);
      expect((await users.list({ nameContains: '%' }, { limit: 1 })).items).toEqual([]);
    });

    test('change field by field; a new password and being shut out end their sessions', async () => {
      const { users } = fixture.store;
      const one = await create();
      const change = async (what: Parameters<typeof users.change>[1]) => {
        const result = await users.change(one.id, what);
        if (!('changed' in result)) throw new Error(result.refused);
        return result.changed;
      };
      expect(await change({ email: 'new@example.com' })).toEqual({ ...one, email: 'new@example.com' });
      expect(await change({ passwordHash: 'h' })).toMatchObject({ passwordHash: 'h', sessionEpoch: 1 });
      expect(await change({ passwordGiven: true })).toMatchObject({ passwordGiven: true, sessionEpoch: 1 });
      expect(await change({ disabled: true })).toMatchObject({ disabled: true, sessionEpoch: 2 });
      expect(await change({ disabled: false })).toMatchObject({ disabled: false, sessionEpoch: 2 });
      expect(await change({})).toMatchObject({ email: 'new@example.com', sessionEpoch: 2 });
      await users.signedIn(one.id, T);
      await users.endSessions(one.id);
      expect(await users.get(one.id)).toMatchObject({ lastSignInAt: T, sessionEpoch: 3 });
      expect(await users.change(randomUUID(), { role: 'user' })).toEqual({ refused: 'not_found' });
      expect(await users.remove(randomUUID())).toEqual({ refused: 'not_found' });
    });

    test('a subject belongs to one user', async () => {
      const { users } = fixture.store;
      await create({ oidcSubject: 'c'.repeat(64) });
      const other = await create();
      expect(await users.change(other.id, { oidcSubject: 'c'.repeat(64) })).toEqual({ refused: 'subject_taken' });
      expect(await users.get(other.id)).toEqual(other);
    });

    test('the last administrator who can sign in stays, also when two go for each other at once', async () => {
      const { store, other } = fixture;
      const one = await create({ role: 'admin' });
      const disabled = await create({ role: 'admin', disabled: true });
      for (const change of [{ role: 'user' }, { disabled: true }] as const) {
        expect(await store.users.change(one.id, change)).toEqual({ refused: 'last_admin' });
      }
      expect(await store.users.remove(one.id)).toEqual({ refused: 'last_admin' });
      expect(await store.users.remove(disabled.id)).toMatchObject({ changed: { id: disabled.id } });
      const two = await create({ role: 'admin' });
      const results = await Promise.all([store.users.remove(one.id), other.users.change(two.id, { role: 'user' })]);
      expect(results.filter((result) => 'changed' in result)).toHaveLength(1);
      expect(results.filter((result) => 'refused' in result)).toEqual([{ refused: 'last_admin' }]);
      for (const { id } of [one, two]) await store.users.remove(id);
    });

    test('take their roles and tokens with them', async () => {
      const { users, members, apiTokens } = fixture.store;
      const [one, stays] = [await create(), await create()];
      for (const { id } of [one, stays]) {
        await members.save({ project: 'default', userId: id, role: 'editor', createdAt: T });
        await apiTokens.create(token({ userId: id }));
      }
      await users.remove(one.id);
      expect(await users.get(one.id)).toBeNull();
      expect(await members.ofUser(one.id)).toEqual([]);
      expect(await apiTokens.countUsable(one.id, T)).toBe(0);
      expect(await members.ofUser(stays.id)).toHaveLength(1);
      expect(await apiTokens.countUsable(stays.id, T)).toBe(1);
    });
  });

  test('members have one role in a project, which can change', async () => {
    const { members, projects } = fixture.store;
    await projects.create(project({ name: 'membered' }));
    const [ann, bob] = [await create({ name: 'm-ann' }), await create({ name: 'm-bob', disabled: true })];
    await members.save({ project: 'membered', userId: bob.id, role: 'viewer', createdAt: T });
    await members.save({ project: 'membered', userId: ann.id, role: 'viewer', createdAt: T });
    await members.save({ project: 'membered', userId: ann.id, role: 'admin', createdAt: T + 1 });
    expect(await everyPage((cursor) => members.ofProject('membered', { limit: 1, cursor }))).toEqual([
      { project: 'membered', userId: ann.id, role: 'admin', createdAt: T, userName: 'm-ann', disabled: false },
      { project: 'membered', userId: bob.id, role: 'viewer', createdAt: T, userName: 'm-bob', disabled: true },
    ]);
    expect(await members.get('membered', bob.id)).toMatchObject({ role: 'viewer' });
    expect(await members.get('default', bob.id)).toBeNull();
    expect(await members.remove('membered', bob.id)).toBe(true);
    expect(await members.remove('membered', bob.id)).toBe(false);
    expect(await members.ofUser(ann.id)).toEqual([
      { project: 'membered', userId: ann.id, role: 'admin', createdAt: T },
    ]);
  });

  test('projects are listed by name, of those asked for', async () => {
    const { projects } = fixture.store;
    for (const name of ['listed-a', 'listed-b', 'listed-c']) await projects.create(project({ name }));
    const names = ['listed-c', 'listed-a', 'nowhere'];
    const found = await everyPage((cursor) => projects.list({ names }, { limit: 1, cursor }));
    expect(found.map(({ name }) => name)).toEqual(['listed-a', 'listed-c']);
    expect((await projects.list({ names: [] }, { limit: 1 })).items).toEqual([]);
  });

  test('tokens are found by their digest, count their use to the minute, and are revoked once', async () => {
    const { apiTokens } = fixture.store;
    const owner = await create();
    const first = token({ id: '01890000-0000-7000-8000-000000000001', userId: owner.id });
    const second = token({ id: '01890000-0000-7000-8000-000000000002', userId: owner.id, expiresAt: T + 10 });
    for (const one of [first, second]) await apiTokens.create(one);
    expect(await apiTokens.getByHash(first.hash)).toEqual(first);
    expect(await apiTokens.getByHash('0'.repeat(64))).toBeNull();
    const listed = await everyPage((cursor) => apiTokens.list({ userId: owner.id }, { limit: 1, cursor }));
    expect(listed).toEqual([second, first]);
    expect(await apiTokens.countUsable(owner.id, T)).toBe(2);
    expect(await apiTokens.countUsable(owner.id, T + 10)).toBe(1);
    await apiTokens.used(first.id, T + 100, T);
    await apiTokens.used(first.id, T + 200, T + 100); // within the minute
    expect(await apiTokens.get(first.id)).toMatchObject({ lastUsedAt: T + 100 });
    await apiTokens.used(first.id, T + 300, T + 101);
    expect(await apiTokens.get(first.id)).toMatchObject({ lastUsedAt: T + 300 });
    expect(await apiTokens.revoke(first.id, T + 1)).toBe(true);
    expect(await apiTokens.revoke(first.id, T + 2)).toBe(false);
    expect(await apiTokens.get(first.id)).toMatchObject({ revokedAt: T + 1 });
    expect(await apiTokens.countUsable(owner.id, T)).toBe(1);
  });

  describe('failed sign-ins', () => {
    const rule = (key = randomUUID()): SignInRule => ({
      key,
      free: 2,
      firstDelayMs: 100,
      longestDelayMs: 350,
      forgetAfterMs: 10_000,
    });

    test('cost nothing at first, then twice as much each time, up to a bound', async () => {
      const { signInFailures } = fixture.store;
      const one = rule();
      expect(await signInFailures.begin([one], T)).toBeNull();
      let now = T;
      for (const delay of [100, 200, 350, 350]) {
        expect(await signInFailures.begin([one], now)).toBeNull();
        expect(await signInFailures.begin([one], now + delay - 1)).toEqual({ blockedUntil: now + delay });
        now += delay;
      }
      expect(await signInFailures.get(one.key)).toMatchObject({ failures: 5 });
      // After a long while without any it begins anew.
      expect(await signInFailures.begin([one], now + 20_000)).toBeNull();
      expect(await signInFailures.get(one.key)).toMatchObject({ failures: 1 });
    });

    test('where one key is blocked, nothing is counted under the others', async () => {
      const { signInFailures } = fixture.store;
      const [blocked, free] = [rule(), rule()];
      for (let i = 0; i < 2; i++) await signInFailures.begin([blocked], T);
      expect(await signInFailures.begin([free, blocked], T)).toEqual({ blockedUntil: T + 100 });
      expect((await signInFailures.get(free.key))?.failures).toBe(0);
    });

    test('can be taken back, one or all', async () => {
      const { signInFailures } = fixture.store;
      const one = rule();
      for (let i = 0; i < 2; i++) await signInFailures.begin([one], T);
      await signInFailures.takeBack(one.key);
      expect(await signInFailures.get(one.key)).toMatchObject({ failures: 1, blockedUntil: 0 });
      await signInFailures.clear(one.key);
      expect(await signInFailures.get(one.key)).toBeNull();
      await signInFailures.takeBack(one.key);
    });

    test('at the same moment each is counted, from whichever hub', async () => {
      const { store, other } = fixture;
      const one = rule();
      const attempts = Array.from({ length: 8 }, (_, i) => (i % 2 ? store : other).signInFailures.begin([one], T));
      const blocked = (await Promise.all(attempts)).filter((answer) => answer !== null);
      expect(blocked).toHaveLength(6);
    });

    test('are forgotten, some at a time', async () => {
      const { signInFailures } = fixture.store;
      const old = [rule(), rule(), rule()];
      for (const one of old) await signInFailures.begin([one], 1_000);
      const fresh = rule();
      await signInFailures.begin([fresh], T);
      expect(await signInFailures.forgetBefore(2_000, 2)).toBe(2);
      expect(await signInFailures.forgetBefore(2_000, 2)).toBe(1);
      expect(await signInFailures.forgetBefore(2_000, 2)).toBe(0);
      expect(await signInFailures.get(fresh.key)).not.toBeNull();
    });
  });
}

function token(overrides: Partial<ApiToken> = {}): ApiToken {
  return {
    id: randomUUID(),
    name: 'ci',
    hash: (randomUUID() + randomUUID()).replaceAll('-', ''),
    hint: 'crony_abcdef',
    userId: null,
    project: null,
    role: 'viewer',
    createdAt: T,
    expiresAt: null,
    lastUsedAt: null,
    revokedAt: null,
    ...overrides,
  };
}
