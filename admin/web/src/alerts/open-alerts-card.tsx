import { Card, Group, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { alertsPageQuery } from '../api/alert-queries';
import type { Job } from '../api/client';
import { useMessages } from '../i18n/locale';
import { useMay } from '../session/use-may';
import { ListTable } from '../ui/list-table';
import { AlertCard, useAlertColumns } from './alert-columns';
import { SilenceDialog } from './silence-dialog';
import { draftOfAlert, type SilenceDraft } from './silence-draft';

const SHOWN = 5;

/** Alerts of a job that are not over; nothing while there are none. */
export function OpenAlertsCard({ job }: { job: Job }) {
  const { alerts, overview } = useMessages();
  const { may } = useMay();
  const query = useQuery({
    ...alertsPageQuery({ jobId: job.id, state: 'open' }, SHOWN),
    enabled: may('alerts:read', job.project),
  });
  const [silencing, setSilencing] = useState<SilenceDraft | null>(null);
  const columns = useAlertColumns({ withProject: false, onSilence: (alert) => setSilencing(draftOfAlert(alert)) });
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card padding={0} component="section" mb="md" style={{ borderInlineStart: '3px solid var(--bad)' }}>
      <Group justify="space-between" p="sm" pb={4}>
        <Title order={2}>{alerts.ofJob}</Title>
        <Link to="/alerts" search={{ job: job.id, state: 'all' }} style={{ fontSize: '0.75rem' }}>
          {overview.showAll}
        </Link>
      </Group>
      <ListTable
        label={alerts.ofJob}
        items={items}
        columns={columns}
        idOf={({ id }) => id}
        card={(alert) => <AlertCard alert={alert} onSilence={(one) => setSilencing(draftOfAlert(one))} />}
      />
      {silencing && <SilenceDialog initial={silencing} onClose={() => setSilencing(null)} />}
    </Card>
  );
}
