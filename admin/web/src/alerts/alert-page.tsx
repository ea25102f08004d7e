import { Button, Drawer, Group, Stack, Text, Title } from '@mantine/core';
import { IconBellOff, IconEyeCheck, IconPlayerPlay, IconServer2, IconTarget } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { alertQuery } from '../api/alert-queries';
import type { AlertDetail } from '../api/client';
import { useMessages } from '../i18n/locale';
import { useMay } from '../session/use-may';
import { QueryView } from '../ui/query-view';
import { useAcknowledge } from './alert-actions';
import { useCanAcknowledge } from './alert-columns';
import { AlertFacts } from './alert-facts';
import { AlertStateBadge } from './alert-state';
import { Headline } from './alert-words';
import { Notifications } from './notifications';
import { draftOfAlert } from './silence-draft';
import { SilenceDialog } from './silence-dialog';

const route = getRouteApi('/shell/alerts/$alertId');

/** One alert: what happened, since when, and what became of telling it. */
export function AlertPage() {
  const { words, alerts } = useMessages();
  const { alertId } = route.useParams();
  const navigate = useNavigate();
  const query = useQuery(alertQuery(alertId));
  return (
    <Drawer
      opened
      onClose={() => void navigate({ to: '/alerts', search: (before) => before as never, resetScroll: false })}
      size="lg"
      title={query.data ? <AlertStateBadge alert={query.data} /> : alerts.title}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <QueryView query={query} rows={8}>
        {(alert) => <AlertView alert={alert} />}
      </QueryView>
    </Drawer>
  );
}

function AlertView({ alert }: { alert: AlertDetail }) {
  const { alerts } = useMessages();
  return (
    <Stack gap="lg">
      <Title order={2} fz="lg" style={{ overflowWrap: 'anywhere' }}>
        <Headline alert={alert} />
      </Title>
      <Actions alert={alert} />
      {alert.errorMessage !== null && (
        <div>
          <Text size="xs" c="dimmed" mb={4}>
            {alerts.error}
          </Text>
          <Text size="xs" className="mono" translate="no" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {alert.errorMessage}
          </Text>
        </div>
      )}
      <section>
        <Title order={3} mb={4}>
          {alerts.told}
        </Title>
        <Notifications alert={alert} />
      </section>
      <section>
        <Title order={3} mb={4}>
          {alerts.facts}
        </Title>
        <AlertFacts alert={alert} />
      </section>
    </Stack>
  );
}

function Actions({ alert }: { alert: AlertDetail }) {
  const { alerts } = useMessages();
  const { may } = useMay();
  const canAcknowledge = useCanAcknowledge();
  const acknowledge = useAcknowledge();
  const [isSilencing, setSilencing] = useState(false);
  const { runId, jobId, nodeId, kind } = alert;
  const isOfNode = kind === 'node_lost' || kind === 'clock_skew';
  return (
    <Group gap="xs">
      {canAcknowledge(alert) && (
        <Button
          leftSection={<IconEyeCheck size={15} />}
          loading={acknowledge.isPending}
          onClick={() => acknowledge.mutate([alert.id])}
          title={alerts.acknowledgeHint}
        >
          {alerts.acknowledge}
        </Button>
      )}
      {may('alerts:acknowledge', alert.project) && (
        <Button variant="default" leftSection={<IconBellOff size={15} />} onClick={() => setSilencing(true)}>
          {alerts.silenceThis}
        </Button>
      )}
      {runId !== null && (
        <Button
          component={Link}
          to="/runs/$runId"
          params={{ runId } as never}
          variant="default"
          leftSection={<IconPlayerPlay size={15} />}
        >
          {alerts.openRun}
        </Button>
      )}
      {jobId !== null && (
        <Button
          component={Link}
          to="/jobs/$jobId"
          params={{ jobId } as never}
          variant="default"
          leftSection={<IconTarget size={15} />}
        >
          {alerts.openJob}
        </Button>
      )}
      {isOfNode && nodeId !== null && (
        <Button
          component={Link}
          to="/nodes"
          search={{ node: nodeId } as never}
          variant="default"
          leftSection={<IconServer2 size={15} />}
        >
          {alerts.openNode}
        </Button>
      )}
      {isSilencing && <SilenceDialog initial={draftOfAlert(alert)} onClose={() => setSilencing(false)} />}
    </Group>
  );
}
