import '@mantine/charts/styles.css';
import { Heatmap } from '@mantine/charts';
import { Card, ScrollArea, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { StatsHour } from '../api/client';
import { hoursQuery } from '../api/queries';
import { useFormat } from '../format/use-format';
import { useNow } from '../format/use-now';
import { useLocale, useMessages } from '../i18n/locale';
import { QueryView } from '../ui/query-view';
import { CellText } from './cell-text';
import { DAY_MS, dayKey, HOUR_MS, startOfDay } from './days';
import { byDay, shareColor } from './outcome-cells';

const DAYS = 91;
/** A Sunday and a January, to name days and months from. */
const SUNDAY_MS = Date.UTC(2026, 0, 4, 12);

/** The last weeks, a square a day: of one job, of a project, or of all. */
export function Month({ of }: { of: { jobId: string } | { project: string | undefined } }) {
  const { timeline } = useMessages();
  const tomorrow = startOfDay(useNow()) + DAY_MS;
  const from = startOfDay(tomorrow - DAYS * DAY_MS + HOUR_MS);
  const query = useQuery(
    hoursQuery({ ...of, from: new Date(from).toISOString(), to: new Date(tomorrow).toISOString() }),
  );
  return (
    <Card component="section">
      <Title order={2}>{timeline.month}</Title>
      <Text size="xs" c="dimmed" mb="sm">
        {timeline.monthText}
      </Text>
      <QueryView query={query} rows={7}>
        {({ items }) => <Days label={timeline.month} items={items} from={from} to={tomorrow} />}
      </QueryView>
    </Card>
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
