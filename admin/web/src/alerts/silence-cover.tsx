import { List, Paper, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { alertCountQuery, alertsPageQuery } from '../api/alert-queries';
import { statsQuery } from '../api/queries';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import { Headline } from './alert-words';
import type { SilenceDraft } from './silence-draft';

const DAY_MS = 24 * 3_600_000;
const SHOWN = 4;

/** Before it is saved: which alerts it would have kept back, and how far it reaches. */
export function SilenceCover({ draft: { project, jobId, kind } }: { draft: SilenceDraft }) {
  const { alerts } = useMessages();
  const format = useFormat();
  const [openedAt] = useState(() => Date.now());
  const scope = { project: project ?? undefined, jobId: jobId ?? undefined, kind: kind ?? undefined };
  const open = useQuery(alertsPageQuery({ ...scope, state: 'open' }, SHOWN));
  const openCount = useQuery(alertCountQuery({ ...scope, state: 'open' }));
  const day = useQuery(alertCountQuery({ ...scope, from: new Date(openedAt - DAY_MS).toISOString() }));
  const stats = useQuery({ ...statsQuery(scope.project), refetchInterval: false, enabled: jobId === null });
  const tell = (counted: { count: number; complete: boolean } | undefined): string =>
    counted === undefined ? '–' : `${format.number(counted.count)}${counted.complete ? '' : '+'}`;
  const jobs =
    jobId !== null ? alerts.coverOneJob : stats.data && alerts.coverJobs(format.number(stats.data.jobs.total));
  const items = open.data?.items ?? [];
  return (
    <Paper withBorder p="sm" mih={92} component="section" aria-label={alerts.covers}>
      <Text size="sm" fw={500}>
        {alerts.covers}
      </Text>
      <Text size="xs" c="dimmed" mb={4}>
        {[
          jobs,
          project === null && alerts.coverNodes,
          alerts.coversOpen(tell(openCount.data)),
          alerts.coversDay(tell(day.data)),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      {open.data && items.length === 0 && <Text size="xs">{alerts.coversNone}</Text>}
      <List size="xs" spacing={2}>
        {items.map((alert) => (
          <List.Item key={alert.id}>
            <Headline alert={alert} />
          </List.Item>
        ))}
      </List>
    </Paper>
  );
}
