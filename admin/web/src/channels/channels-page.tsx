import { ActionIcon, Button, Card, Group, Menu, Stack, Text } from '@mantine/core';
import { IconBroadcast, IconDots, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { Owner } from '../alerts/alert-columns';
import { AlertsFrame } from '../alerts/alerts-frame';
import { channelsQuery, channelTalliesQuery, channelUsesQuery } from '../api/alert-queries';
import { api, dataOf, type Channel, type Schemas } from '../api/client';
import { useFormat } from '../format/use-format';
import { useLocale, useMessages } from '../i18n/locale';
import { useMay } from '../session/use-may';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { EmptyState } from '../ui/empty-state';
import { RelativeInstant } from '../ui/instant';
import { ListTable, type Column } from '../ui/list-table';
import { notifyDone } from '../ui/notify';
import { ProjectSelect } from '../ui/project-select';
import { QueryView } from '../ui/query-view';
import { ToneBadge } from '../ui/state-badge';
import { draftOfChannel, emptyChannel } from './channel-draft';
import { ChannelDrawer } from './channel-drawer';
import { CHANNEL_ICONS } from './channel-icon';
import { ChannelTarget } from './channel-target';

const route = getRouteApi('/shell/alerts/channels');
/** With a field for everything that a channel may be told: it comes when somebody opens it. */
const ChannelDialog = lazy(() => import('./channel-dialog').then((dialog) => ({ default: dialog.ChannelDialog })));

type Asked = { what: 'create' } | { what: 'edit' | 'delete'; channel: Channel } | null;

/** Where alerts go: the channels of projects and of the cluster, and whether they work. */
export function ChannelsPage() {
  const { channels } = useMessages();
  const { language } = useLocale();
  const { project, channel: opened } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(channelsQuery);
  const tallies = useQuery(channelTalliesQuery);
  const { maySomewhere, isClusterAdmin } = useMay();
  const [asked, setAsked] = useState<Asked>(null);
  const all = query.data?.items ?? [];
  const items = all.filter((one) => project === undefined || one.project === null || one.project === project);
  const shown = all.find(({ id }) => id === opened);
  const open = (id: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, channel: id }), replace: true });
  const columns = useColumns({ tallies: tallies.data?.items ?? [], onOpen: open, onAsk: setAsked });
  const newChannel = maySomewhere('channels:write') && (
    <Button leftSection={<IconPlus size={15} />} onClick={() => setAsked({ what: 'create' })}>
      {channels.newChannel}
    </Button>
  );
  return (
    <AlertsFrame tab="/alerts/channels" text={channels.text} actions={newChannel}>
      <Card padding={0} style={{ overflow: 'visible' }}>
        <Group p="sm">
          <ProjectSelect
            value={project}
            onChange={(next) => void navigate({ search: (before) => ({ ...before, project: next }), replace: true })}
          />
        </Group>
        <QueryView query={query} rows={5} rowHeight={44}>
          {() =>
            items.length === 0 ? (
              <EmptyState
                icon={IconBroadcast}
                title={all.length === 0 ? channels.emptyTitle : channels.noMatchTitle}
                text={all.length === 0 ? channels.emptyText : channels.noMatchText}
              >
                {newChannel}
              </EmptyState>
            ) : (
              <ListTable
                label={channels.text}
                items={items}
                columns={columns}
                idOf={({ id }) => id}
                rowHeight={46}
                isMarked={({ id }) => id === opened}
                card={(one) => (
                  <Stack gap={4}>
                    <Group justify="space-between" wrap="nowrap">
                      <Name channel={one} />
                      <ChannelMenu channel={one} onAsk={setAsked} />
                    </Group>
                    <ChannelTarget channel={one} />
                    <Group gap="xs">
                      <Owner project={one.project} />
                      <Tally tally={tallies.data?.items.find(({ channelId }) => channelId === one.id)} />
                    </Group>
                  </Stack>
                )}
              />
            )
          }
        </QueryView>
      </Card>
      {shown && asked === null && (
        <ChannelDrawer
          channel={shown}
          onEdit={() => setAsked({ what: 'edit', channel: shown })}
          onDelete={() => setAsked({ what: 'delete', channel: shown })}
          onClose={() => open(undefined)}
        />
      )}
      <Suspense>
        {asked?.what === 'create' && (
          <ChannelDialog
            initial={emptyChannel(project ?? (isClusterAdmin ? null : 'default'), language)}
            onClose={(saved) => {
              setAsked(null);
              if (saved) open(saved.id);
            }}
          />
        )}
        {asked?.what === 'edit' && (
          <ChannelDialog
            initial={draftOfChannel(asked.channel)}
            stored={asked.channel}
            onClose={() => setAsked(null)}
          />
        )}
      </Suspense>
      {asked?.what === 'delete' && <DeleteDialog channel={asked.channel} onClose={() => setAsked(null)} />}
    </AlertsFrame>
  );
}

