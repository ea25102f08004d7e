/** Who came, who was not let in, and who left. */
import type { Context } from 'hono';
import type { Store, User } from '@crony/shared/store/store';
import type { ApiEnv } from '../api/api-route.js';
import { clientAddress } from '../auth/client-address.js';
import { audited, type Actor } from './audited.js';

type Caller = Pick<Context<ApiEnv>, 'env' | 'req' | 'var'>;
/** By which way. */
type Method = 'password' | 'oidc';
type Person = Pick<User, 'id' | 'name'>;

const LONGEST_NAME = 200;

/** With the time of the sign-in on the user's own row. */
export function noteSignIn(c: Caller, user: Person, method: Method): Promise<void> {
  const { clock } = c.var.api;
  return audited(by(c, { kind: 'user', ...person(user) }), async (store, note) => {
    await store.users.signedIn(user.id, clock.now());
    note({
      action: 'session.sign_in',
      project: null,
      subject: { type: 'session', ...person(user) },
      after: { method },
    });
  });
}

/** `name`: what was typed. It may be a password in the wrong field, so it is kept no longer than other names. */
export function noteRefusal(c: Caller, name: string, method: Method): Promise<void> {
  const typed = name.slice(0, LONGEST_NAME);
  return audited(by(c, { kind: 'anonymous', id: null, name: typed }), (_, note) => {
    note({
      action: 'session.refuse',
      project: null,
      subject: { type: 'session', id: typed, name: typed },
      after: { method },
    });
    return Promise.resolve();
  });
}

/** What a provider's word changes of a user: who is new or known for the first time, and the role. */
export function notedUser(c: Caller, subject: string, find: (store: Store) => Promise<User>): Promise<User> {
  return audited(by(c, { kind: 'system', id: null, name: 'oidc' }), async (store, note) => {
    const before = await store.users.getByOidcSubject(subject);
    const user = await find(store);
    if (before?.role === user.role) return user;
    const shown = (one: User | null): unknown => one && { name: one.name, role: one.role, email: one.email };
    const who = { type: 'user', ...person(user) };
    const action = before ? 'user.edit' : 'user.link';
    note({ action, project: null, subject: who, before: shown(before), after: shown(user) });
    return user;
  });
}

/** Ends every session of the user. */
export function noteSignOut(c: Caller, user: Person): Promise<void> {
  return audited(by(c, { kind: 'user', ...person(user) }), async (store, note) => {
    await store.users.endSessions(user.id);
    note({ action: 'session.sign_out', project: null, subject: { type: 'session', ...person(user) } });
  });
}

function by(c: Caller, who: Omit<Actor, 'address'>) {
  return { ...c.var.api, actor: { ...who, address: clientAddress(c) } };
}

function person({ id, name }: Person) {
  return { id, name };
}
