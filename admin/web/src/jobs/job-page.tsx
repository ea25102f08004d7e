import { Alert, Button, Card, Grid, Group, Stack, Tabs, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconPencil, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { OpenAlertsCard } from '../alerts/open-alerts-card';
import type { Job } from '../api/client';
import { hoursQuery, jobQuery, nodesQuery, runsPageQuery } from '../api/queries';
import { useNow } from '../format/use-now';
import { useMessages } from '../i18n/locale';
import { toPoints } from '../overview/hour-figures';
import { RunCard, useRunColumns } from '../runs/run-columns';
import { useMay } from '../session/use-may';
import { EmptyState } from '../ui/empty-state';
import { Instant } from '../ui/instant';
import { ListTable } from '../ui/list-table';
import { notifyDone, notifyFailed } from '../ui/notify';
import { PageHeader } from '../ui/page-header';
import { sentenceOf } from '../ui/problem-alert';
import { QueryView, Waiting } from '../ui/query-view';
import { BulkDialog } from './bulk/bulk-dialog';
import type { BulkKind } from './bulk/bulk-kinds';
import { jobCalls, useJobCall } from './job-actions';
import { JobFacts } from './job-facts';
import { JobMenu } from './job-menu';
import { JobState } from './job-state';
import { whyUnassigned } from './why-unassigned';

const route = getRouteApi('/shell/jobs/$jobId');
const OutcomeChart = lazy(() => import('../overview/hour-charts').then((charts) => ({ default: charts.OutcomeChart })));

const VersionsTab = lazy(() => import('./versions/versions-tab').then((view) => ({ default: view.VersionsTab })));

const BackfillsTab = lazy(() => import('./backfills/backfills-tab').then((view) => ({ default: view.BackfillsTab })));

const HOUR_MS = 3_600_000;
const WEEK_HOURS = 7 * 24;
const RUNS_SHOWN = 20;
const CHART_HEIGHT = 150;

export function JobPage() {
  const { jobId } = route.useParams();
  const query = useQuery(jobQuery(jobId));
  return (
    <QueryView query={query} rows={10}>
      {(job) => <JobView job={job} />}
    </QueryView>
  );
}

function JobView({ job }: { job: Job }) {
  const navigate = route.useNavigate();
  const [asked, setAsked] = useState<BulkKind | null>(null);
  const close = (changed: boolean): void => {
    setAsked(null);
    if (changed && asked === 'delete') void navigate({ to: '/jobs' });
  };
  return (
    <>
      <JobHeader job={job} onAsk={setAsked} />
      <Standing job={job} />
      <OpenAlertsCard job={job} />
      <JobTabs job={job} />
      {asked && <BulkDialog kind={asked} jobs={[job]} onClose={close} />}
    </>
  );
}

function JobTabs({ job }: { job: Job }) {
  const { versions, backfills } = useMessages();
  const { tab = 'overview', before, after } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Tabs
      value={tab}
      onChange={(next) => void navigate({ search: next === 'overview' || next === null ? {} : { tab: next } })}
    >
      <Tabs.List mb="md">
        <Tabs.Tab value="overview">{versions.overview}</Tabs.Tab>
        <Tabs.Tab value="versions">{versions.tab}</Tabs.Tab>
        <Tabs.Tab value="backfills">{backfills.tab}</Tabs.Tab>
      </Tabs.List>
      <Suspense fallback={<Waiting rows={8} />}>
        <Tabs.Panel value="overview">
          <Grid gap="md">
            <Grid.Col span={{ base: 12, lg: 8 }}>
              <Stack gap="md">
                <RecentRuns job={job} />
                <Week jobId={job.id} />
              </Stack>
            </Grid.Col>
            <Grid.Col span={{ base: 12, lg: 4 }}>
              <JobFacts job={job} />
            </Grid.Col>
          </Grid>
        </Tabs.Panel>
        <Tabs.Panel value="backfills">
          <BackfillsTab job={job} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionsTab
            job={job}
            before={before}
            after={after}
            onPick={(older, newer) =>
              void navigate({
                search: { tab: 'versions', before: String(older), after: String(newer) },
                replace: true,
                resetScroll: false,
              })
            }
          />
        </Tabs.Panel>
      </Suspense>
    </Tabs>
  );
}

