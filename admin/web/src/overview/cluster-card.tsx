import { Card, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Node } from '../api/client';
import { hubsQuery, nodesQuery } from '../api/queries';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import { NodeState } from '../nodes/node-state';
import { QueryView } from '../ui/query-view';
import { ToneBadge } from '../ui/state-badge';

const MOST_NODES = 6;

/** Who is there, and how busy. */
export function ClusterCard() {
  const { overview } = useMessages();
  const nodes = useQuery(nodesQuery);
  const hubs = useQuery(hubsQuery);
  return (
    <Card component="section">
      <Group justify="space-between" mb={6}>
        <Title order={2}>{overview.cluster}</Title>
        <Link to="/nodes" style={{ fontSize: '0.75rem' }}>
          {overview.showAll}
        </Link>
      </Group>
      <QueryView query={nodes} rows={3}>
        {({ items }) => {
          const shown = items.filter(({ state }) => state !== 'stopped');
          return (
            <Stack gap={10}>
              {shown.slice(0, MOST_NODES).map((node) => (
                <NodeLine key={node.id} node={node} />
              ))}
              {shown.length > MOST_NODES && (
                <Text size="xs" c="dimmed">
                  {overview.andMore(shown.length - MOST_NODES)}
                </Text>
              )}
            </Stack>
          );
        }}
      </QueryView>
      <Stack gap={4} mt="sm">
        {(hubs.data?.items ?? []).slice(0, MOST_NODES).map(({ id, leader }) => (
          <Group key={id} gap={8} justify="space-between">
            <Text size="xs" className="mono" translate="no" truncate>
              {id}
            </Text>
            {leader && <ToneBadge tone="busy">{overview.leads}</ToneBadge>}
          </Group>
        ))}
      </Stack>
    </Card>
  );
}

function NodeLine({ node }: { node: Node }) {
  const { overview } = useMessages();
  const format = useFormat();
  const load = node.inFlight === null ? 0 : (100 * node.inFlight) / Math.max(1, node.capacity);
  return (
    <div>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Link to="/nodes" search={{ node: node.id }} className="quiet mono" translate="no" style={{ minWidth: 0 }}>
          <Text size="xs" truncate inherit>
            {node.id}
          </Text>
        </Link>
        <NodeState node={node} />
      </Group>
      <Progress value={load} size={4} my={4} aria-label={`${node.id}: ${overview.inFlight}`} />
      <Text size="xs" c="dimmed">
        {format.number(node.inFlight ?? 0)} / {format.number(node.capacity)} {overview.inFlight} ·{' '}
        {format.number(node.jobs ?? 0)} {overview.jobsHeld}
      </Text>
    </div>
  );
}
