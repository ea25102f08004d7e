import { Button, Card, Group, Menu, Stack, Text } from '@mantine/core';
import { IconDownload, IconHistory, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { auditQuery, type AuditAction, type AuditEntry, type AuditFilter } from '../api/people-queries';
import { usePeopleMessages } from '../i18n/people';
import { EmptyState } from '../ui/empty-state';
import { Instant } from '../ui/instant';
import { ListTable, type Column } from '../ui/list-table';
import { NeedsPermission } from '../ui/no-permission';
import { PageHeader } from '../ui/page-header';
import { QueryView } from '../ui/query-view';
import { AuditDrawer } from './audit-drawer';
import { AuditFilterBar } from './audit-filter';
import { ActorName, OfProject, Subject } from './audit-words';
import { entryKey, isNarrowed, readEntryKey, toAuditFilter, type AuditSearch } from './audit-search';

const route = getRouteApi('/shell/audit');

export function AuditPage() {
  return (
    <NeedsPermission permission="audit:read">
      <Audit />
    </NeedsPermission>
  );
}

function Audit() {
  const { audit } = usePeopleMessages();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  // The stretch moves on only when it is asked for anew.
  const [openedAt] = useState(() => Date.now());
  const filter = toAuditFilter(search, Object.keys(audit.actions) as AuditAction[], openedAt);
  const query = useInfiniteQuery(auditQuery(filter));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const change = (part: Partial<Record<keyof AuditSearch, string | undefined>>): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const opened = readEntryKey(search.entry);
  const more = (label: string) => (
    <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
      {label}
    </Button>
  );
  return (
    <>
      <PageHeader title={audit.title} text={audit.text}>
        <ExportMenu filter={filter} isEmpty={items.length === 0} />
      </PageHeader>
      <Card padding={0}>
        <AuditFilterBar search={search} onChange={change} />
        <QueryView query={query} rows={12} rowHeight={38}>
          {() =>
            items.length > 0 ? (
              <AuditList items={items} />
            ) : query.hasNextPage ? (
              <EmptyState icon={IconHistory} title={audit.looking} text={audit.noMatchText}>
                {more(audit.goOn)}
              </EmptyState>
            ) : (
              <NoEntries isNarrowed={isNarrowed(search)} />
            )
          }
        </QueryView>
        {items.length > 0 && (
          <Group justify="center" p="sm" mih={54}>
            {query.hasNextPage ? (
              more(audit.more)
            ) : (
              <Text size="xs" c="dimmed">
                {audit.end}
              </Text>
            )}
          </Group>
        )}
      </Card>
      {opened && (
        <AuditDrawer
          key={opened.seq}
          {...opened}
          known={items.find(({ seq }) => seq === opened.seq)}
          onClose={() => change({ entry: undefined })}
        />
      )}
    </>
  );
}

function AuditList({ items }: { items: readonly AuditEntry[] }) {
  const { audit } = usePeopleMessages();
  const open = (entry: AuditEntry, children: React.ReactNode) => (
    <Link to="/audit" search={(before: object) => ({ ...before, entry: entryKey(entry) })} className="quiet">
      {children}
    </Link>
  );
  const what = (entry: AuditEntry) => (
    <Text span size="sm" fw={500}>
      {audit.actions[entry.action] ?? entry.action}
    </Text>
  );
  const columns: Column<AuditEntry>[] = [
    { key: 'at', title: audit.at, width: 160, cell: (entry) => open(entry, <Instant at={entry.at} />) },
    { key: 'actor', title: audit.actor, width: 180, cell: ({ actor }) => <ActorName actor={actor} /> },
    { key: 'action', title: audit.action, width: 230, cell: (entry) => open(entry, what(entry)) },
    {
      key: 'subject',
      title: audit.subject,
      cell: (entry) => entry.subject.type !== 'session' && <Subject entry={entry} />,
    },
    {
      key: 'project',
      title: audit.project,
      width: 140,
      from: 1000,
      cell: ({ project }) => <OfProject project={project} />,
    },
    {
      key: 'address',
      title: audit.address,
      width: 150,
      from: 1200,
      cell: ({ actor: { address } }) => (
        <Text span size="xs" className="mono" translate="no">
          {address === '' ? '–' : address}
        </Text>
      ),
    },
  ];
  return (
    <ListTable
      label={audit.title}
      items={items}
      columns={columns}
      idOf={({ seq }) => String(seq)}
      rowHeight={38}
      card={(entry) => (
        <Stack gap={2}>
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <ActorName actor={entry.actor} />
            <Text size="xs" c="dimmed" component="div" style={{ flex: 'none' }}>
              <Instant at={entry.at} />
            </Text>
          </Group>
          {open(entry, what(entry))}
          {entry.subject.type !== 'session' && (
            <Text size="xs" c="dimmed" component="div">
              <Subject entry={entry} />
            </Text>
          )}
        </Stack>
      )}
    />
  );
}

/** Files come from the hub as one stream: the browser keeps what it downloads, however much there is. */
function ExportMenu({ filter, isEmpty }: { filter: AuditFilter; isEmpty: boolean }) {
  const { audit } = usePeopleMessages();
  const address = (format: 'csv' | 'ndjson'): string => {
    const given = Object.entries(filter).filter((one): one is [string, string] => one[1] !== undefined);
    return `/api/v1/audit/export?${new URLSearchParams([...given, ['format', format]]).toString()}`;
  };
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={15} aria-hidden />} disabled={isEmpty}>
          {audit.export}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{audit.exportHint}</Menu.Label>
        <Menu.Item component="a" href={address('csv')} download>
          {audit.exportCsv}
        </Menu.Item>
        <Menu.Item component="a" href={address('ndjson')} download>
          {audit.exportNdjson}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function NoEntries({ isNarrowed: narrowed }: { isNarrowed: boolean }) {
  const { audit, words } = usePeopleMessages();
  if (!narrowed) return <EmptyState icon={IconHistory} title={audit.emptyTitle} text={audit.emptyText} />;
  return (
    <EmptyState icon={IconSearchOff} title={audit.noMatchTitle} text={audit.noMatchText}>
      <Button component={Link} to="/audit" search={{} as never} variant="default" mt="sm">
        {words.clearFilters}
      </Button>
    </EmptyState>
  );
}
