import { Card, Group, SegmentedControl, Text } from '@mantine/core';
import { IconCalendarOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Job, TimelineItem } from '../api/client';
import { jobsPageQuery, timelineQuery } from '../api/queries';
import { useFormat } from '../format/use-format';
import { useNow } from '../format/use-now';
import { useMessages } from '../i18n/locale';
import { EmptyState } from '../ui/empty-state';
import { ProjectSelect } from '../ui/project-select';
import { QueryView, Waiting } from '../ui/query-view';
import { SearchInput } from '../ui/search-input';
import { Lane } from './lane';
import type { ChangeSearch, TimelineSearch } from './timeline-page';
import classes from './lanes.module.css';

const HOUR_MS = 3_600_000;
const HOURS = [1, 6, 24] as const;
const DEFAULT_HOURS = 6;
const MOST_JOBS = 24;
const MOST_MARKS = 200;
const TICKS = 6;
/** The stretch moves on by this, so that it is the same query in between. */
const STEP_MS = 60_000;

export function Lanes({ search, onChange }: { search: TimelineSearch; onChange: ChangeSearch }) {
  const { timeline, jobs } = useMessages();
  const hours = HOURS.find((one) => String(one) === search.hours) ?? DEFAULT_HOURS;
  const list = useQuery(jobsPageQuery({ project: search.project, name: search.name }, MOST_JOBS));
  return (
    <Card padding="sm">
      <Group gap="xs" mb="sm">
        <SearchInput
          aria-label={jobs.searchByName}
          placeholder={jobs.searchByName}
          value={search.name}
          onChange={(name) => onChange({ name })}
          w={{ base: '100%', xs: 220 }}
        />
        <ProjectSelect value={search.project} onChange={(project) => onChange({ project })} />
        <SegmentedControl
          aria-label={timeline.stretch}
          data={HOURS.map((one) => ({ value: String(one), label: timeline.aroundNow(one) }))}
          value={String(hours)}
          onChange={(value) => onChange({ hours: value })}
          ml="auto"
        />
      </Group>
      <QueryView query={list} rows={10}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <EmptyState icon={IconCalendarOff} title={jobs.noMatchTitle} text={jobs.noMatchText} />
          ) : (
            <>
              <LaneTable jobs={items} hours={hours} />
              <Text size="xs" c="dimmed" mt="sm">
                {timeline.lanesHint} {nextCursor !== null && timeline.pickJobs(MOST_JOBS)}
              </Text>
            </>
          )
        }
      </QueryView>
    </Card>
  );
}

function LaneTable({ jobs, hours }: { jobs: readonly Job[]; hours: number }) {
  const { timeline } = useMessages();
  const format = useFormat();
  const now = useNow();
  const middle = Math.floor(now / STEP_MS) * STEP_MS;
  const from = middle - hours * HOUR_MS;
  const to = middle + hours * HOUR_MS;
  const query = useQuery(
    timelineQuery({
      jobId: jobs.map(({ id }) => id),
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      limit: MOST_MARKS,
    }),
  );
  const lanes = new Map((query.data?.items ?? []).map((item): [string, TimelineItem] => [item.jobId, item]));
  const ticks = Array.from({ length: TICKS + 1 }, (_, i) => from + ((to - from) * i) / TICKS);
  if (!query.data) return <Waiting rows={jobs.length} rowHeight={34} />;
  return (
    <div className={classes.table}>
      <div className={classes.row} aria-hidden>
        <span />
        <div className={classes.axis}>
          {ticks.map((at, i) => (
            <span
              key={i}
              style={{ insetInlineStart: `${(100 * i) / TICKS}%` }}
              data-middle={i === TICKS / 2 || undefined}
            >
              {i === TICKS / 2 ? timeline.now : format.time(at).slice(0, 5)}
            </span>
          ))}
        </div>
      </div>
      {jobs.map((job) => (
        <div key={job.id} className={classes.row}>
          <Link to="/jobs/$jobId" params={{ jobId: job.id }} className="quiet" translate="no">
            <Text size="xs" truncate>
              {job.name}
            </Text>
          </Link>
          <Lane job={job} item={lanes.get(job.id)} from={from} to={to} now={now} />
        </div>
      ))}
      {query.data.items.some(({ complete }) => !complete) && (
        <Text size="xs" c="dimmed" mt={6}>
          {timeline.incomplete}
        </Text>
      )}
    </div>
  );
}
