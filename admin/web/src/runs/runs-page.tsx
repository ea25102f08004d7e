import { Button, Card, Group, Menu, MultiSelect, Select, TextInput } from '@mantine/core';
import { IconDownload, IconPlayerPlay, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { nodesQuery, runsQuery } from '../api/queries';
import { useFormat, VIEWER_ZONE } from '../format/use-format';
import { fromWallTime, toWallTime } from '../format/wall-time';
import { useMessages } from '../i18n/locale';
import { EmptyState } from '../ui/empty-state';
import { JobChip } from '../ui/job-chip';
import { ListTable } from '../ui/list-table';
import { notifyFailed } from '../ui/notify';
import { PageHeader } from '../ui/page-header';
import { sentenceOf } from '../ui/problem-alert';
import { renderName } from '../ui/name-option';
import { ProjectSelect } from '../ui/project-select';
import { QueryView } from '../ui/query-view';
import { exportRuns, MOST_EXPORTED, type ExportFormat } from './export-runs';
import { RunCard, useRunColumns } from './run-columns';
import { ALL_STATUSES } from './run-phase';
import { WaitingRuns } from './waiting-runs';
import { RANGES, toRunFilter, type Range, type RunsSearch } from './runs-search';

const route = getRouteApi('/shell/runs');

export function RunsPage() {
  const { runs, words } = useMessages();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  // The stretch moves on only when it is asked for anew; otherwise each second would be another list.
  const [openedAt] = useState(() => Date.now());
  const filter = toRunFilter(search, openedAt);
  const query = useInfiniteQuery(runsQuery(filter));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const columns = useRunColumns();
  const change = (part: Partial<Record<keyof RunsSearch, string | undefined>>): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  return (
    <>
      <PageHeader title={runs.title}>
        <ExportMenu filter={filter} isEmpty={items.length === 0} />
      </PageHeader>
      <Card padding={0} style={{ overflow: 'visible' }}>
        <RunsFilter search={search} onChange={change} />
        <QueryView query={query} rows={12} rowHeight={36}>
          {() => {
            const nothing = items.length === 0 && !query.hasNextPage && (
              <NoRuns isNarrowed={Object.values(search).some((value) => value !== undefined)} />
            );
            // It stays when the last one goes: what is being withdrawn is told to its end.
            if (search.status === 'pending') {
              return (
                <WaitingRuns
                  key={JSON.stringify(filter)}
                  runs={items}
                  filter={filter}
                  hasMore={query.hasNextPage}
                  nothing={nothing}
                />
              );
            }
            return (
              nothing || (
                <ListTable
                  label={runs.title}
                  items={items}
                  columns={columns}
                  idOf={({ id }) => id}
                  rowHeight={38}
                  card={(run) => <RunCard run={run} />}
                />
              )
            );
          }}
        </QueryView>
        {query.hasNextPage && (
          <Group justify="center" p="sm">
            <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {words.more}
            </Button>
          </Group>
        )}
      </Card>
    </>
  );
}

interface RunsFilterProps {
  search: RunsSearch;
  onChange: (part: Partial<Record<keyof RunsSearch, string | undefined>>) => void;
}

function RunsFilter({ search, onChange }: RunsFilterProps) {
  const { runs, words, jobs, runStatus } = useMessages();
  const nodes = useQuery(nodesQuery);
  const ranges: Record<Range, string> = { '1h': runs.lastHour, '24h': runs.lastDay, night: runs.lastNight, '7d': runs.lastWeek, custom: runs.custom }; // prettier-ignore
  const wall = (name: 'from' | 'to') => ({
    'aria-label': runs[name],
    type: 'datetime-local',
    value: toWallTime(search[name], VIEWER_ZONE).slice(0, 16),
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      onChange({ [name]: fromWallTime(event.currentTarget.value, VIEWER_ZONE) }),
  });
  const isNarrowed = Object.values(search).some((value) => value !== undefined);
  return (
    <Group gap="xs" p="sm">
      {search.job !== undefined && <JobChip jobId={search.job} onClear={() => onChange({ job: undefined })} />}
      <MultiSelect
        aria-label={runs.status}
        placeholder={search.status === undefined ? runs.anyStatus : ''}
        data={ALL_STATUSES.map((value) => ({ value, label: runStatus[value] }))}
        value={search.status?.split(',') ?? []}
        onChange={(states) => onChange({ status: states.join(',') || undefined })}
        clearable
        miw={170}
        w={{ base: '100%', xs: 'auto' }}
      />
      <ProjectSelect value={search.project} onChange={(project) => onChange({ project })} />
      <Select
        aria-label={runs.range}
        placeholder={runs.anyTime}
        data={RANGES.map((value) => ({ value, label: ranges[value] }))}
        value={search.range ?? null}
        onChange={(range) => onChange({ range: range ?? undefined, from: undefined, to: undefined })}
        clearable
        w={150}
      />
      {search.range === 'custom' && (
        <>
          <TextInput {...wall('from')} />
          <TextInput {...wall('to')} />
        </>
      )}
      <Select
        aria-label={words.node}
        placeholder={jobs.anyNode}
        renderOption={renderName}
        data={(nodes.data?.items ?? []).map(({ id }) => id)}
        value={search.node ?? null}
        onChange={(node) => onChange({ node: node ?? undefined })}
        clearable
        searchable
        w={150}
        visibleFrom="sm"
      />
      {isNarrowed && (
        <Button component={Link} to="/runs" search={{} as never} variant="subtle">
          {words.clearFilters}
        </Button>
      )}
    </Group>
  );
}

function ExportMenu({ filter, isEmpty }: { filter: ReturnType<typeof toRunFilter>; isEmpty: boolean }) {
  const messages = useMessages();
  const { runs, jobs } = messages;
  const format = useFormat();
  const [read, setRead] = useState<number | null>(null);
  const save = async (as: ExportFormat): Promise<void> => {
    setRead(0);
    try {
      await exportRuns(filter, as, setRead);
    } catch (error) {
      notifyFailed(sentenceOf(error, messages));
    }
    setRead(null);
  };
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={15} />} disabled={isEmpty || read !== null}>
          {read === null ? jobs.exportJobs : runs.exporting(read)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{runs.exportMost(format.number(MOST_EXPORTED))}</Menu.Label>
        <Menu.Item onClick={() => void save('csv')}>{runs.exportCsv}</Menu.Item>
        <Menu.Item onClick={() => void save('xlsx')}>{runs.exportXlsx}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function NoRuns({ isNarrowed }: { isNarrowed: boolean }) {
  const { runs, words } = useMessages();
  if (!isNarrowed) return <EmptyState icon={IconPlayerPlay} title={runs.emptyTitle} text={runs.emptyText} />;
  return (
    <EmptyState icon={IconSearchOff} title={runs.noMatchTitle} text={runs.noMatchText}>
      <Button component={Link} to="/runs" search={{} as never} variant="default" mt="sm">
        {words.clearFilters}
      </Button>
    </EmptyState>
  );
}
