import { ActionIcon, Group, Menu, Stack, Text } from '@mantine/core';
import { IconBan, IconDots, IconRepeat } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Run } from '../api/client';
import { useFormat, type Format } from '../format/use-format';
import { useNow } from '../format/use-now';
import { useMessages } from '../i18n/locale';
import { useMay } from '../session/use-may';
import { Instant } from '../ui/instant';
import type { Column } from '../ui/list-table';
import { StateBadge } from '../ui/state-badge';
import { useRunActions } from './run-actions';
import { isOver, tookMs } from './run-phase';

/** Later than this is worth a colour. */
const LATE_MS = 1_000;

export function useRunColumns({ withJob = true }: { withJob?: boolean } = {}): Column<Run>[] {
  const { runs, words, trigger } = useMessages();
  const columns: Column<Run>[] = [
    {
      key: 'status',
      title: runs.status,
      width: 120,
      cell: (run) => (
        <Link to="/runs/$runId" params={{ runId: run.id }} className="quiet">
          <StateBadge status={run.status} />
        </Link>
      ),
    },
    {
      key: 'job',
      title: words.job,
      cell: ({ jobId, jobName, project }) => (
        <Group gap={8} wrap="nowrap">
          <Link to="/jobs/$jobId" params={{ jobId }} className="quiet" translate="no">
            <Text span size="sm" fw={500}>
              {jobName}
            </Text>
          </Link>
          <Text size="xs" c="dimmed" translate="no" visibleFrom="lg">
            {project}
          </Text>
        </Group>
      ),
    },
    {
      key: 'planned',
      title: runs.planned,
      width: 160,
      cell: ({ id, plannedAt }) => (
        <Link to="/runs/$runId" params={{ runId: id }} className="quiet">
          <Instant at={plannedAt} />
        </Link>
      ),
    },
    { key: 'late', title: runs.lateness, width: 100, align: 'end', from: 700, cell: (run) => <Lateness run={run} /> },
    { key: 'took', title: runs.took, width: 110, align: 'end', from: 560, cell: (run) => <Took run={run} /> },
    {
      key: 'attempts',
      title: runs.attempts,
      width: 90,
      align: 'end',
      from: 900,
      cell: ({ attempt }) => (attempt > 1 ? <b>{attempt}</b> : attempt),
    },
    { key: 'trigger', title: runs.trigger, width: 100, from: 1000, cell: (run) => trigger[run.trigger] },
    {
      key: 'node',
      title: words.node,
      width: 130,
      from: 1150,
      cell: ({ nodeId }) => (
        <Text size="xs" className="mono" translate="no" truncate maw={140}>
          {nodeId ?? '–'}
        </Text>
      ),
    },
    { key: 'actions', title: '', width: 40, align: 'end', cell: (run) => <RunMenu run={run} /> },
  ];
  return withJob ? columns : columns.filter(({ key }) => key !== 'job');
}

function latenessOf({ latenessMs }: Run, format: Format): string {
  return latenessMs === null ? '–' : format.duration(Math.max(0, latenessMs));
}

function Lateness({ run }: { run: Run }) {
  const format = useFormat();
  const isLate = run.latenessMs !== null && run.latenessMs > LATE_MS && run.trigger === 'schedule';
  return <span style={isLate ? { color: 'var(--warn)', fontWeight: 500 } : undefined}>{latenessOf(run, format)}</span>;
}

function Took({ run }: { run: Run }) {
  return isOver(run.status) ? <TookText run={run} now={0} /> : <TookSoFar run={run} />;
}

function TookSoFar({ run }: { run: Run }) {
  return <TookText run={run} now={useNow()} />;
}

function TookText({ run, now }: { run: Run; now: number }) {
  const format = useFormat();
  const took = tookMs(run, now);
  return <>{took === null ? '–' : format.duration(took)}</>;
}

export function RunMenu({ run }: { run: Run }) {
  const { runs } = useMessages();
  const { cancel, rerun } = useRunActions();
  if (!useMay().may('runs:write', run.project)) return null;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={runs.actionsOf(run.jobName)}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {isOver(run.status) ? (
          <Menu.Item leftSection={<IconRepeat size={16} stroke={1.6} aria-hidden />} onClick={() => rerun.mutate(run)}>
            {runs.runAgain}
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconBan size={16} stroke={1.6} aria-hidden />} onClick={() => cancel.mutate(run)}>
            {run.status === 'pending' ? runs.withdraw : runs.cancelRun}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** On a phone. */
export function RunCard({ run }: { run: Run }) {
  const { runs } = useMessages();
  const format = useFormat();
  return (
    <Stack gap={4}>
      <Group justify="space-between" wrap="nowrap">
        <Link to="/runs/$runId" params={{ runId: run.id }} className="quiet" translate="no">
          <Text span size="sm" fw={500}>
            {run.jobName}
          </Text>
        </Link>
        <Group gap={4} wrap="nowrap">
          <StateBadge status={run.status} />
          <RunMenu run={run} />
        </Group>
      </Group>
      <Text size="xs" c="dimmed" component="div">
        <Instant at={run.plannedAt} />
        {run.latenessMs !== null && ` · ${runs.lateness} ${latenessOf(run, format)}`} · {runs.took} <Took run={run} />
      </Text>
    </Stack>
  );
}
