import { ActionIcon, Checkbox, Group, Menu, Stack, Text } from '@mantine/core';
import { IconBellOff, IconDots, IconEyeCheck, IconPlayerPlay } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Alert } from '../api/client';
import { useMessages } from '../i18n/locale';
import { useMay } from '../session/use-may';
import { RelativeInstant } from '../ui/instant';
import type { Column } from '../ui/list-table';
import { useAcknowledge } from './alert-actions';
import { AlertStateBadge } from './alert-state';
import { Headline, useHeadline } from './alert-words';

export interface Selection {
  ids: ReadonlySet<string>;
  /** Of those that are shown: how many can be selected at all. */
  selectable: number;
  onSelect: (id: string, on: boolean) => void;
  onSelectAll: (on: boolean) => void;
}

interface ColumnParts {
  /** Absent: nothing can be done with many at once. */
  selection?: Selection | undefined;
  withProject?: boolean;
  onSilence: (alert: Alert) => void;
}

export function useAlertColumns({ selection, withProject = true, onSilence }: ColumnParts): Column<Alert>[] {
  const { alerts, words } = useMessages();
  const headline = useHeadline();
  const canAcknowledge = useCanAcknowledge();
  const columns: (Column<Alert> | false)[] = [
    selection !== undefined && {
      key: 'select',
      width: 36,
      title: (
        <Checkbox
          aria-label={alerts.selectAll}
          disabled={selection.selectable === 0}
          checked={selection.selectable > 0 && selection.ids.size === selection.selectable}
          indeterminate={selection.ids.size > 0 && selection.ids.size < selection.selectable}
          onChange={(event) => selection.onSelectAll(event.currentTarget.checked)}
        />
      ),
      cell: (alert) =>
        canAcknowledge(alert) && (
          <Checkbox
            aria-label={alerts.select(headline(alert))}
            checked={selection.ids.has(alert.id)}
            onChange={(event) => selection.onSelect(alert.id, event.currentTarget.checked)}
          />
        ),
    },
    { key: 'state', title: words.state, width: 140, cell: (alert) => <AlertStateBadge alert={alert} /> },
    { key: 'what', title: alerts.what, cell: (alert) => <What alert={alert} /> },
    {
      key: 'kind',
      title: alerts.kind,
      width: 150,
      from: 1000,
      cell: ({ kind }) => (
        <Text size="xs" c="dimmed">
          {alerts.kinds[kind]}
        </Text>
      ),
    },
    withProject && {
      key: 'project',
      title: words.project,
      width: 120,
      from: 860,
      cell: ({ project }) => <Owner project={project} />,
    },
    { key: 'since', title: alerts.raised, width: 140, cell: ({ createdAt }) => <RelativeInstant at={createdAt} /> },
    {
      key: 'actions',
      title: '',
      width: 40,
      align: 'end',
      cell: (alert) => <AlertMenu alert={alert} onSilence={onSilence} />,
    },
  ];
  return columns.filter((column) => column !== false);
}

/** Those that nobody looks after yet, where the person may say so. */
export function useCanAcknowledge(): (alert: Alert) => boolean {
  const { may } = useMay();
  return (alert) => alert.acknowledgedAt === null && may('alerts:acknowledge', alert.project);
}

/** A project, or the whole cluster. */
export function Owner({ project, isPlain = false }: { project: string | null; isPlain?: boolean }) {
  const { alerts } = useMessages();
  if (isPlain) return <span translate={project === null ? undefined : 'no'}>{project ?? alerts.wholeCluster}</span>;
  return (
    <Text size="xs" c="dimmed" translate={project === null ? undefined : 'no'} truncate maw={140} component="span">
      {project ?? alerts.wholeCluster}
    </Text>
  );
}

function What({ alert }: { alert: Alert }) {
  const { errorMessage, reason } = alert;
  const more = errorMessage ?? reason;
  return (
    <div style={{ minWidth: 160 }}>
      <Link
        to="/alerts/$alertId"
        params={{ alertId: alert.id }}
        search={(before) => before}
        className="quiet"
        resetScroll={false}
      >
        <Text span size="sm" style={{ overflowWrap: 'anywhere' }}>
          <Headline alert={alert} />
        </Text>
      </Link>
      {more !== null && (
        <Text size="xs" c="dimmed" translate="no" lineClamp={1} style={{ overflowWrap: 'anywhere' }}>
          {more}
        </Text>
      )}
    </div>
  );
}

function AlertMenu({ alert, onSilence }: { alert: Alert; onSilence: (alert: Alert) => void }) {
  const { alerts } = useMessages();
  const { may } = useMay();
  const headline = useHeadline();
  const canAcknowledge = useCanAcknowledge();
  const acknowledge = useAcknowledge();
  const sign = { size: 16, stroke: 1.6, 'aria-hidden': true } as const;
  const maySilence = may('alerts:acknowledge', alert.project);
  if (alert.runId === null && !maySilence) return null;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={alerts.actionsOf(headline(alert))}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {canAcknowledge(alert) && (
          <Menu.Item leftSection={<IconEyeCheck {...sign} />} onClick={() => acknowledge.mutate([alert.id])}>
            {alerts.acknowledge}
          </Menu.Item>
        )}
        {maySilence && (
          <Menu.Item leftSection={<IconBellOff {...sign} />} onClick={() => onSilence(alert)}>
            {alerts.silenceThis}
          </Menu.Item>
        )}
        {alert.runId !== null && (
          <Menu.Item
            component={Link}
            to="/runs/$runId"
            params={{ runId: alert.runId } as never}
            leftSection={<IconPlayerPlay {...sign} />}
          >
            {alerts.openRun}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** On a phone. */
export function AlertCard({ alert, onSilence }: { alert: Alert; onSilence: (alert: Alert) => void }) {
  return (
    <Stack gap={4}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
        <What alert={alert} />
        <AlertMenu alert={alert} onSilence={onSilence} />
      </Group>
      <Group gap="xs">
        <AlertStateBadge alert={alert} />
        <Text size="xs" c="dimmed" component="div">
          <RelativeInstant at={alert.createdAt} /> · <Owner project={alert.project} />
        </Text>
      </Group>
    </Stack>
  );
}
