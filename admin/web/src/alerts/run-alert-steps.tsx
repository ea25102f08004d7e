import { Group } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { alertQuery, alertsPageQuery } from '../api/alert-queries';
import type { AlertDetail, Run } from '../api/client';
import { CALM_MS } from '../api/queries';
import { useMessages } from '../i18n/locale';
import { isOver } from '../runs/run-phase';
import { Instant } from '../ui/instant';
import { useMay } from '../session/use-may';
import { NotificationState, Recipient } from './notifications';

const MOST = 5;

interface AlertStep {
  key: string;
  title: ReactNode;
  text: ReactNode;
}

/** What a run's end has set off: its alerts, and whom they were told to. */
export function useRunAlertSteps(run: Run): AlertStep[] {
  const { alerts: words } = useMessages();
  const { may } = useMay();
  const isWorthAsking = isOver(run.status) && may('alerts:read', run.project);
  const { data } = useQuery({
    ...alertsPageQuery({ jobId: run.jobId, runId: run.id }, MOST),
    enabled: isWorthAsking,
    refetchInterval: CALM_MS,
  });
  const details = useQueries({
    queries: (data?.items ?? []).map(({ id }) => ({ ...alertQuery(id), refetchInterval: CALM_MS })),
  });
  const found = details.flatMap(({ data: one }) => one ?? []);
  const oldestFirst = [...found].sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  return oldestFirst.map((alert) => ({
    key: alert.id,
    title: (
      <Link to="/alerts/$alertId" params={{ alertId: alert.id }} search={{ state: 'all' }} className="quiet">
        {words.raisedBeside}: {words.kinds[alert.kind]}
      </Link>
    ),
    text: <Told alert={alert} />,
  }));
}

function Told({ alert: { createdAt, silenced, notifications } }: { alert: AlertDetail }) {
  const { alerts } = useMessages();
  return (
    <>
      <Instant at={createdAt} />
      {notifications.length === 0 && <div>{silenced ? alerts.silencedMeaning : alerts.toldNobody}</div>}
      {notifications.map((one) => (
        <Group key={one.id} gap={6} mt={4}>
          <NotificationState status={one.status} />
          <Recipient notification={one} />
        </Group>
      ))}
    </>
  );
}
