import '@mantine/charts/styles.css';
import { Heatmap } from '@mantine/charts';
import { Card, Group, Loader, ScrollArea, Text, Title } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { StatsHour } from '../api/client';
import { hoursByWeekQuery, hoursQuery } from '../api/queries';
import { useFormat } from '../format/use-format';
import { useNow } from '../format/use-now';
import { useLocale, useMessages } from '../i18n/locale';
import { QueryView } from '../ui/query-view';
import { CellText } from './cell-text';
import { DAY_MS, dayKey, HOUR_MS, startOfDay } from './days';
import { byDay, shareColor } from './outcome-cells';

const DAYS_OF_JOB = 91;
/** Over all jobs each day is a sum over many rows: fewer of them, asked for week by week. */
const WEEKS_OF_ALL = 5;
/** A Sunday and a January, to name days and months from. */
const SUNDAY_MS = Date.UTC(2026, 0, 4, 12);

export function MonthOfJob({ jobId }: { jobId: string }) {
  const { timeline } = useMessages();
  const tomorrow = startOfDay(useNow()) + DAY_MS;
  const from = startOfDay(tomorrow - DAYS_OF_JOB * DAY_MS + HOUR_MS);
  const query = useQuery(
    hoursQuery({ jobId, from: new Date(from).toISOString(), to: new Date(tomorrow).toISOString() }),
  );
  return (
    <Card component="section">
      <Head title={timeline.month} isReading={false} />
      <QueryView query={query} rows={7}>
        {({ items }) => <Days label={timeline.month} items={items} from={from} to={tomorrow} />}
      </QueryView>
    </Card>
  );
}

/** The newest week first; the others fill in as the hub has counted them. */
export function MonthOfAll({ project }: { project: string | undefined }) {
  const { timeline } = useMessages();
  const tomorrow = startOfDay(useNow()) + DAY_MS;
  const query = useInfiniteQuery(hoursByWeekQuery(project, tomorrow, WEEKS_OF_ALL));
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  const from = startOfDay(tomorrow - WEEKS_OF_ALL * 7 * DAY_MS + HOUR_MS);
  return (
    <Card component="section">
      <Head title={timeline.fiveWeeks} isReading={hasNextPage} />
      <QueryView query={query} rows={7}>
        {({ pages }) => (
          <Days label={timeline.fiveWeeks} items={pages.flatMap(({ items }) => items)} from={from} to={tomorrow} />
        )}
      </QueryView>
    </Card>
  );
}

function Head({ title, isReading }: { title: string; isReading: boolean }) {
  const { timeline, words } = useMessages();
  return (
    <>
      <Group gap="xs">
        <Title order={2}>{title}</Title>
        {isReading && <Loader size={14} aria-label={words.loading} />}
      </Group>
      <Text size="xs" c="dimmed" mb="sm">
        {timeline.monthText}
      </Text>
    </>
  );
}

interface DaysProps {
  label: string;
  items: readonly StatsHour[];
  from: number;
  to: number;
}

function Days({ label, items, from, to }: DaysProps) {
  const { tag } = useLocale();
  const format = useFormat();
  const weekday = new Intl.DateTimeFormat(tag, { weekday: 'short' });
  const month = new Intl.DateTimeFormat(tag, { month: 'short' });
  const cells = byDay(items);
  return (
    <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': label }}>
      <Heatmap
        data={Object.fromEntries([...cells].map(([day, cell]) => [day, cell.runs]))}
        startDate={dayKey(from)}
        endDate={dayKey(to - HOUR_MS)}
        withMonthLabels
        withWeekdayLabels
        withOutsideDates={false}
        rectSize={22}
        gap={3}
        weekdayLabels={Array.from({ length: 7 }, (_, i) => weekday.format(SUNDAY_MS + i * DAY_MS))}
        monthLabels={Array.from({ length: 12 }, (_, i) => month.format(Date.UTC(2026, i, 15)))}
        withTooltip
        getTooltipLabel={({ date }) => <CellText when={format.day(`${date}T12:00:00`)} cell={cells.get(date)} />}
        getRectProps={({ date }) => ({
          fill: shareColor(cells.get(date)),
          style: { fill: shareColor(cells.get(date)) },
        })}
        role="img"
        aria-label={label}
      />
    </ScrollArea>
  );
}
