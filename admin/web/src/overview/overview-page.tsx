import { Card, Grid, Group, SegmentedControl, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { hoursQuery, statsQuery } from '../api/queries';
import { useFormat } from '../format/use-format';
import { useNow } from '../format/use-now';
import { useMessages } from '../i18n/locale';
import { OPEN_STATUSES } from '../runs/run-phase';
import { PageHeader } from '../ui/page-header';
import { ProjectSelect } from '../ui/project-select';
import { QueryView } from '../ui/query-view';
import { ClusterCard } from './cluster-card';
import { FirstSteps } from './first-steps';
import { summarise, toPoints, type HourPoint, type Summary } from './hour-figures';
import { NextFires } from './next-fires';
import { Figure } from './figure';
import { WrongNow } from './wrong-now';

const route = getRouteApi('/shell/');
const OutcomeChart = lazy(() => import('./hour-charts').then((charts) => ({ default: charts.OutcomeChart })));
const LatenessChart = lazy(() => import('./hour-charts').then((charts) => ({ default: charts.LatenessChart })));

const HOUR_MS = 3_600_000;
const RANGES = [12, 24, 72, 168] as const;
const DEFAULT_HOURS = 24;
const CHART_HEIGHT = 190;

export function OverviewPage() {
  const { overview } = useMessages();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const hours = RANGES.find((range) => String(range) === search.hours) ?? DEFAULT_HOURS;
  const stats = useQuery(statsQuery(search.project));
  const change = (part: { project?: string | undefined; hours?: string }): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  if (stats.data?.jobs.total === 0 && search.project === undefined) return <FirstSteps />;
  return (
    <>
      <PageHeader title={overview.title}>
        <ProjectSelect value={search.project} onChange={(project) => change({ project })} />
        <SegmentedControl
          aria-label={overview.range}
          data={RANGES.map((range) => ({ value: String(range), label: overview.hours(range) }))}
          value={String(hours)}
          onChange={(value) => change({ hours: value })}
        />
      </PageHeader>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="md">
            <WrongNow project={search.project} />
            <Figures project={search.project} hours={hours} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="md">
            <NextFires project={search.project} />
            <ClusterCard />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

function Figures({ project, hours }: { project: string | undefined; hours: number }) {
  const { overview } = useMessages();
  const now = useNow();
  // The stretch ends with the hour that is under way, so that it is the same query for an hour.
  const to = Math.floor(now / HOUR_MS) * HOUR_MS + HOUR_MS;
  const from = to - hours * HOUR_MS;
  const query = useQuery(hoursQuery({ project, from: new Date(from).toISOString(), to: new Date(to).toISOString() }));
  return (
    <QueryView query={query} rows={10}>
      {({ items }) => {
        const points = toPoints(items, from, to);
        return (
          <>
            <Numbers project={project} summary={summarise(items)} />
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
              <ChartCard title={overview.perHour} points={points} chart={OutcomeChart} isEmpty={items.length === 0} />
              <ChartCard
                title={overview.punctuality}
                text={overview.within}
                points={points}
                chart={LatenessChart}
                isEmpty={items.length === 0}
              />
            </SimpleGrid>
          </>
        );
      }}
    </QueryView>
  );
}

interface ChartCardProps {
  title: string;
  text?: string;
  points: readonly HourPoint[];
  chart: typeof OutcomeChart;
  isEmpty: boolean;
}

function ChartCard({ title, text, points, chart: Chart, isEmpty }: ChartCardProps) {
  const { overview } = useMessages();
  return (
    <Card component="section">
      <Group gap={8} mb="sm" align="baseline">
        <Title order={2}>{title}</Title>
        {text !== undefined && (
          <Text size="xs" c="dimmed">
            {text}
          </Text>
        )}
      </Group>
      {isEmpty ? (
        <Text size="sm" c="dimmed" h={CHART_HEIGHT}>
          {overview.noFigures}
        </Text>
      ) : (
        <Suspense fallback={<Skeleton h={CHART_HEIGHT} />}>
          <Chart points={points} height={CHART_HEIGHT} />
        </Suspense>
      )}
    </Card>
  );
}

function Numbers({ project, summary }: { project: string | undefined; summary: Summary }) {
  const { overview } = useMessages();
  const format = useFormat();
  const stats = useQuery(statsQuery(project));
  const open = stats.data && OPEN_STATUSES.reduce((sum, status) => sum + (stats.data.runs[status] ?? 0), 0);
  const duration = (ms: number | null): string => (ms === null ? '–' : format.duration(ms));
  return (
    <SimpleGrid cols={{ base: 2, xs: 3, md: 6 }} spacing="md">
      <Figure
        label={overview.jobsTotal}
        value={stats.data ? format.number(stats.data.jobs.total) : '–'}
        note={stats.data && overview.jobsEnabled(format.number(stats.data.jobs.enabled))}
        link={<Link to="/jobs" search={project === undefined ? {} : { project }} />}
      />
      <Figure
        label={overview.openRuns}
        value={open === undefined ? '–' : format.number(open)}
        link={
          <Link
            to="/runs"
            search={{ status: OPEN_STATUSES.join(','), ...(project === undefined ? {} : { project }) }}
          />
        }
      />
      <Figure label={overview.runsInRange} value={format.number(summary.total)} />
      <Figure
        label={overview.successRate}
        value={summary.successShare === null ? '–' : format.percent(summary.successShare)}
      />
      <Figure label={overview.p50} value={duration(summary.p50)} />
      <Figure label={overview.p99} value={duration(summary.p99)} />
    </SimpleGrid>
  );
}
