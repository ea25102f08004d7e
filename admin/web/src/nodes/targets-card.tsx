import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../api/client';
import { targetsQuery } from '../api/queries';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import { useMay } from '../session/use-may';
import { ListTable, type Column } from '../ui/list-table';
import { QueryView } from '../ui/query-view';
import { ToneBadge } from '../ui/state-badge';
import { TargetDialog } from './target-dialog';

export type Target = Schemas['Target'];

const sum = (target: Target, of: (node: Target['nodes'][number]) => number): number =>
  target.nodes.reduce((all, node) => all + of(node), 0);

/** What is called: limits, and who does not answer. */
export function TargetsCard() {
  const { nodes } = useMessages();
  const format = useFormat();
  const { may } = useMay();
  const query = useQuery(targetsQuery);
  const canWrite = may('targets:write');
  const [edited, setEdited] = useState<Target | 'new' | null>(null);
  const columns: Column<Target>[] = [
    {
      key: 'target',
      title: nodes.target,
      cell: ({ target }) => (
        <Text size="xs" className="mono" translate="no">
          {target}
        </Text>
      ),
    },
    { key: 'circuit', title: nodes.circuit, width: 140, cell: (target) => <Circuit target={target} /> },
    {
      key: 'inFlight',
      title: nodes.load,
      width: 90,
      align: 'end',
      cell: (one) => format.number(sum(one, (n) => n.inFlight)),
    },
    {
      key: 'waiting',
      title: nodes.waiting,
      width: 90,
      align: 'end',
      cell: (one) => format.number(sum(one, (n) => n.waiting)),
    },
    {
      key: 'failures',
      title: nodes.failures,
      width: 120,
      align: 'end',
      from: 600,
      cell: (one) => `${format.number(sum(one, (n) => n.failures))} / ${format.number(sum(one, (n) => n.attempts))}`,
    },
    { key: 'limits', title: nodes.limits, width: 220, from: 900, cell: (one) => <Limits target={one} /> },
  ];
  if (canWrite) {
    columns.push({
      key: 'actions',
      title: '',
      width: 100,
      align: 'end',
      cell: (one) => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`${nodes.setLimits}: ${one.target}`}
          onClick={() => setEdited(one)}
        >
          {nodes.setLimits}
        </Button>
      ),
    });
  }
  return (
    <Card padding={0} component="section">
      <Group justify="space-between" p="sm" pb={4}>
        <Title order={2}>{nodes.targets}</Title>
        {canWrite && (
          <Button variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setEdited('new')}>
            {nodes.addLimits}
          </Button>
        )}
      </Group>
      <QueryView query={query} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Text size="sm" c="dimmed" p="sm" pt={0}>
              {nodes.targetsEmpty}
            </Text>
          ) : (
            <ListTable
              label={nodes.targets}
              items={items}
              columns={columns}
              idOf={({ target }) => target}
              card={(one) => (
                <Stack gap={4}>
                  <Group justify="space-between" wrap="nowrap">
                    {columns[0]!.cell(one)}
                    <Circuit target={one} />
                  </Group>
                  <Group justify="space-between">
                    <Text size="xs" c="dimmed">
                      {nodes.limits}: <Limits target={one} />
                    </Text>
                    {columns.find(({ key }) => key === 'actions')?.cell(one)}
                  </Group>
                </Stack>
              )}
            />
          )
        }
      </QueryView>
      {edited !== null && (
        <TargetDialog {...(edited === 'new' ? {} : { target: edited })} onClose={() => setEdited(null)} />
      )}
    </Card>
  );
}

function Circuit({ target }: { target: Target }) {
  const { nodes } = useMessages();
  if (target.nodes.some(({ circuit }) => circuit === 'open'))
    return <ToneBadge tone="bad">{nodes.circuitOpen}</ToneBadge>;
  if (target.nodes.some(({ circuit }) => circuit === 'half_open')) {
    return <ToneBadge tone="warn">{nodes.circuitHalf}</ToneBadge>;
  }
  return <ToneBadge tone="ok">{nodes.circuitClosed}</ToneBadge>;
}

function Limits({ target: { maxInFlight, maxPerSecond, breaker } }: { target: Target }) {
  const { nodes } = useMessages();
  const format = useFormat();
  const limits = [
    maxInFlight !== null && nodes.atOnce(format.number(maxInFlight)),
    maxPerSecond !== null && nodes.perSecond(format.number(maxPerSecond)),
    !breaker && nodes.noBreaker,
  ].filter((limit) => limit !== false);
  return <>{limits.join(', ') || nodes.noLimits}</>;
}
