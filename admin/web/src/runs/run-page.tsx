import { Alert, Button, Card, Grid, Group, Stack, Text, Title } from '@mantine/core';
import { IconBan, IconPlugConnectedX, IconRepeat } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Run, RunDetail } from '../api/client';
import { jobQuery } from '../api/queries';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import { toInput } from '../jobs/job-actions';
import { CallbackView } from '../jobs/callback-view';
import { useMay } from '../session/use-may';
import { CopyIcon } from '../ui/code-block';
import { Facts } from '../ui/facts';
import { Instant } from '../ui/instant';
import { PageHeader } from '../ui/page-header';
import { Waiting } from '../ui/query-view';
import { ProblemAlert } from '../ui/problem-alert';
import { StateBadge } from '../ui/state-badge';
import { AttemptCards } from './attempt-card';
import { useRunActions } from './run-actions';
import { RunLog } from './run-log';
import { isOver } from './run-phase';
import { RunTimeline } from './run-timeline';
import { useRunStory } from './use-run-story';

const route = getRouteApi('/shell/runs/$runId');

/** One run as a story: planned, taken, each attempt, and its end. */
export function RunPage() {
  const { runId } = route.useParams();
  return <RunView key={runId} runId={runId} />;
}

function RunView({ runId }: { runId: string }) {
  const { run, detail, output, isCut, error, refetch } = useRunStory(runId);
  const { runs } = useMessages();
  if (!run || !detail) return error ? <ProblemAlert error={error} onRetry={refetch} /> : <Waiting rows={8} />;
  const isLive = !isOver(run.status);
  return (
    <>
      <RunHeader run={run} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="md">
            {isCut && (
              <Alert color="yellow" variant="light" icon={<IconPlugConnectedX />} role="status">
                {runs.logLost}
              </Alert>
            )}
            <AttemptCards attempts={detail.attempts} />
            {(output.length > 0 || isLive) && (
              <Card component="section">
                <Title order={2}>{runs.log}</Title>
                <RunLog chunks={output} isLive={isLive} />
              </Card>
            )}
            <Request run={run} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack gap="md">
            <Card component="section">
              <Title order={2} mb="sm">
                {runs.story}
              </Title>
              <RunTimeline run={run} attempts={detail.attempts} />
            </Card>
            <RunFacts run={detail} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

function RunHeader({ run }: { run: Run }) {
  const { runs, jobs } = useMessages();
  const { cancel, rerun } = useRunActions();
  const canWrite = useMay().may('runs:write', run.project);
  return (
    <PageHeader
      title={runs.runOf(run.jobName)}
      isName
      facts={<StateBadge status={run.status} />}
      text={
        <>
          {runs.planned} <Instant at={run.plannedAt} />
        </>
      }
      trail={[
        <Link key="jobs" to="/jobs">
          {jobs.title}
        </Link>,
        <Link key="job" to="/jobs/$jobId" params={{ jobId: run.jobId }} translate="no">
          {run.jobName}
        </Link>,
        <Link key="runs" to="/runs" search={{ job: run.jobId }}>
          {runs.title}
        </Link>,
      ]}
    >
      {canWrite && !isOver(run.status) && (
        <Button
          variant="default"
          leftSection={<IconBan size={15} />}
          loading={cancel.isPending}
          disabled={run.cancelRequestedAt !== null}
          onClick={() => cancel.mutate(run)}
        >
          {run.status === 'pending' ? runs.withdraw : runs.cancelRun}
        </Button>
      )}
      {canWrite && isOver(run.status) && (
        <Button leftSection={<IconRepeat size={15} />} loading={rerun.isPending} onClick={() => rerun.mutate(run)}>
          {runs.runAgain}
        </Button>
      )}
    </PageHeader>
  );
}

function Request({ run }: { run: Run }) {
  const { runs } = useMessages();
  const job = useQuery({ ...jobQuery(run.jobId), refetchInterval: false, retry: false });
  return (
    <Card component="section">
      <Title order={2}>{runs.request}</Title>
      <Text size="xs" c="dimmed" mb="sm">
        {job.error ? runs.requestGone : runs.requestNote}
      </Text>
      {job.data && <CallbackView callback={toInput(job.data).callback} />}
    </Card>
  );
}

function RunFacts({ run }: { run: RunDetail }) {
  const { runs, words, jobs, trigger } = useMessages();
  const format = useFormat();
  const mono = (text: string) => (
    <Group gap={4} wrap="nowrap" align="flex-start">
      <span className="mono" translate="no" style={{ overflowWrap: 'anywhere' }}>
        {text}
      </span>
      <CopyIcon text={text} />
    </Group>
  );
  return (
    <Card component="section">
      <Title order={2} mb={4}>
        {runs.facts}
      </Title>
      <Facts
        items={[
          [words.project, <span translate="no">{run.project}</span>],
          [runs.trigger, trigger[run.trigger]],
          [words.node, run.nodeId === null ? '–' : <span className="mono" translate="no">{run.nodeId}</span>], // prettier-ignore
          [runs.attempts, format.number(run.attempt)],
          [runs.jobVersion, format.number(run.jobVersion)],
          run.lateResults > 0 && ([runs.late, runs.lateResults(run.lateResults)] as const),
          run.rerunOf !== null &&
            ([
              runs.rerunOf,
              <Link to="/runs/$runId" params={{ runId: run.rerunOf }} className="mono" translate="no">
                {run.rerunOf}
              </Link>,
            ] as const),
          run.backfillId !== null && ([runs.backfill, mono(run.backfillId)] as const),
          [jobs.id, mono(run.id)],
          run.traceparent !== null && ([runs.traceparent, mono(run.traceparent.split('-')[1] ?? '')] as const),
        ]}
      />
    </Card>
  );
}
