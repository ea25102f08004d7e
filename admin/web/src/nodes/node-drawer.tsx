import { Alert, Button, Drawer, Group, NumberInput, Stack, Table, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, dataOf, type Node, type Schemas } from '../api/client';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import { useMay } from '../session/may';
import { Facts } from '../ui/facts';
import { Instant, RelativeInstant } from '../ui/instant';
import { Labels } from '../ui/labels';
import { notifyDone } from '../ui/notify';
import { ProblemAlert } from '../ui/problem-alert';
import { expectedShares, movesOf } from './expected-shares';
import { NodeState } from './node-state';

interface NodeDrawerProps {
  node: Node;
  nodes: readonly Node[];
  onClose: () => void;
}

/** One node: all that is known of it, and what people may set, with the moves that it will cause. */
export function NodeDrawer({ node, nodes: all, onClose }: NodeDrawerProps) {
  const { nodes, words } = useMessages();
  const may = useMay();
  const format = useFormat();
  return (
    <Drawer
      opened
      onClose={onClose}
      title={
        <Group gap="sm">
          <b className="mono" translate="no">
            {node.id}
          </b>
          <NodeState node={node} />
        </Group>
      }
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Stack gap="lg">
        {node.warnings.map((warning) => (
          <Alert key={warning} color="yellow" variant="light" icon={<IconAlertTriangle />} title={nodes.warnings}>
            <span translate="no">{warning}</span>
          </Alert>
        ))}
        {node.state === 'live' && may('cluster:write') && (
          <Settings key={`${node.weight}/${node.draining}`} node={node} all={all} />
        )}
        <Group gap="xs">
          <Button component={Link} to="/jobs" search={{ node: node.id } as never} variant="default">
            {nodes.viewJobs}
          </Button>
          <Button component={Link} to="/runs" search={{ node: node.id } as never} variant="default">
            {nodes.viewRuns}
          </Button>
        </Group>
        <Facts
          items={[
            [nodes.jobs, format.number(node.jobs ?? 0)],
            [nodes.load, `${format.number(node.inFlight ?? 0)} / ${format.number(node.capacity)}`],
            [nodes.heartbeat, <RelativeInstant at={node.heartbeatAt} />],
            [nodes.vouches, <Instant at={node.watermark} />],
            [nodes.skew, node.clockSkewMs === null ? '–' : format.duration(node.clockSkewMs)],
            [nodes.labels, Object.keys(node.labels).length > 0 ? <Labels values={node.labels} separator="=" most={20} /> : '–'], // prettier-ignore
            [nodes.projects, node.projects.length === 0 ? nodes.everyProject : <span translate="no">{node.projects.join(', ')}</span>], // prettier-ignore
            [nodes.version, <span translate="no">{node.version}</span>],
            [nodes.zoneData, <span translate="no">{node.tzVersion}</span>],
            [nodes.startedAt, <Instant at={node.startedAt} />],
            [nodes.address, <span className="mono" translate="no">{node.address}</span>], // prettier-ignore
            [nodes.incarnation, <span className="mono" translate="no">{node.incarnation}</span>], // prettier-ignore
          ]}
        />
      </Stack>
    </Drawer>
  );
}

function Settings({ node, all }: { node: Node; all: readonly Node[] }) {
  const { nodes, words } = useMessages();
  const format = useFormat();
  const [weight, setWeight] = useState<number>(node.weight);
  const save = useNodePatch(node.id);
  const shares = expectedShares(all, { id: node.id, weight, draining: node.draining });
  const moves = movesOf(shares);
  const others = all.filter(
    ({ id, state, draining, weight: w }) => id !== node.id && state === 'live' && !draining && w > 0,
  );
  return (
    <Stack gap="sm" component="section">
      <Title order={2}>{nodes.change}</Title>
      <Group align="flex-end" gap="xs">
        <NumberInput
          label={nodes.newWeight}
          description={nodes.weightHint}
          min={0}
          max={1_000}
          value={weight}
          onChange={(value) => setWeight(Math.trunc(Number(value) || 0))}
          style={{ flex: 1 }}
        />
      </Group>
      {weight !== node.weight && (
        <div>
          <Text size="sm" fw={500}>
            {nodes.effect}
          </Text>
          <Table fz="xs" highlightOnHover={false}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.node}</Table.Th>
                <Table.Th ta="end">{nodes.effectNow}</Table.Th>
                <Table.Th ta="end">{nodes.effectThen}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shares.map(({ id, now, then }) => (
                <Table.Tr key={id}>
                  <Table.Td className="mono" translate="no">
                    {id}
                  </Table.Td>
                  <Table.Td ta="end">{format.number(now)}</Table.Td>
                  <Table.Td ta="end" fw={now === then ? 400 : 600}>
                    {format.number(then)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <Text size="xs" c="dimmed">
            {moves === 0 ? nodes.effectNone : nodes.effectText(format.number(moves))}
          </Text>
        </div>
      )}
      {save.error && <ProblemAlert error={save.error} />}
      <Group gap="xs">
        <Button
          disabled={weight === node.weight}
          loading={save.isPending}
          onClick={() => save.mutate({ weight }, { onSuccess: () => notifyDone(nodes.weightSaved(node.id)) })}
        >
          {words.save}
        </Button>
        {node.settings.weight !== null && (
          <Button variant="default" onClick={() => save.mutate({ weight: null })}>
            {nodes.backToOwn}
          </Button>
        )}
        <DrainButton node={node} others={others.length} save={save} />
      </Group>
    </Stack>
  );
}

interface DrainButtonProps {
  node: Node;
  others: number;
  save: ReturnType<typeof useNodePatch>;
}

function DrainButton({ node, others, save }: DrainButtonProps) {
  const { nodes, words } = useMessages();
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  if (node.draining) {
    return (
      <Button
        variant="default"
        ml="auto"
        onClick={() => save.mutate({ draining: false }, { onSuccess: () => notifyDone(nodes.undrained(node.id)) })}
      >
        {nodes.undrain}
      </Button>
    );
  }
  if (!asking) {
    return (
      <Button variant="light" color="orange" ml="auto" onClick={() => setAsking(true)}>
        {nodes.drain}
      </Button>
    );
  }
  return (
    <Alert
      color={others === 0 ? 'red' : 'orange'}
      variant="light"
      title={nodes.drainTitle(node.id)}
      w="100%"
      role="alert"
    >
      <Text size="sm">{others === 0 ? nodes.drainNobody : nodes.drainText(format.number(node.jobs ?? 0))}</Text>
      <Group gap="xs" mt="sm">
        <Button
          color="orange"
          variant="filled"
          onClick={() =>
            save.mutate(
              { draining: true },
              {
                onSuccess: () => {
                  setAsking(false);
                  notifyDone(nodes.drained(node.id));
                },
              },
            )
          }
        >
          {nodes.drain}
        </Button>
        <Button variant="default" onClick={() => setAsking(false)}>
          {words.cancel}
        </Button>
      </Group>
    </Alert>
  );
}

function useNodePatch(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['NodePatch']) =>
      dataOf(api.PATCH('/api/v1/nodes/{id}', { params: { path: { id } }, body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['nodes'] }),
  });
}
