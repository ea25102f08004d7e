import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { Alert, Card, Grid, Group, Table, Text, Title } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { upcomingQuery } from '../api/queries';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import { Instant, RelativeInstant } from '../ui/instant';
import { ProjectSelect } from '../ui/project-select';
import { QueryView } from '../ui/query-view';
import type { Schemas } from '../api/client';
import { busiestMinutes, quarters } from './planned-quarters';
import type { ChangeSearch } from './timeline-page';

const NEXT_SHOWN = 30;
const BUSIEST_SHOWN = 8;
const CHART_HEIGHT = 240;

/** What is planned, so that pile-ups are seen before they happen. */
export function Density({ project, onChange }: { project: string | undefined; onChange: ChangeSearch }) {
  const { timeline } = useMessages();
  const query = useQuery(upcomingQuery(project, NEXT_SHOWN));
  return (
    <QueryView query={query} rows={10}>
      {(upcoming) => (
        <Grid gap="md">
          <Grid.Col span={12}>
            <Card component="section">
              <Group justify="space-between" mb="sm">
                <div>
                  <Title order={2}>{timeline.densityTitle}</Title>
                  <Text size="xs" c="dimmed">
                    <LookedAt upcoming={upcoming} />
                  </Text>
                </div>
                <ProjectSelect value={project} onChange={(next) => onChange({ project: next })} />
              </Group>
              {!upcoming.complete && (
                <Alert variant="light" color="yellow" icon={<IconInfoCircle />} mb="sm">
                  {timeline.notAll}
                </Alert>
              )}
              <Chart upcoming={upcoming} />
            </Card>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 5 }}>
            <Busiest upcoming={upcoming} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 7 }}>
            <Next items={upcoming.items} />
          </Grid.Col>
        </Grid>
      )}
    </QueryView>
  );
}

function LookedAt({ upcoming }: { upcoming: Schemas['Upcoming'] }) {
  const { timeline } = useMessages();
  const format = useFormat();
  return (
    <>
      {timeline.lookedAt(format.number(upcoming.jobs))} · {timeline.densityText}
    </>
  );
}

function Chart({ upcoming }: { upcoming: Schemas['Upcoming'] }) {
  const { timeline } = useMessages();
  const format = useFormat();
  const data = quarters(upcoming).map(({ at, planned, peak }) => ({
    at: format.time(at).slice(0, 5),
    [timeline.planned]: planned,
    [timeline.busiestMinute]: peak,
  }));
  return (
    <BarChart
      h={CHART_HEIGHT}
      data={data}
      dataKey="at"
      series={[{ name: timeline.planned, color: 'light-dark(#2ba595, #178d7e)' }]}
      tickLine="none"
      gridAxis="y"
      valueFormatter={(value) => format.number(value)}
      yAxisProps={{ width: 52, allowDecimals: false }}
      xAxisProps={{ minTickGap: 30 }}
      barProps={{ isAnimationActive: false }}
      barChartProps={{ accessibilityLayer: false, barCategoryGap: 1 }}
      role="img"
      aria-label={timeline.densityTitle}
    />
  );
}

function Busiest({ upcoming }: { upcoming: Schemas['Upcoming'] }) {
  const { timeline } = useMessages();
  const format = useFormat();
  return (
    <Card component="section" h="100%">
      <Title order={2}>{timeline.busiest}</Title>
      <Text size="xs" c="dimmed" mb="xs">
        {timeline.busiestText}
      </Text>
      <Table fz="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{timeline.minute}</Table.Th>
            <Table.Th ta="end">{timeline.fires}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {busiestMinutes(upcoming, BUSIEST_SHOWN).map(({ at, planned }) => (
            <Table.Tr key={at}>
              <Table.Td>
                {format.day(at)} {format.time(at).slice(0, 5)}
              </Table.Td>
              <Table.Td ta="end">{format.number(planned)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

function Next({ items }: { items: Schemas['Upcoming']['items'] }) {
  const { timeline, overview } = useMessages();
  return (
    <Card component="section" h="100%">
      <Title order={2} mb="xs">
        {timeline.nextList}
      </Title>
      {items.length === 0 && (
        <Text size="sm" c="dimmed">
          {overview.nothingPlanned} {overview.nothingPlannedText}
        </Text>
      )}
      <Table fz="sm" verticalSpacing={4}>
        <Table.Tbody>
          {items.slice(0, 12).map(({ jobId, jobName, plannedAt }) => (
            <Table.Tr key={`${jobId}${plannedAt}`}>
              <Table.Td>
                <Link to="/jobs/$jobId" params={{ jobId }} className="quiet" translate="no">
                  {jobName}
                </Link>
              </Table.Td>
              <Table.Td>
                <Instant at={plannedAt} />
              </Table.Td>
              <Table.Td c="dimmed" ta="end" visibleFrom="xs">
                <RelativeInstant at={plannedAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}
