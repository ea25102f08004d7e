import '@mantine/charts/styles.css';
import { MatrixChart } from '@mantine/charts';
import { Card, Group, ScrollArea, Select, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { hoursQuery, jobQuery, jobsPageQuery } from '../api/queries';
import { useFormat } from '../format/use-format';
import { useNow } from '../format/use-now';
import { useMessages } from '../i18n/locale';
import { renderName } from '../ui/name-option';
import { ProjectSelect } from '../ui/project-select';
import { QueryView } from '../ui/query-view';
import { CellText } from './cell-text';
import { DAY_MS, dayKey, HOUR_MS, startOfDay } from './days';
import { Month } from './month';
import { byHour, shareColor, type Cell } from './outcome-cells';
import type { ChangeSearch, TimelineSearch } from './timeline-page';

const WEEK_DAYS = 7;

interface CalendarProps {
  search: TimelineSearch;
  onChange: ChangeSearch;
}

/** How the past went: the week by hour, and the weeks before it by day. */
export function Calendar({ search, onChange }: CalendarProps) {
  return (
    <Stack gap="md">
      <Group gap="xs">
        <JobSelect value={search.job} project={search.project} onChange={(job) => onChange({ job })} />
        {search.job === undefined && (
          <ProjectSelect value={search.project} onChange={(project) => onChange({ project })} />
        )}
      </Group>
      <Week search={search} />
      <Month of={search.job === undefined ? { project: search.project } : { jobId: search.job }} />
    </Stack>
  );
}

function Week({ search }: { search: TimelineSearch }) {
  const { timeline } = useMessages();
  const format = useFormat();
  const tomorrow = startOfDay(useNow()) + DAY_MS;
  const from = startOfDay(tomorrow - WEEK_DAYS * DAY_MS + HOUR_MS);
  const query = useQuery(
    hoursQuery({
      from: new Date(from).toISOString(),
      to: new Date(tomorrow).toISOString(),
      ...(search.job === undefined ? { project: search.project } : { jobId: search.job }),
    }),
  );
  return (
    <Card component="section">
      <Title order={2}>{timeline.week}</Title>
      <Text size="xs" c="dimmed" mb="sm">
        {timeline.weekText}
      </Text>
      <QueryView query={query} rows={7}>
        {({ items }) => {
          const cells = byHour(items);
          const days = Array.from({ length: WEEK_DAYS }, (_, i) => startOfDay(from + i * DAY_MS + 2 * HOUR_MS));
          const hours = Array.from({ length: 24 }, (_, i) => String(i).padStart(2, '0'));
          const cellOf = (x: string, y: string): Cell | undefined => cells.get(`${y} ${x}`);
          const name = (day: number): string => format.day(day);
          return (
            <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': timeline.week }}>
              <MatrixChart
                data={days.flatMap((day) =>
                  hours.map((hour) => ({
                    x: hour,
                    y: name(day),
                    value: cells.get(`${dayKey(day)} ${hour}`)?.runs ?? null,
                  })),
                )}
                xLabels={hours}
                yLabels={days.map(name)}
                withXLabels
                withYLabels
                xLabelsPosition="top"
                xLabelsRotation={0}
                xLabelsHeight={22}
                yLabelsWidth={96}
                cellSize={30}
                gap={2}
                withTooltip
                getTooltipLabel={({ x, y }) => (
                  <CellText when={`${y} ${x}:00`} cell={cellOf(x, dayOf(days, y, name))} />
                )}
                getCellProps={({ x, y }) => ({ style: { fill: shareColor(cellOf(x, dayOf(days, y, name))) } })}
                role="img"
                aria-label={timeline.week}
              />
            </ScrollArea>
          );
        }}
      </QueryView>
    </Card>
  );
}

const dayOf = (days: readonly number[], label: string, name: (day: number) => string): string =>
  dayKey(days.find((day) => name(day) === label) ?? 0);

interface JobSelectProps {
  value: string | undefined;
  project: string | undefined;
  onChange: (job: string | undefined) => void;
}

function JobSelect({ value, project, onChange }: JobSelectProps) {
  const { timeline, words } = useMessages();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 200);
  const chosen = useQuery({ ...jobQuery(value ?? ''), enabled: value !== undefined, refetchInterval: false });
  const found = useQuery(
    jobsPageQuery({ project, ...(asked === '' || asked === chosen.data?.name ? {} : { name: asked }) }, 30),
  );
  const options = new Map((found.data?.items ?? []).map(({ id, name }) => [id, name]));
  if (chosen.data) options.set(chosen.data.id, chosen.data.name);
  return (
    <Select
      aria-label={words.job}
      placeholder={timeline.allJobs}
      renderOption={renderName}
      data={[...options].map(([id, label]) => ({ value: id, label }))}
      value={value ?? null}
      onChange={(job) => onChange(job ?? undefined)}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      clearable
      filter={({ options: all }) => all}
      w={260}
    />
  );
}