type Tallied = Schemas['ChannelTallies']['items'][number];

interface ColumnParts {
  tallies: readonly Tallied[];
  onOpen: (id: string) => void;
  onAsk: (asked: Asked) => void;
}

function useColumns({ tallies, onAsk }: ColumnParts): Column<Channel>[] {
  const { channels, words } = useMessages();
  return [
    { key: 'name', title: words.name, cell: (one) => <Name channel={one} /> },
    {
      key: 'type',
      title: channels.type,
      width: 100,
      from: 900,
      cell: ({ type }) => <Text size="sm">{channels.types[type]}</Text>,
    },
    { key: 'project', title: words.project, width: 130, cell: ({ project }) => <Owner project={project} /> },
    { key: 'target', title: channels.target, cell: (one) => <ChannelTarget channel={one} /> },
    {
      key: 'day',
      title: channels.lastDay,
      width: 220,
      cell: ({ id }) => <Tally tally={tallies.find(({ channelId }) => channelId === id)} />,
    },
    {
      key: 'last',
      title: channels.lastSent,
      width: 130,
      from: 1100,
      cell: ({ id }) => <RelativeInstant at={tallies.find(({ channelId }) => channelId === id)?.lastSentAt ?? null} />,
    },
    { key: 'actions', title: '', width: 40, align: 'end', cell: (one) => <ChannelMenu channel={one} onAsk={onAsk} /> },
  ];
}

function Name({ channel: { id, name, type, enabled } }: { channel: Channel }) {
  const { channels } = useMessages();
  const Sign = CHANNEL_ICONS[type];
  return (
    <Group gap={8} wrap="nowrap">
      <Sign size={17} stroke={1.6} color="var(--text-quiet)" aria-hidden style={{ flex: 'none' }} />
      <Link to="/alerts/channels" search={(before) => ({ ...before, channel: id })} className="quiet" translate="no">
        <Text span size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
      </Link>
      {!enabled && <ToneBadge tone="idle">{channels.off}</ToneBadge>}
    </Group>
  );
}

function Tally({ tally }: { tally: Tallied | undefined }) {
  const { channels } = useMessages();
  const format = useFormat();
  if (!tally) {
    return (
      <Text size="xs" c="dimmed">
        {channels.quiet}
      </Text>
    );
  }
  const { sent, failed, waiting } = tally;
  return (
    <Group gap={6} wrap="nowrap">
      {failed > 0 && <ToneBadge tone="bad">{channels.failed(format.number(failed))}</ToneBadge>}
      {waiting > 0 && <ToneBadge tone="wait">{channels.waiting(format.number(waiting))}</ToneBadge>}
      {sent > 0 && <ToneBadge tone="ok">{channels.sent(format.number(sent))}</ToneBadge>}
    </Group>
  );
}

function ChannelMenu({ channel, onAsk }: { channel: Channel; onAsk: (asked: Asked) => void }) {
  const { channels, words } = useMessages();
  const { may } = useMay();
  const sign = { size: 16, stroke: 1.6, 'aria-hidden': true } as const;
  if (!may('channels:write', channel.project)) return null;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={channels.actionsOf(channel.name)}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil {...sign} />} onClick={() => onAsk({ what: 'edit', channel })}>
          {words.edit}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash {...sign} />} onClick={() => onAsk({ what: 'delete', channel })}>
          {words.delete}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function DeleteDialog({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const { channels, words } = useMessages();
  const queryClient = useQueryClient();
  const uses = useQuery(channelUsesQuery(channel.id));
  const used = (uses.data?.rules.length ?? 0) + (uses.data?.jobs.length ?? 0);
  const remove = useMutation({
    mutationFn: () => dataOf(api.DELETE('/api/v1/channels/{id}', { params: { path: { id: channel.id } } })),
    onSuccess: async () => {
      notifyDone(channels.deletedDone(channel.name));
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['channels', 'all'] });
    },
  });
  return (
    <ConfirmDialog
      title={channels.deleteTitle(channel.name)}
      action={words.delete}
      isDangerous
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      {used > 0 && <b>{channels.deleteUsed(used)} </b>}
      {channels.deleteText}
    </ConfirmDialog>
  );
}
