import { Button, Card, Group, Stack, Text } from '@mantine/core';
import { IconPlus, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { userQuery, usersQuery, type User } from '../api/people-queries';
import { sessionQuery } from '../api/queries';
import { usePeopleMessages } from '../i18n/people';
import { EmptyState } from '../ui/empty-state';
import { Instant, RelativeInstant } from '../ui/instant';
import { ListTable, type Column } from '../ui/list-table';
import { NeedsPermission } from '../ui/no-permission';
import { PageHeader } from '../ui/page-header';
import { QueryView } from '../ui/query-view';
import { SearchInput } from '../ui/search-input';
import { NewUserDialog } from './new-user-dialog';
import { UserDrawer } from './user-drawer';
import { ClusterRole, SignInWays, Standing } from './user-state';

const route = getRouteApi('/shell/users');

export function UsersPage() {
  return (
    <NeedsPermission permission="users:read">
      <Users />
    </NeedsPermission>
  );
}

function Users() {
  const { users, words } = usePeopleMessages();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(usersQuery(search.name));
  const [creating, setCreating] = useState(false);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const change = (part: { name?: string | undefined; user?: string | undefined }): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const isAlone = items.length === 1 && search.name === undefined;
  return (
    <>
      <PageHeader title={users.title} text={users.text}>
        <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setCreating(true)}>
          {users.newUser}
        </Button>
      </PageHeader>
      <Card padding={0}>
        <Group p="sm">
          <SearchInput
            aria-label={users.search}
            placeholder={users.search}
            value={search.name}
            onChange={(name) => change({ name })}
            w={{ base: '100%', xs: 220 }}
          />
        </Group>
        <QueryView query={query} rows={6} rowHeight={41}>
          {() =>
            items.length === 0 ? (
              <EmptyState icon={IconSearchOff} title={users.noMatchTitle} text={users.noMatchText} />
            ) : (
              <UserList items={items} />
            )
          }
        </QueryView>
        {isAlone && (
          <Stack gap={2} p="sm" pt={0}>
            <Text size="sm" fw={500}>
              {users.onlyYouTitle}
            </Text>
            <Text size="sm" c="dimmed">
              {users.onlyYouText}
            </Text>
          </Stack>
        )}
        {query.hasNextPage && (
          <Group justify="center" p="sm">
            <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {words.more}
            </Button>
          </Group>
        )}
      </Card>
      {creating && <NewUserDialog onClose={() => setCreating(false)} />}
      {search.user !== undefined && (
        <OpenedUser
          key={search.user}
          id={search.user}
          known={items.find(({ id }) => id === search.user)}
          onClose={() => change({ user: undefined })}
        />
      )}
    </>
  );
}

/** Also one that is not in the list: a link leads to anybody. */
function OpenedUser({ id, known, onClose }: { id: string; known: User | undefined; onClose: () => void }) {
  const one = useQuery({ ...userQuery(id), ...(known === undefined ? {} : { initialData: known }) });
  return <UserDrawer user={known ?? one.data} error={one.error} onClose={onClose} />;
}

function UserList({ items }: { items: readonly User[] }) {
  const { users, words } = usePeopleMessages();
  const session = useQuery(sessionQuery);
  const name = ({ id, name: text }: User) => (
    <Group gap={6} wrap="nowrap">
      <Link to="/users" search={(before: object) => ({ ...before, user: id })} className="quiet" translate="no">
        <Text span size="sm" fw={500}>
          {text}
        </Text>
      </Link>
      {session.data?.id === id && (
        <Text span size="xs" c="dimmed">
          {users.you}
        </Text>
      )}
    </Group>
  );
  const columns: Column<User>[] = [
    { key: 'name', title: users.name, cell: name },
    { key: 'role', title: users.role, width: 140, cell: (user) => <ClusterRole user={user} /> },
    { key: 'state', title: words.state, width: 110, cell: (user) => <Standing user={user} /> },
    { key: 'signIn', title: users.signIn, width: 150, from: 900, cell: (user) => <SignInWays user={user} /> },
    {
      key: 'email',
      title: users.email,
      from: 1000,
      cell: ({ email }) => <span translate="no">{email ?? '–'}</span>,
    },
    {
      key: 'last',
      title: users.lastSignIn,
      width: 150,
      from: 700,
      cell: ({ lastSignInAt }) => <RelativeInstant at={lastSignInAt} />,
    },
    {
      key: 'created',
      title: users.createdAt,
      width: 150,
      from: 1250,
      cell: ({ createdAt }) => <Instant at={createdAt} />,
    },
  ];
  return (
    <ListTable
      label={users.title}
      items={items}
      columns={columns}
      idOf={({ id }) => id}
      card={(user) => (
        <Stack gap={4}>
          <Group justify="space-between" wrap="nowrap">
            {name(user)}
            <Standing user={user} />
          </Group>
          <Text size="xs" c="dimmed" component="div">
            {user.role === 'admin' ? users.roleAdmin : users.roleUser} · {users.lastSignIn}{' '}
            <RelativeInstant at={user.lastSignInAt} />
          </Text>
        </Stack>
      )}
    />
  );
}
