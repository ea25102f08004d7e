import { Card, Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { upcomingQuery } from '../api/queries';
import { useMessages } from '../i18n/locale';
import { RelativeInstant } from '../ui/instant';
import { QueryView } from '../ui/query-view';

const SHOWN = 8;
const ROW_PX = 28;

/** What fires next, each job once. */
export function NextFires({ project }: { project: string | undefined }) {
  const { overview } = useMessages();
  const query = useQuery(upcomingQuery(project, 200));
  return (
    <Card component="section">
      <Group justify="space-between" mb={6}>
        <Title order={2}>{overview.nextFires}</Title>
        <Link to="/timeline" search={{ view: 'density' }} style={{ fontSize: '0.75rem' }}>
          {overview.showAll}
        </Link>
      </Group>
      <div style={{ minHeight: SHOWN * ROW_PX }}>
        <QueryView query={query} rows={SHOWN} rowHeight={ROW_PX}>
          {({ items }) => {
            const soonest = [...new Map([...items].reverse().map((item) => [item.jobId, item])).values()]
              .sort((a, b) => a.plannedAt.localeCompare(b.plannedAt))
              .slice(0, SHOWN);
            if (soonest.length === 0) {
              return (
                <Text size="sm" c="dimmed">
                  {overview.nothingPlanned} {overview.nothingPlannedText}
                </Text>
              );
            }
            return soonest.map(({ jobId, jobName, plannedAt }) => (
              <Group key={jobId} justify="space-between" wrap="nowrap" h={ROW_PX} gap="sm">
                <Link to="/jobs/$jobId" params={{ jobId }} className="quiet" translate="no" style={{ minWidth: 0 }}>
                  <Text size="sm" truncate>
                    {jobName}
                  </Text>
                </Link>
                <Text size="xs" c="dimmed" style={{ flex: 'none' }}>
                  <RelativeInstant at={plannedAt} />
                </Text>
              </Group>
            ));
          }}
        </QueryView>
      </div>
    </Card>
  );
}
