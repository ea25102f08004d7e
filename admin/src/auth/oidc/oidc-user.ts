/**
 * Which user of ours somebody is who has signed in at the provider. By the subject, once it is known. A subject that is
 * new becomes
 * 1. the one user whom an administrator has created to sign in there, with this address, if the provider has verified it;
 * 2. a new user who may do nothing yet, unless the settings forbid it.
 *
 * Never somebody who has a password: whoever chooses a name or an address at the provider would become them.
 */
import type { Clock } from '@crony/shared/runtime/clock';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { Store, User, UserRole } from '@crony/shared/store/store';
import { OidcRefusedError, type OidcSettings } from './oidc-client.js';
import type { OidcIdentity } from './oidc-identity.js';

type Users = Pick<Store, 'users'>;
type Mapping = Pick<OidcSettings, 'adminGroup' | 'autoCreate'>;

/** One more than the one it must be. */
const ENOUGH_TO_DOUBT = 2;

/** Throws `OidcRefusedError` with a reason that may be shown. */
export async function userOf(
  identity: OidcIdentity,
  mapping: Mapping,
  { users }: Users,
  clock: Pick<Clock, 'now'>,
): Promise<User> {
  const known = (await users.getByOidcSubject(identity.subject)) ?? (await invited(identity, { users }));
  const user = known ?? (await created(identity, mapping, { users }, clock));
  if (user.disabled) throw new OidcRefusedError('disabled', 'the user is disabled');
  return withRole(user, roleOf(identity, mapping), { users });
}

async function invited(identity: OidcIdentity, { users }: Users): Promise<User | null> {
  const { verifiedEmail, subject } = identity;
  if (verifiedEmail === null) return null;
  const [user, ...more] = await users.getByEmail(verifiedEmail, ENOUGH_TO_DOUBT);
  if (!user || more.length > 0 || user.passwordHash !== '' || user.oidcSubject !== null) return null;
  const result = await users.change(user.id, { oidcSubject: subject });
  return 'changed' in result ? result.changed : users.getByOidcSubject(subject);
}

async function created(
  identity: OidcIdentity,
  mapping: Mapping,
  { users }: Users,
  clock: Pick<Clock, 'now'>,
): Promise<User> {
  const { name, subject, verifiedEmail } = identity;
  if (!mapping.autoCreate) throw new OidcRefusedError('not_invited', 'an administrator must create the user first');
  if (name === null) throw new OidcRefusedError('no_name', 'the provider tells no name that can be one here');
  const user: User = {
    id: uuidv7(clock),
    name,
    passwordHash: '',
    passwordGiven: false,
    role: roleOf(identity, mapping) ?? 'user',
    sessionEpoch: 0,
    createdAt: clock.now(),
    email: verifiedEmail,
    disabled: false,
    oidcSubject: subject,
    lastSignInAt: null,
  };
  if (await users.create(user)) return user;
  // The same person in another window, or somebody else of this name.
  const other = await users.getByOidcSubject(subject);
  if (!other) throw new OidcRefusedError('name_taken', 'the name belongs to another user here');
  return other;
}

/** Null: the role is kept here. */
function roleOf({ groups }: OidcIdentity, { adminGroup }: Mapping): UserRole | null {
  if (adminGroup === null) return null;
  return groups.includes(adminGroup) ? 'admin' : 'user';
}

async function withRole(user: User, role: UserRole | null, { users }: Users): Promise<User> {
  if (role === null || role === user.role) return user;
  const result = await users.change(user.id, { role });
  if ('changed' in result) return result.changed;
  if (result.refused === 'last_admin') return user; // somebody must be able to mend the settings
  throw new OidcRefusedError('disabled', 'the user has just been deleted');
}