function JobHeader({ job, onAsk }: { job: Job; onAsk: (kind: BulkKind) => void }) {
  const messages = useMessages();
  const { jobs, words } = messages;
  const { may } = useMay();
  const navigate = route.useNavigate();
  const failed = (error: unknown): void => notifyFailed(sentenceOf(error, messages));
  const run = useJobCall(
    (id: string) => jobCalls.run(id),
    ({ id }) => {
      notifyDone(jobs.runStarted);
      return navigate({ to: '/runs/$runId', params: { runId: id } });
    },
    failed,
  );
  const resume = useJobCall(jobCalls.resume, ({ name }) => notifyDone(jobs.resumedDone(name)), failed);
  return (
    <PageHeader
      title={job.name}
      isName
      facts={<JobState job={job} />}
      trail={[
        <Link key="jobs" to="/jobs">
          {jobs.title}
        </Link>,
        <Link key="project" to="/jobs" search={{ project: job.project }} translate="no">
          {job.project}
        </Link>,
      ]}
      {...(job.description === '' ? {} : { text: <span translate="no">{job.description}</span> })}
    >
      {may('runs:write', job.project) && (
        <Button leftSection={<IconPlayerPlay size={15} />} loading={run.isPending} onClick={() => run.mutate(job.id)}>
          {jobs.runNow}
        </Button>
      )}
      {may('jobs:operate', job.project) &&
        (job.enabled ? (
          <Button variant="default" leftSection={<IconPlayerPause size={15} />} onClick={() => onAsk('pause')}>
            {jobs.pause}
          </Button>
        ) : (
          <Button variant="default" loading={resume.isPending} onClick={() => resume.mutate(job.id)}>
            {jobs.resume}
          </Button>
        ))}
      {may('jobs:write', job.project) && (
        <Button
          component={Link}
          to="/jobs/$jobId/edit"
          params={{ jobId: job.id } as never}
          variant="default"
          leftSection={<IconPencil size={15} />}
        >
          {words.edit}
        </Button>
      )}
      <JobMenu job={job} onAsk={onAsk} />
    </PageHeader>
  );
}

/** Why it does not run, if it does not. */
function Standing({ job }: { job: Job }) {
  const messages = useMessages();
  const { jobs } = messages;
  const nodes = useQuery({ ...nodesQuery, enabled: job.assignment === 'pending' });
  if (!job.enabled) {
    const { note = null, until = null } = job.pause ?? {};
    if (note === null && until === null) return null;
    return (
      <Alert variant="light" color="gray" mb="md" title={jobs.paused}>
        {note !== null && <Text size="sm">{note}</Text>}
        {until !== null && (
          <Text size="sm">
            {jobs.pausedUntil} <Instant at={until} />
          </Text>
        )}
      </Alert>
    );
  }
  if (job.nextRuns.length === 0) {
    return (
      <Alert variant="light" color="yellow" icon={<IconAlertTriangle />} mb="md" title={jobs.ended}>
        {jobs.endedText}
      </Alert>
    );
  }
  const why = nodes.data ? whyUnassigned(job, nodes.data.items, messages) : null;
  if (why === null) return null;
  return (
    <Alert variant="light" color="yellow" icon={<IconAlertTriangle />} mb="md" title={jobs.whyTitle}>
      <Group gap="sm">
        <Text size="sm">{why}</Text>
        <Link to="/nodes">{jobs.whyNodesLink}</Link>
      </Group>
    </Alert>
  );
}

function RecentRuns({ job }: { job: Job }) {
  const { jobs, overview } = useMessages();
  const query = useQuery(runsPageQuery({ jobId: job.id }, RUNS_SHOWN));
  const columns = useRunColumns({ withJob: false });
  return (
    <Card padding={0} component="section">
      <Group justify="space-between" p="sm" pb={4}>
        <Title order={2}>{jobs.recentRuns}</Title>
        <Link to="/runs" search={{ job: job.id }} style={{ fontSize: '0.75rem' }}>
          {overview.showAll}
        </Link>
      </Group>
      <QueryView query={query} rows={8} rowHeight={38}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={IconPlayerPlay} title={jobs.noRunsTitle} text={jobs.noRunsText} />
          ) : (
            <ListTable
              label={jobs.recentRuns}
              items={items}
              columns={columns}
              idOf={({ id }) => id}
              card={(run) => <RunCard run={run} />}
            />
          )
        }
      </QueryView>
    </Card>
  );
}

function Week({ jobId }: { jobId: string }) {
  const { jobs, overview } = useMessages();
  const to = Math.floor(useNow() / HOUR_MS) * HOUR_MS + HOUR_MS;
  const from = to - WEEK_HOURS * HOUR_MS;
  const query = useQuery(hoursQuery({ jobId, from: new Date(from).toISOString(), to: new Date(to).toISOString() }));
  return (
    <Card component="section">
      <Title order={2} mb="sm">
        {jobs.last7Days}
      </Title>
      <div style={{ minHeight: CHART_HEIGHT }}>
        <QueryView query={query} rows={4}>
          {({ items }) =>
            items.length === 0 ? (
              <Text size="sm" c="dimmed">
                {overview.noFigures}
              </Text>
            ) : (
              <Suspense fallback={<Waiting rows={4} />}>
                <OutcomeChart points={toPoints(items, from, to)} height={CHART_HEIGHT} />
              </Suspense>
            )
          }
        </QueryView>
      </div>
    </Card>
  );
}
