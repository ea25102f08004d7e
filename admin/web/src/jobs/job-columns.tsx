import { Checkbox, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Job, TimelineItem } from '../api/client';
import { useFormat } from '../format/use-format';
import { useLocale } from '../i18n/locale';
import { RelativeInstant } from '../ui/instant';
import { Labels } from '../ui/labels';
import type { Column } from '../ui/list-table';
import { OutcomeStrip } from '../ui/outcome-strip';
import { StateBadge } from '../ui/state-badge';
import type { BulkKind } from './bulk/bulk-kinds';
import { JobMenu } from './job-menu';
import { JobState } from './job-state';
import { scheduleWords } from './schedule-words';
import classes from './jobs-page.module.css';

export type Outcomes = ReadonlyMap<string, TimelineItem['runs']>;

interface ColumnParts {
  outcomes: Outcomes;
  selected: ReadonlySet<string>;
  allSelected: boolean;
  onSelect: (id: string, on: boolean) => void;
  onSelectAll: (on: boolean) => void;
  onAsk: (kind: BulkKind, job: Job) => void;
}

export function useJobColumns(parts: ColumnParts): Column<Job>[] {
  const { messages } = useLocale();
  const { jobs, words } = messages;
  const { outcomes, selected, allSelected, onSelect, onSelectAll, onAsk } = parts;
  return [
    {
      key: 'select',
      width: 36,
      title: (
        <Checkbox
          aria-label={jobs.selectAll}
          checked={allSelected}
          indeterminate={!allSelected && selected.size > 0}
          onChange={(event) => onSelectAll(event.currentTarget.checked)}
        />
      ),
      cell: ({ id, name }) => (
        <Checkbox
          aria-label={jobs.select(name)}
          checked={selected.has(id)}
          onChange={(event) => onSelect(id, event.currentTarget.checked)}
        />
      ),
    },
    { key: 'name', title: words.name, cell: (job) => <JobName job={job} /> },
    { key: 'schedule', title: jobs.schedule, from: 900, cell: (job) => <JobSchedule job={job} /> },
    {
      key: 'last-runs',
      title: jobs.lastRuns,
      width: 140,
      from: 1100,
      cell: ({ id }) => <OutcomeStrip runs={outcomes.get(id) ?? []} />,
    },
    { key: 'last', title: jobs.lastRun, width: 180, cell: ({ id }) => <LastRun runs={outcomes.get(id)} /> },
    {
      key: 'next',
      title: jobs.nextRun,
      width: 130,
      cell: (job) =>
        job.nextRuns[0] && job.assignment === 'assigned' ? (
          <RelativeInstant at={job.nextRuns[0]} />
        ) : (
          <JobState job={job} />
        ),
    },
    {
      key: 'node',
      title: words.node,
      width: 110,
      from: 1250,
      cell: ({ nodeId }) => (
        <Text size="xs" className="mono" translate="no" truncate maw={130}>
          {nodeId ?? '–'}
        </Text>
      ),
    },
    {
      key: 'actions',
      title: '',
      width: 40,
      align: 'end',
      cell: (job) => <JobMenu job={job} onAsk={(kind) => onAsk(kind, job)} />,
    },
  ];
}

export function JobName({ job }: { job: Job }) {
  return (
    <div style={{ minWidth: 140 }}>
      <Link to="/jobs/$jobId" params={{ jobId: job.id }} className="quiet" translate="no">
        <Text span size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
          {job.name}
        </Text>
      </Link>
      <Group gap={6} mt={1}>
        <Text size="xs" c="dimmed" translate="no">
          {job.project}
        </Text>
        <Labels values={job.tags} most={2} />
      </Group>
    </div>
  );
}

function JobSchedule({ job }: { job: Job }) {
  const { messages, language } = useLocale();
  const format = useFormat();
  const { schedule } = job;
  return (
    <div className={classes.schedule}>
      <Text size="sm" lineClamp={1}>
        {scheduleWords(schedule, { messages, language, format })}
      </Text>
      <Text size="xs" c="dimmed" className="mono" translate="no" truncate>
        {schedule.cron ?? ''}
        {schedule.cron !== undefined && schedule.timeZone !== 'UTC' ? ` · ${schedule.timeZone}` : ''}
      </Text>
    </div>
  );
}

function LastRun({ runs }: { runs: TimelineItem['runs'] | undefined }) {
  const { messages } = useLocale();
  const last = runs?.[0];
  if (!runs) return null;
  if (!last) {
    return (
      <Text size="xs" c="dimmed">
        {messages.jobs.noRunsYet}
      </Text>
    );
  }
  return (
    <Group gap={8} wrap="nowrap">
      <Link to="/runs/$runId" params={{ runId: last.id }} className="quiet">
        <StateBadge status={last.status} plain />
      </Link>
      <Text size="xs" c="dimmed">
        <RelativeInstant at={last.startedAt ?? last.plannedAt} />
      </Text>
    </Group>
  );
}

/** On a phone. */
export function JobCard({
  job,
  outcomes,
  onAsk,
}: Pick<ColumnParts, 'outcomes'> & { job: Job; onAsk: (kind: BulkKind) => void }) {
  const { messages, language } = useLocale();
  const format = useFormat();
  const runs = outcomes.get(job.id);
  return (
    <Stack gap={6}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <JobName job={job} />
        <JobMenu job={job} onAsk={onAsk} />
      </Group>
      <Text size="xs" c="dimmed" lineClamp={2}>
        {scheduleWords(job.schedule, { messages, language, format })}
      </Text>
      <Group justify="space-between" gap="xs">
        <LastRun runs={runs} />
        <OutcomeStrip runs={runs ?? []} slots={15} />
      </Group>
      <Group gap={6}>
        <JobState job={job} />
        {job.assignment === 'assigned' && job.nextRuns[0] && (
          <Text size="xs" c="dimmed">
            {messages.jobs.nextRun}: <RelativeInstant at={job.nextRuns[0]} />
          </Text>
        )}
      </Group>
    </Stack>
  );
}
