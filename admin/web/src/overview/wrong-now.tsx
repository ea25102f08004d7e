import { Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, type Icon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { alertCountQuery, UNATTENDED } from '../api/alert-queries';
import { failingQuery, hubsQuery, jobsPageQuery, nodesQuery, runsPageQuery, targetsQuery } from '../api/queries';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import { TROUBLED_STATUSES } from '../runs/run-phase';
import { useMay } from '../session/use-may';
import { RelativeInstant } from '../ui/instant';
import { Waiting } from '../ui/query-view';
import { StateBadge } from '../ui/state-badge';
import classes from './wrong-now.module.css';

const SHOWN = 8;
const COUNTED = 100;
/** A run that has just been asked for is taken within a second or two, and is no trouble before. */
const PENDING_GRACE_MS = 5_000;

/** What somebody should look at, worst first; an empty list says so. */
export function WrongNow({ project }: { project: string | undefined }) {
  const { overview } = useMessages();
  const failing = useQuery(failingQuery(project));
  const notes = useNotes(project);
  if (!failing.data || notes === null) {
    return (
      <Card component="section" mih={112}>
        <Title order={2} mb="sm">
          {overview.wrongNow}
        </Title>
        <Waiting rows={2} />
      </Card>
    );
  }
  const { items } = failing.data;
  const isWell = items.length === 0 && notes.length === 0;
  return (
    <Card component="section" mih={112} className={classes.card} data-well={isWell || undefined}>
      <Group gap={8} mb="xs">
        <Title order={2}>{overview.wrongNow}</Title>
        {items.length > 0 && (
          <Text size="sm" c="var(--bad)" fw={500}>
            {overview.failingJobs(items.length)}
          </Text>
        )}
        <Text size="xs" ml="auto">
          <Link
            to="/runs"
            search={{
              range: 'night',
              status: TROUBLED_STATUSES.join(','),
              ...(project === undefined ? {} : { project }),
            }}
          >
            {overview.lastNight}
          </Link>
        </Text>
      </Group>
      {isWell && (
        <Group gap={10} wrap="nowrap">
          <IconCircleCheck color="var(--ok)" aria-hidden />
          <div>
            <Text size="sm" fw={500}>
              {overview.allWell}
            </Text>
            <Text size="xs" c="dimmed">
              {overview.allWellText}
            </Text>
          </div>
        </Group>
      )}
      <Stack gap={0}>
        {notes.map(({ key, content }) => (
          <Note key={key} icon={IconAlertTriangle}>
            {content}
          </Note>
        ))}
        {items.slice(0, SHOWN).map((job) => (
          <Group key={job.jobId} className={classes.row} wrap="nowrap" gap="sm">
            <Link to="/runs/$runId" params={{ runId: job.lastRunId }} className="quiet">
              <StateBadge status={job.lastStatus} />
            </Link>
            <Link
              to="/jobs/$jobId"
              params={{ jobId: job.jobId }}
              className="quiet"
              translate="no"
              style={{ minWidth: 0 }}
            >
              <Text size="sm" fw={500} truncate>
                {job.jobName}
              </Text>
            </Link>
            <Text size="xs" c="dimmed" translate="no" visibleFrom="xs">
              {job.project}
            </Text>
            <Text size="xs" c="dimmed" ml="auto" ta="end" style={{ flex: 'none' }}>
              {overview.failedTimes(job.failures)}
              <Text span inherit visibleFrom="xs">
                {' · '}
                {overview.since} <RelativeInstant at={job.since} />
              </Text>
            </Text>
          </Group>
        ))}
      </Stack>
      {items.length > SHOWN && (
        <Link to="/jobs" search={{ outcome: 'failing' }} style={{ fontSize: '0.75rem', marginTop: 8 }}>
          {overview.andMore(items.length - SHOWN)}
        </Link>
      )}
    </Card>
  );
}

function Note({ icon: Sign, children }: { icon: Icon; children: ReactNode }) {
  return (
    <Group className={classes.row} gap="sm" wrap="nowrap">
      <Sign size={16} color="var(--warn)" aria-hidden style={{ flex: 'none' }} />
      <Text size="sm" component="div">
        {children}
      </Text>
    </Group>
  );
}

/** Null while the first answers are on their way. */
function useNotes(project: string | undefined): { key: string; content: ReactNode }[] | null {
  const { overview, alerts } = useMessages();
  const format = useFormat();
  const unassigned = useQuery(jobsPageQuery({ project, assignment: 'pending' }, COUNTED));
  const pending = useQuery(runsPageQuery({ project, status: ['pending'] }, COUNTED));
  const nodes = useQuery(nodesQuery);
  const hubs = useQuery(hubsQuery);
  const { may, maySomewhere } = useMay();
  const targets = useQuery({ ...targetsQuery, enabled: may('targets:read') });
  const mayRead = project === undefined ? maySomewhere('alerts:read') : may('alerts:read', project);
  const unattended = useQuery({ ...alertCountQuery({ ...UNATTENDED, project }), enabled: mayRead });
  if (!unassigned.data || !pending.data || !nodes.data || !hubs.data) return null;
  const stuckBefore = pending.dataUpdatedAt - PENDING_GRACE_MS;
  const stuck = pending.data.items.filter(({ dueAt }) => Date.parse(dueAt) < stuckBefore).length;
  const jobs = unassigned.data.items.length;
  const lost = nodes.data.items.filter(({ state, jobs: held }) => state === 'lost' && held !== 0).length;
  const warned = nodes.data.items.filter(({ state, warnings }) => state === 'live' && warnings.length > 0).length;
  const { count: alertCount = 0, complete: isAll = true } = unattended.data ?? {};
  const silent = (targets.data?.items ?? []).filter((one) => one.nodes.some(({ circuit }) => circuit !== 'closed'));
  return [
    !hubs.data.items.some(({ leader }) => leader) && { key: 'leader', content: overview.noLeader },
    alertCount > 0 && {
      key: 'alerts',
      content: (
        <Link to="/alerts" search={project === undefined ? {} : { project }}>
          {alertCount === 1 ? alerts.wrongNowOne : alerts.wrongNow(`${format.number(alertCount)}${isAll ? '' : '+'}`)}
        </Link>
      ),
    },
    lost > 0 && { key: 'lost', content: <Link to="/nodes">{overview.lostNodes(lost)}</Link> },
    jobs > 0 && {
      key: 'jobs',
      content: (
        <Link to="/jobs" search={{ state: 'unassigned', ...(project === undefined ? {} : { project }) }}>
          {overview.unassignedJobs(jobs, unassigned.data.nextCursor !== null)}
        </Link>
      ),
    },
    stuck > 0 && {
      key: 'pending',
      content: (
        <Link to="/runs" search={{ status: 'pending', ...(project === undefined ? {} : { project }) }}>
          {overview.pendingRuns(stuck, pending.data.nextCursor !== null)}
        </Link>
      ),
    },
    warned > 0 && { key: 'warned', content: <Link to="/nodes">{overview.nodeWarnings(warned)}</Link> },
    silent.length > 0 && {
      key: 'targets',
      content: <Link to="/nodes">{overview.openCircuits(silent.length)}</Link>,
    },
  ].filter((note) => note !== false);
}
