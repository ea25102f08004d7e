import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Run } from '../api/client';
import { jobsPageQuery, nodesQuery, type RunFilter } from '../api/queries';
import { useNow } from '../format/use-now';
import { useMessages } from '../i18n/locale';
import barClasses from '../jobs/jobs-page.module.css';
import { useMay } from '../session/use-may';
import { Instant, RelativeInstant } from '../ui/instant';
import { ListTable, type Column } from '../ui/list-table';
import { notifyFailed } from '../ui/notify';
import { sentenceOf } from '../ui/problem-alert';
import { readRuns } from './read-runs';
import { RunMenu } from './run-columns';
import { whyWaiting } from './why-waiting';
import { WithdrawDialog } from './withdraw-dialog';

/** Jobs that one call may name. */
const MOST_IDS = 100;

interface WaitingRunsProps {
  runs: readonly Run[];
  filter: RunFilter;
  /** There are more than are shown. */
  hasMore: boolean;
  /** What to show where there are none. */
  nothing: ReactNode;
}

/** Runs that nobody has taken: since when, why, and the way to withdraw them, one or all. */
export function WaitingRuns({ runs: items, filter, hasMore, nothing }: WaitingRunsProps) {
  const messages = useMessages();
  const { runs, jobs, words } = messages;
  const { may } = useMay();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [withdrawn, setWithdrawn] = useState<readonly Run[] | null>(null);
  const [isReading, setReading] = useState(false);
  const chosen = items.filter(({ id }) => selected.has(id));
  const allShown = items.length > 0 && chosen.length === items.length;
  const canWrite = may('runs:write');
  const columns = useColumns(items, canWrite ? { selected, allShown, onSelect: setSelected } : null);
  const withdrawAll = async (): Promise<void> => {
    setReading(true);
    try {
      setWithdrawn(await readRuns(filter));
    } catch (error) {
      notifyFailed(sentenceOf(error, messages));
    }
    setReading(false);
  };
  return (
    <>
      {chosen.length > 0 && (
        <Group className={barClasses.bar} gap={6}>
          <Text size="sm" fw={500} mr="xs" role="status">
            {runs.selected(chosen.length)}
          </Text>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconBan size={15} stroke={1.7} aria-hidden />}
            onClick={() => setWithdrawn(chosen)}
          >
            {runs.withdraw}
          </Button>
          {allShown && hasMore && (
            <Button size="compact-sm" variant="default" loading={isReading} onClick={() => void withdrawAll()}>
              {runs.withdrawAll}
            </Button>
          )}
          <Button size="compact-sm" variant="subtle" onClick={() => setSelected(new Set())} ml="auto">
            {words.cancel}
          </Button>
        </Group>
      )}
      {nothing || (
        <ListTable
          label={runs.title}
          items={items}
          columns={columns}
          idOf={({ id }) => id}
          rowHeight={49}
          isMarked={({ id }) => selected.has(id)}
          card={(run) => (
            <Stack gap={4}>
              <Group justify="space-between" wrap="nowrap">
                {columns.find(({ key }) => key === 'job')!.cell(run)}
                <RunMenu run={run} />
              </Group>
              <Text size="xs" c="dimmed" component="div">
                {runs.waitingSince} <RelativeInstant at={run.dueAt} />
              </Text>
              <Text size="xs" component="div">
                {columns.find(({ key }) => key === 'why')!.cell(run)}
              </Text>
            </Stack>
          )}
        />
      )}
      {withdrawn && (
        <WithdrawDialog
          runs={withdrawn}
          onClose={() => {
            setWithdrawn(null);
            setSelected(new Set());
          }}
        />
      )}
      {!nothing && (
        <Text size="xs" c="dimmed" p="sm">
          {runs.waitingHint} <Link to="/nodes">{jobs.whyNodesLink}</Link>
        </Text>
      )}
    </>
  );
}

interface Selecting {
  selected: ReadonlySet<string>;
  allShown: boolean;
  onSelect: (selected: ReadonlySet<string>) => void;
}

function useColumns(items: readonly Run[], selecting: Selecting | null): Column<Run>[] {
  const messages = useMessages();
  const { runs, words, trigger } = messages;
  const now = useNow();
  const nodes = useQuery(nodesQuery);
  const ids = [...new Set(items.map(({ jobId }) => jobId))].slice(0, MOST_IDS);
  const jobs = useQuery({ ...jobsPageQuery({ id: ids }, MOST_IDS), enabled: ids.length > 0 });
  const jobOf = new Map(jobs.data?.items.map((job) => [job.id, job]));
  const why = (run: Run): string => {
    if (!jobs.data || !nodes.data || jobs.isPlaceholderData || !ids.includes(run.jobId)) return '…';
    return whyWaiting(run, { job: jobOf.get(run.jobId) ?? null, nodes: nodes.data.items, now }, messages);
  };
  const columns: Column<Run>[] = [
    {
      key: 'job',
      title: words.job,
      cell: ({ id, jobName, project }) => (
        <div>
          <Link to="/runs/$runId" params={{ runId: id }} className="quiet" translate="no">
            <Text span size="sm" fw={500}>
              {jobName}
            </Text>
          </Link>
          <Text size="xs" c="dimmed" translate="no">
            {project}
          </Text>
        </div>
      ),
    },
    { key: 'trigger', title: runs.trigger, width: 100, from: 900, cell: (run) => trigger[run.trigger] },
    {
      key: 'planned',
      title: runs.planned,
      width: 160,
      from: 1100,
      cell: ({ plannedAt }) => <Instant at={plannedAt} />,
    },
    { key: 'age', title: runs.waitingSince, width: 150, cell: ({ dueAt }) => <RelativeInstant at={dueAt} /> },
    { key: 'why', title: runs.why, cell: (run) => why(run) },
    { key: 'actions', title: '', width: 40, align: 'end', cell: (run) => <RunMenu run={run} /> },
  ];
  if (!selecting) return columns;
  const { selected, allShown, onSelect } = selecting;
  const toggled = (id: string, on: boolean): Set<string> => new Set(on ? [...selected, id] : [...selected].filter((one) => one !== id)); // prettier-ignore
  return [
    {
      key: 'select',
      width: 36,
      title: (
        <Checkbox
          aria-label={runs.selectAll}
          checked={allShown}
          indeterminate={!allShown && selected.size > 0}
          onChange={(event) => onSelect(new Set(event.currentTarget.checked ? items.map(({ id }) => id) : []))}
        />
      ),
      cell: ({ id, jobName }) => (
        <Checkbox
          aria-label={runs.selectRun(jobName)}
          checked={selected.has(id)}
          onChange={(event) => onSelect(toggled(id, event.currentTarget.checked))}
        />
      ),
    },
    ...columns,
  ];
}
