import { Button, Card, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { api, dataOf } from '../api/client';
import { tokensQuery, userQuery, type ApiToken } from '../api/people-queries';
import { sessionQuery } from '../api/queries';
import { useNow } from '../format/use-now';
import { usePeopleMessages } from '../i18n/people';
import { useMay } from '../session/use-may';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { EmptyState } from '../ui/empty-state';
import { Instant, RelativeInstant } from '../ui/instant';
import { ListTable, type Column } from '../ui/list-table';
import { notifyDone } from '../ui/notify';
import { PageHeader } from '../ui/page-header';
import { QueryView } from '../ui/query-view';
import { ToneBadge } from '../ui/state-badge';
import { WithName } from '../ui/with-name';
import { NewTokenDialog } from './new-token-dialog';

const route = getRouteApi('/shell/tokens');

export function TokensPage() {
  const { tokens, words } = usePeopleMessages();
  const { isClusterAdmin } = useMay();
  const session = useQuery(sessionQuery);
  const { whose } = route.useSearch();
  const navigate = route.useNavigate();
  const isAll = isClusterAdmin && whose === 'all';
  const query = useInfiniteQuery({
    ...tokensQuery(isAll ? undefined : (session.data?.id ?? undefined)),
    enabled: session.data !== undefined,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiToken | null>(null);
  const add = (
    <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setCreating(true)}>
      {tokens.newToken}
    </Button>
  );
  return (
    <>
      <PageHeader title={tokens.title} text={tokens.text}>
        {add}
      </PageHeader>
      <Card padding={0}>
        {isClusterAdmin && (
          <Group p="sm">
            <SegmentedControl
              aria-label={tokens.whose}
              value={isAll ? 'all' : 'mine'}
              onChange={(value) => void navigate({ search: value === 'all' ? { whose: 'all' } : {}, replace: true })}
              data={[
                { value: 'mine', label: tokens.mine },
                { value: 'all', label: tokens.everybody },
              ]}
            />
          </Group>
        )}
        <QueryView query={query} rows={4} rowHeight={41}>
          {() =>
            items.length === 0 ? (
              <EmptyState icon={IconKey} title={tokens.emptyTitle} text={tokens.emptyText}>
                {add}
              </EmptyState>
            ) : (
              <TokenList items={items} withOwner={isAll} onRevoke={setRevoking} />
            )
          }
        </QueryView>
        {query.hasNextPage && (
          <Group justify="center" p="sm">
            <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {words.more}
            </Button>
          </Group>
        )}
      </Card>
      {creating && <NewTokenDialog onClose={() => setCreating(false)} />}
      {revoking && <RevokeToken token={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}

interface TokenListProps {
  items: readonly ApiToken[];
  withOwner: boolean;
  onRevoke: (token: ApiToken) => void;
}

function TokenList({ items, withOwner, onRevoke }: TokenListProps) {
  const { tokens } = usePeopleMessages();
  const now = useNow();
  const name = ({ name: text, hint }: ApiToken) => (
    <div translate="no" style={{ minWidth: 0 }}>
      <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
        {text}
      </Text>
      <Text size="xs" c="dimmed" className="mono">
        {hint}…
      </Text>
    </div>
  );
  const revoke = (token: ApiToken) =>
    stateOf(token, now) === 'usable' && (
      <Button
        variant="default"
        size="compact-sm"
        onClick={() => onRevoke(token)}
        aria-label={tokens.revokeOf(token.name)}
      >
        {tokens.revoke}
      </Button>
    );
  const columns: Column<ApiToken>[] = [
    { key: 'name', title: tokens.name, cell: name },
    ...(withOwner
      ? [{ key: 'owner', title: tokens.owner, width: 140, cell: ({ userId }: ApiToken) => <Owner id={userId} /> }]
      : []),
    { key: 'state', title: tokens.state, width: 100, cell: (token) => <TokenState token={token} now={now} /> },
    { key: 'role', title: tokens.role, width: 150, cell: (token) => <TokenRoleName token={token} /> },
    { key: 'reach', title: tokens.reach, from: 900, cell: (token) => <Reach token={token} /> },
    {
      key: 'used',
      title: tokens.lastUsed,
      width: 130,
      cell: ({ lastUsedAt }) => <RelativeInstant at={lastUsedAt} fallback={tokens.notUsed} />,
    },
    {
      key: 'expires',
      title: tokens.expiresAt,
      width: 150,
      from: 760,
      cell: ({ expiresAt }) => <Instant at={expiresAt} fallback={tokens.never} />,
    },
    {
      key: 'created',
      title: tokens.createdAt,
      width: 150,
      from: 1200,
      cell: ({ createdAt }) => <Instant at={createdAt} />,
    },
    { key: 'revoke', title: '', width: 90, align: 'end', cell: revoke },
  ];
  return (
    <ListTable
      label={tokens.title}
      items={items}
      columns={columns}
      idOf={({ id }) => id}
      rowHeight={53}
      card={(token) => (
        <Stack gap={4}>
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            {name(token)}
            <TokenState token={token} now={now} />
          </Group>
          <Text size="xs" c="dimmed" component="div">
            <TokenRoleName token={token} /> · <Reach token={token} />
            {withOwner && (
              <>
                {' '}
                · <Owner id={token.userId} />
              </>
            )}
          </Text>
          <Group justify="space-between">
            <Text size="xs" c="dimmed" component="div">
              {tokens.lastUsed} <RelativeInstant at={token.lastUsedAt} fallback={tokens.notUsed} />
            </Text>
            {revoke(token)}
          </Group>
        </Stack>
      )}
    />
  );
}

type State = 'usable' | 'expired' | 'revoked';

function stateOf({ revokedAt, expiresAt }: ApiToken, now: number): State {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= now ? 'expired' : 'usable';
}

function TokenState({ token, now }: { token: ApiToken; now: number }) {
  const { tokens } = usePeopleMessages();
  const state = stateOf(token, now);
  return (
    <ToneBadge tone={state === 'usable' ? 'ok' : state === 'revoked' ? 'idle' : 'warn'}>{tokens[state]}</ToneBadge>
  );
}

function TokenRoleName({ token: { role } }: { token: ApiToken }) {
  const { tokens, projects } = usePeopleMessages();
  return <>{role === 'cluster_admin' ? tokens.clusterAdmin : projects.roleName[role]}</>;
}

function Reach({ token: { role, project } }: { token: ApiToken }) {
  const { tokens } = usePeopleMessages();
  if (project !== null) return <span translate="no">{project}</span>;
  return <>{role === 'cluster_admin' ? tokens.everything : tokens.allProjects}</>;
}

function Owner({ id }: { id: string | null }) {
  const { tokens } = usePeopleMessages();
  const user = useQuery({ ...userQuery(id ?? ''), enabled: id !== null, staleTime: 60_000 });
  if (id === null) return <>{tokens.nobody}</>;
  return <span translate="no">{user.data?.name ?? '…'}</span>;
}

function RevokeToken({ token, onClose }: { token: ApiToken; onClose: () => void }) {
  const { tokens } = usePeopleMessages();
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => dataOf(api.DELETE('/api/v1/tokens/{id}', { params: { path: { id: token.id } } })),
    onSuccess: () => {
      notifyDone(tokens.revokedDone(token.name));
      void queryClient.invalidateQueries({ queryKey: ['tokens'] });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={<WithName say={tokens.revokeTitle} name={token.name} />}
      isDangerous
      action={tokens.revoke}
      isPending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    >
      <Text size="sm">{tokens.revokeText}</Text>
    </ConfirmDialog>
  );
}
