import { Text } from '@mantine/core';
import type { User } from '../api/people-queries';
import { usePeopleMessages } from '../i18n/people';
import { ToneBadge } from '../ui/state-badge';

export function ClusterRole({ user }: { user: User }) {
  const { users } = usePeopleMessages();
  return user.role === 'admin' ? (
    <ToneBadge tone="busy">{users.roleAdmin}</ToneBadge>
  ) : (
    <Text span size="sm" c="dimmed">
      {users.roleUser}
    </Text>
  );
}

export function Standing({ user: { disabled } }: { user: User }) {
  const { users } = usePeopleMessages();
  return <ToneBadge tone={disabled ? 'idle' : 'ok'}>{disabled ? users.disabled : users.active}</ToneBadge>;
}

export function SignInWays({ user: { signIn } }: { user: User }) {
  const { users } = usePeopleMessages();
  const ways = [...(signIn.password ? [users.byPassword] : []), ...(signIn.oidc ? [users.bySso] : [])];
  return <>{ways.length === 0 ? users.bySso : ways.join(', ')}</>;
}
