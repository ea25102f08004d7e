import { Button, Card, Group } from '@mantine/core';
import { IconDownload, IconListCheck, IconMoodSmile, IconPlus, IconSearchOff, IconUpload } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Job } from '../api/client';
import { failingQuery, jobsQuery, type JobFilter, type LastRun } from '../api/queries';
import { useMessages } from '../i18n/locale';
import { useMay } from '../session/use-may';
import { EmptyState } from '../ui/empty-state';
import { ListTable } from '../ui/list-table';
import { notifyFailed } from '../ui/notify';
import { PageHeader } from '../ui/page-header';
import { sentenceOf } from '../ui/problem-alert';
import { QueryView, Waiting } from '../ui/query-view';
import { BulkBar } from './bulk/bulk-bar';
import { BulkDialog } from './bulk/bulk-dialog';
import type { BulkKind } from './bulk/bulk-kinds';
import { exportJobs } from './export-jobs';
import { ImportDialog } from './import-dialog';
import { JobCard, useJobColumns } from './job-columns';
import { JobsFilter, OUTCOMES, type JobsSearch } from './jobs-filter';
import { MOST_JOBS, readJobs } from './read-jobs';
import { useOutcomes } from './use-outcomes';

const route = getRouteApi('/shell/jobs');
const MOST_IDS = 100;
/** Fewer than this are no page yet, as long as there may be more. */
const LEAST_SHOWN = 20;
/** No job has it. */
const NOBODY = '00000000-0000-7000-8000-000000000000';

