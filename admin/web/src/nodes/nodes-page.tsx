import { Card, Grid, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { IconServerOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Node } from '../api/client';
import { hubsQuery, nodesQuery, projectsQuery } from '../api/queries';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import { useMay } from '../session/may';
import { EmptyState } from '../ui/empty-state';
import { Facts } from '../ui/facts';
import { Instant, RelativeInstant } from '../ui/instant';
import { Labels } from '../ui/labels';
import { ListTable, type Column } from '../ui/list-table';
import { PageHeader } from '../ui/page-header';
import { QueryView } from '../ui/query-view';
import { ToneBadge } from '../ui/state-badge';
import { NodeDrawer } from './node-drawer';
import { NodeState } from './node-state';
import { TargetsCard } from './targets-card';
import classes from './nodes-page.module.css';

const route = getRouteApi('/shell/nodes');

export function NodesPage() {
  const { nodes } = useMessages();
  const may = useMay();
  const query = useQuery(nodesQuery);
  const { node: opened } = route.useSearch();
  const navigate = route.useNavigate();
  const open = (node: string | undefined): void =>
    void navigate({ search: node === undefined ? {} : { node }, replace: true });
  const all = query.data?.items ?? [];
  const shown = all.find(({ id }) => id === opened);
  return (
    <>
      <PageHeader title={nodes.title} />
      <Grid gap="md">
        <Grid.Col span={12}>
          <Card padding={0}>
            <Title order={2} p="sm" pb={4}>
              {nodes.nodes}
            </Title>
            <QueryView query={query} rows={4}>
              {({ items }) =>
                items.length === 0 ? (
                  <EmptyState icon={IconServerOff} title={nodes.emptyTitle} text={nodes.emptyText} />
                ) : (
                  <NodeList items={items} onOpen={open} />
                )
              }
            </QueryView>
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <HubsCard />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <ByProject nodes={all} />
        </Grid.Col>
        {may('targets:read') && (
          <Grid.Col span={12}>
            <TargetsCard />
          </Grid.Col>
        )}
      </Grid>
      {shown && <NodeDrawer node={shown} nodes={all} onClose={() => open(undefined)} />}
    </>
  );
}

function NodeList({ items, onOpen }: { items: readonly Node[]; onOpen: (id: string) => void }) {
  const { nodes, words } = useMessages();
  const format = useFormat();
  const name = ({ id }: Node) => (
    <button type="button" className={classes.name} onClick={() => onOpen(id)} translate="no">
      {id}
    </button>
  );
  const weight = (node: Node) => (
    <span title={node.settings.weight === null ? nodes.ownWeight : nodes.setHere}>
      {format.number(node.weight)}
      {node.settings.weight !== null && ' *'}
    </span>
  );
  const columns: Column<Node>[] = [
    { key: 'id', title: words.node, cell: name },
    { key: 'state', title: words.state, width: 110, cell: (node) => <NodeState node={node} /> },
    { key: 'weight', title: nodes.weight, width: 80, align: 'end', cell: weight },
    {
      key: 'jobs',
      title: nodes.jobs,
      width: 90,
      align: 'end',
      cell: ({ jobs }) => (jobs === null ? '–' : format.number(jobs)),
    },
    { key: 'load', title: nodes.load, width: 150, cell: (node) => <Load node={node} /> },
    {
      key: 'heartbeat',
      title: nodes.heartbeat,
      width: 130,
      from: 760,
      cell: ({ heartbeatAt }) => <RelativeInstant at={heartbeatAt} />,
    },
    {
      key: 'skew',
      title: nodes.skew,
      width: 100,
      align: 'end',
      from: 1000,
      cell: ({ clockSkewMs }) => (clockSkewMs === null ? '–' : format.duration(clockSkewMs)),
    },
    { key: 'labels', title: nodes.labels, from: 900, cell: ({ labels }) => <Labels values={labels} separator="=" /> },
    {
      key: 'projects',
      title: nodes.projects,
      from: 1100,
      cell: ({ projects }) =>
        projects.length === 0 ? (
          <Text size="xs" c="dimmed">
            {nodes.everyProject}
          </Text>
        ) : (
          <span translate="no">{projects.join(', ')}</span>
        ),
    },
    {
      key: 'version',
      title: nodes.version,
      width: 90,
      from: 1250,
      cell: ({ version }) => <span translate="no">{version}</span>,
    },
  ];
  return (
    <ListTable
      label={nodes.nodes}
      items={items}
      columns={columns}
      idOf={({ id }) => id}
      card={(node) => (
        <Stack gap={4}>
          <Group justify="space-between">
            {name(node)}
            <NodeState node={node} />
          </Group>
          <Load node={node} />
          <Text size="xs" c="dimmed">
            {nodes.weight} {weight(node)} · {format.number(node.jobs ?? 0)} {nodes.jobs} · {nodes.heartbeat}{' '}
            <RelativeInstant at={node.heartbeatAt} />
          </Text>
        </Stack>
      )}
    />
  );
}

function Load({ node: { id, inFlight, capacity } }: { node: Node }) {
  const { nodes } = useMessages();
  const format = useFormat();
  if (inFlight === null) return <>–</>;
  return (
    <Group gap={8} wrap="nowrap">
      <Progress
        value={(100 * inFlight) / Math.max(1, capacity)}
        size={5}
        style={{ flex: 1, minWidth: 40 }}
        aria-label={`${id}: ${nodes.load}`}
      />
      <Text size="xs" style={{ whiteSpace: 'nowrap' }}>
        {format.number(inFlight)} / {format.number(capacity)}
      </Text>
    </Group>
  );
}

function HubsCard() {
  const { nodes } = useMessages();
  const query = useQuery(hubsQuery);
  return (
    <Card component="section" h="100%">
      <Title order={2} mb="xs">
        {nodes.hubs}
      </Title>
      <QueryView query={query} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Text size="sm" c="dimmed">
              {nodes.noHubs}
            </Text>
          ) : (
            <Stack gap="sm">
              {items.map(({ id, leader, term, address, version, startedAt }) => (
                <div key={id}>
                  <Group justify="space-between">
                    <b className="mono" translate="no">
                      {id}
                    </b>
                    <ToneBadge tone={leader ? 'busy' : 'idle'}>{leader ? nodes.leader : nodes.follows}</ToneBadge>
                  </Group>
                  <Facts
                    items={[
                      [nodes.address, <span className="mono" translate="no">{address}</span>], // prettier-ignore
                      [nodes.version, <span translate="no">{version}</span>],
                      [nodes.startedAt, <Instant at={startedAt} />],
                      term !== null && ([nodes.term, String(term)] as const),
                    ]}
                  />
                </div>
              ))}
            </Stack>
          )
        }
      </QueryView>
    </Card>
  );
}

/** Which projects could be left with nobody: a living node that drains, or has no weight, takes none. */
function ByProject({ nodes: all }: { nodes: readonly Node[] }) {
  const { nodes } = useMessages();
  const format = useFormat();
  const query = useQuery(projectsQuery);
  const taking = all.filter(({ state, weight, draining }) => state === 'live' && weight > 0 && !draining);
  return (
    <Card component="section" h="100%">
      <Title order={2}>{nodes.byProject}</Title>
      <Text size="xs" c="dimmed" mb="xs">
        {nodes.byProjectText}
      </Text>
      <QueryView query={query} rows={3}>
        {({ items }) => (
          <Facts
            areNames
            items={items.map(({ name }) => {
              const count = taking.filter(({ projects }) => projects.length === 0 || projects.includes(name)).length;
              const value = count === 0 ? <ToneBadge tone="bad">{nodes.noNodeTakes}</ToneBadge> : format.number(count);
              return [name, value] as const;
            })}
          />
        )}
      </QueryView>
    </Card>
  );
}
