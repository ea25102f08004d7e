import { Button, Drawer, Group, Stack, Text, Title } from '@mantine/core';
import { IconBan, IconDoorExit, IconKey, IconPencil, IconTrash, IconUserCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { membershipsQuery, type User } from '../api/people-queries';
import { usePeopleMessages } from '../i18n/people';
import { useMay } from '../session/use-may';
import { Facts } from '../ui/facts';
import { Instant } from '../ui/instant';
import { notifyDone, notifyFailed } from '../ui/notify';
import { ProblemAlert, sentenceOf } from '../ui/problem-alert';
import { QueryView, Waiting } from '../ui/query-view';
import { useUserCall, userCalls } from './user-actions';
import { UserDialogs, type UserAct } from './user-dialogs';
import { SignInWays, Standing } from './user-state';

interface UserDrawerProps {
  user: User | undefined;
  error: unknown;
  onClose: () => void;
}

/** One user: standing, roles in projects, and what administrators can do. */
export function UserDrawer({ user, error, onClose }: UserDrawerProps) {
  const { words } = usePeopleMessages();
  return (
    <Drawer
      opened
      onClose={onClose}
      title={
        user && (
          <Group gap="sm">
            <b translate="no">{user.name}</b>
            <Standing user={user} />
          </Group>
        )
      }
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {user ? <UserView user={user} onGone={onClose} /> : error ? <ProblemAlert error={error} /> : <Waiting rows={6} />}
    </Drawer>
  );
}

function UserView({ user, onGone }: { user: User; onGone: () => void }) {
  const { users } = usePeopleMessages();
  const { may } = useMay();
  return (
    <Stack gap="lg">
      <Facts
        items={[
          [users.role, user.role === 'admin' ? users.roleAdmin : users.roleUser],
          [users.email, user.email === null ? '–' : <span translate="no">{user.email}</span>],
          [users.signIn, <SignInWays user={user} />],
          [users.lastSignIn, <Instant at={user.lastSignInAt} />],
          [users.createdAt, <Instant at={user.createdAt} />],
        ]}
      />
      <Memberships user={user} />
      {may('users:write') && <Actions user={user} onGone={onGone} />}
      <Text size="sm">
        <Link to="/audit" search={{ actor: user.id }}>
          {users.audit}
        </Link>
      </Text>
    </Stack>
  );
}

function Memberships({ user }: { user: User }) {
  const { users, projects } = usePeopleMessages();
  const query = useQuery(membershipsQuery(user.id));
  return (
    <section>
      <Title order={2} mb={4}>
        {users.projects}
      </Title>
      {user.role === 'admin' && (
        <Text size="sm" c="dimmed">
          {users.adminEverywhere}
        </Text>
      )}
      <QueryView query={query} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            user.role === 'user' && (
              <Text size="sm" c="dimmed">
                {users.noProjects}{' '}
                <Link to="/projects" style={{ whiteSpace: 'nowrap' }}>
                  {users.giveRole}
                </Link>
              </Text>
            )
          ) : (
            <Stack gap={4}>
              {items.map(({ project, role }) => (
                <Group key={project} justify="space-between" wrap="nowrap">
                  <Link to="/projects/$name" params={{ name: project }} search={{ tab: 'members' }} translate="no">
                    <Text span size="sm">
                      {project}
                    </Text>
                  </Link>
                  <Text size="sm">{projects.roleName[role]}</Text>
                </Group>
              ))}
            </Stack>
          )
        }
      </QueryView>
    </section>
  );
}

function Actions({ user, onGone }: { user: User; onGone: () => void }) {
  const messages = usePeopleMessages();
  const { users } = messages;
  const [act, setAct] = useState<UserAct | null>(null);
  const enable = useUserCall(userCalls.edit, ({ name }) => notifyDone(users.enabledDone(name)));
  const sign = { size: 15, stroke: 1.6, 'aria-hidden': true } as const;
  const isPasswordUser = user.signIn.password || !user.signIn.oidc;
  return (
    <section>
      <Title order={2} mb="xs">
        {users.actions}
      </Title>
      <Group gap="xs">
        <Button variant="default" leftSection={<IconPencil {...sign} />} onClick={() => setAct('edit')}>
          {users.edit}
        </Button>
        {isPasswordUser && (
          <Button variant="default" leftSection={<IconKey {...sign} />} onClick={() => setAct('reset')}>
            {users.resetPassword}
          </Button>
        )}
        <Button variant="default" leftSection={<IconDoorExit {...sign} />} onClick={() => setAct('endSessions')}>
          {users.endSessions}
        </Button>
        {user.disabled ? (
          <Button
            variant="default"
            leftSection={<IconUserCheck {...sign} />}
            loading={enable.isPending}
            onClick={() =>
              enable.mutate(
                { id: user.id, patch: { disabled: false } },
                { onError: (error) => notifyFailed(sentenceOf(error, messages)) },
              )
            }
          >
            {users.enable}
          </Button>
        ) : (
          <Button variant="default" leftSection={<IconBan {...sign} />} onClick={() => setAct('disable')}>
            {users.disable}
          </Button>
        )}
        <Button variant="light" color="red" leftSection={<IconTrash {...sign} />} onClick={() => setAct('remove')}>
          {users.delete}
        </Button>
      </Group>
      {act && (
        <UserDialogs
          act={act}
          user={user}
          onClose={(isGone) => {
            setAct(null);
            if (isGone) onGone();
          }}
        />
      )}
    </section>
  );
}