export function JobsPage() {
  const { jobs } = useMessages();
  const { may } = useMay();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = useJobFilter(search);
  const query = useInfiniteQuery(jobsQuery(filter));
  const pages = query.data?.pages.map(({ items }) => items) ?? [];
  const items = pages.flat();
  const outcomes = useOutcomes(pages);
  const isLooking = useFullPage(query, items.length);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const matching = useMatching(filter, (all) => setSelected(new Set(all.map(({ id }) => id))));
  const [asked, setAsked] = useState<{ kind: BulkKind; jobs: Job[] } | null>(null);
  const [importing, setImporting] = useState(false);
  const chosen = (matching.jobs ?? items).filter(({ id }) => selected.has(id));
  const allShown = items.length > 0 && items.every(({ id }) => selected.has(id));
  const columns = useJobColumns({
    outcomes,
    selected,
    allSelected: allShown,
    onSelect: (id, on) => setSelected((before) => withOne(before, id, on)),
    onSelectAll: (on) => setSelected(new Set(on ? items.map(({ id }) => id) : [])),
    onAsk: (kind, job) => setAsked({ kind, jobs: [job] }),
  });
  return (
    <>
      <PageHeader title={jobs.title}>
        {may('jobs:write') && (
          <Button variant="default" leftSection={<IconUpload size={15} />} onClick={() => setImporting(true)}>
            {jobs.importJobs}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconDownload size={15} />}
          onClick={() => void exportJobs(chosen.length > 0 ? chosen : filter)}
          disabled={items.length === 0}
        >
          {jobs.exportJobs}
        </Button>
      </PageHeader>
      <Card padding={0} style={{ overflow: 'visible' }}>
        <Group p="sm">
          <JobsFilter
            search={search}
            onChange={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
          />
        </Group>
        {chosen.length > 0 && (
          <BulkBar
            count={chosen.length}
            onSelectAll={allShown && query.hasNextPage && matching.jobs === null ? matching.read : undefined}
            isSelecting={matching.isReading}
            onAsk={(kind) => setAsked({ kind, jobs: chosen })}
            onClear={() => setSelected(new Set())}
          />
        )}
        <QueryView query={query} rows={10} rowHeight={41}>
          {() =>
            items.length === 0 && isLooking ? (
              <Waiting rows={10} rowHeight={41} />
            ) : items.length === 0 ? (
              <NoJobs search={search} />
            ) : (
              <ListTable
                label={jobs.title}
                items={items}
                columns={columns}
                idOf={({ id }) => id}
                rowHeight={49}
                isMarked={({ id }) => selected.has(id)}
                card={(job) => (
                  <JobCard job={job} outcomes={outcomes} onAsk={(kind) => setAsked({ kind, jobs: [job] })} />
                )}
              />
            )
          }
        </QueryView>
        {query.hasNextPage && items.length > 0 && (
          <Group justify="center" p="sm">
            <Button
              variant="default"
              loading={query.isFetchingNextPage || isLooking}
              onClick={() => void query.fetchNextPage()}
            >
              <MoreLabel />
            </Button>
          </Group>
        )}
      </Card>
      {asked && (
        <BulkDialog
          {...asked}
          onClose={(changed) => {
            setAsked(null);
            if (!changed) return;
            setSelected(new Set());
            matching.forget(); // they are not what they were
          }}
        />
      )}
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </>
  );
}

/** All that the filter matches, beyond what is shown, once somebody wants them; forgotten when the filter changes. */
function useMatching(filter: JobFilter, onRead: (jobs: readonly Job[]) => void) {
  const messages = useMessages();
  const key = JSON.stringify(filter);
  const [found, setFound] = useState<{ key: string; jobs: Job[] } | null>(null);
  const [isReading, setReading] = useState(false);
  const read = async (): Promise<void> => {
    setReading(true);
    try {
      const { jobs, isAll } = await readJobs(filter);
      setFound({ key, jobs });
      onRead(jobs);
      if (!isAll) notifyFailed(messages.jobs.selectedMost(MOST_JOBS));
    } catch (error) {
      notifyFailed(sentenceOf(error, messages));
    }
    setReading(false);
  };
  return {
    jobs: found?.key === key ? found.jobs : null,
    isReading,
    read: () => void read(),
    forget: () => setFound(null),
  };
}

function MoreLabel() {
  return useMessages().words.more;
}

/** Failing jobs are known by id; the list then shows those. */
function useJobFilter({ project, name, state, tag, node, outcome }: JobsSearch): JobFilter {
  const failing = useQuery({ ...failingQuery(project), enabled: outcome === 'failing' });
  const ids = failing.data?.items.map(({ jobId }) => jobId).slice(0, MOST_IDS);
  return {
    project,
    name,
    enabled: state === 'enabled' ? true : state === 'paused' ? false : undefined,
    assignment: state === 'unassigned' ? 'pending' : undefined,
    tag: tag === undefined ? undefined : [tag],
    nodeId: node,
    lastRun: lastRunOf(outcome),
    id: outcome === 'failing' ? (ids && ids.length > 0 ? ids : [NOBODY]) : undefined,
  };
}

function lastRunOf(outcome: string | undefined): LastRun[] | undefined {
  const found = [...OUTCOMES, 'none' as const].find((one) => one === outcome);
  return found && [found];
}

/**
 * The hub looks for outcomes through so many jobs at a time: what is found so far is shown, and the rest looked through
 * until there is a page to show.
 */
function useFullPage({ hasNextPage, isFetching, fetchNextPage }: FullPageParts, found: number): boolean {
  const isLooking = hasNextPage && found < LEAST_SHOWN;
  useEffect(() => {
    if (isLooking && !isFetching) void fetchNextPage();
  }, [isLooking, isFetching, fetchNextPage]);
  return isLooking;
}

interface FullPageParts {
  hasNextPage: boolean;
  isFetching: boolean;
  fetchNextPage: () => unknown;
}

function NoJobs({ search }: { search: JobsSearch }) {
  const { jobs, words } = useMessages();
  if (Object.values(search).every((value) => value === undefined)) {
    return (
      <EmptyState icon={IconListCheck} title={jobs.emptyTitle} text={jobs.emptyText}>
        <Button component={Link} to="/jobs/new" leftSection={<IconPlus size={15} />} mt="sm">
          {jobs.emptyAction}
        </Button>
      </EmptyState>
    );
  }
  const isHealthy = search.outcome === 'failing' && Object.values(search).filter(Boolean).length === 1;
  return (
    <EmptyState
      icon={isHealthy ? IconMoodSmile : IconSearchOff}
      title={isHealthy ? jobs.allHealthyTitle : jobs.noMatchTitle}
      text={isHealthy ? jobs.allHealthyText : jobs.noMatchText}
    >
      <Button component={Link} to="/jobs" variant="default" mt="sm">
        {words.clearFilters}
      </Button>
    </EmptyState>
  );
}

function withOne(set: ReadonlySet<string>, id: string, on: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (on) next.add(id);
  else next.delete(id);
  return next;
}
