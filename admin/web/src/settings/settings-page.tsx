import { Alert, Anchor, Card, Grid, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../api/client';
import { settingsQuery } from '../api/people-queries';
import { hubsQuery, nodesQuery } from '../api/queries';
import { usePeopleMessages } from '../i18n/people';
import { Facts } from '../ui/facts';
import { NeedsPermission } from '../ui/no-permission';
import { PageHeader } from '../ui/page-header';
import { QueryView } from '../ui/query-view';
import { ToneBadge } from '../ui/state-badge';
import { EffectiveSettings } from './effective-settings';

export function SettingsPage() {
  return (
    <NeedsPermission permission="settings:read">
      <Settings />
    </NeedsPermission>
  );
}

/** What this installation is. Nothing is changed here: settings belong to the processes. */
function Settings() {
  const { settings } = usePeopleMessages();
  const query = useQuery(settingsQuery);
  return (
    <>
      <PageHeader title={settings.title} text={settings.text} />
      <QueryView query={query} rows={12}>
        {(all) => (
          <Grid gap="md">
            <Grid.Col span={{ base: 12, md: 4 }}>
              <Installation all={all} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 4 }}>
              <Versions />
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 4 }}>
              <Links />
            </Grid.Col>
            <Grid.Col span={12}>
              <EffectiveSettings all={all} />
            </Grid.Col>
          </Grid>
        )}
      </QueryView>
    </>
  );
}

function Installation({ all }: { all: Schemas['Settings'] }) {
  const { settings } = usePeopleMessages();
  return (
    <Card component="section" h="100%">
      <Title order={2} mb="xs">
        {settings.installation}
      </Title>
      <Facts
        items={[
          [settings.version, <span translate="no">{all.version}</span>],
          [settings.runtime, <span translate="no">{all.runtime}</span>],
          [settings.hub, <span className="mono" translate="no">{all.hubId}</span>], // prettier-ignore
          [settings.publicUrl, <span className="mono" translate="no">{all.publicUrl}</span>], // prettier-ignore
          [settings.database, settings.databaseKind[all.database]],
          [settings.coordination, settings.coordinationKind[all.coordination]],
        ]}
      />
    </Card>
  );
}

/** Whoever does not have the version of the others stands out. */
function Versions() {
  const { settings } = usePeopleMessages();
  const hubs = useQuery(hubsQuery);
  const nodes = useQuery(nodesQuery);
  const living = [
    ...(hubs.data?.items ?? []).map(({ id, version }) => ({ kind: settings.hubWord, id, version })),
    ...(nodes.data?.items ?? [])
      .filter(({ state }) => state === 'live')
      .map(({ id, version }) => ({ kind: settings.nodeWord, id, version })),
  ];
  const isMixed = new Set(living.map(({ version }) => version)).size > 1;
  return (
    <Card component="section" h="100%">
      <Title order={2}>{settings.versions}</Title>
      <Text size="xs" c="dimmed" mb="xs">
        {settings.versionsText}
      </Text>
      <Stack gap="xs">
        {isMixed && (
          <Alert color="yellow" variant="light" icon={<IconAlertTriangle />} p="xs">
            {settings.mixed}
          </Alert>
        )}
        <QueryView query={nodes} rows={3}>
          {() => (
            <Facts
              items={living.map(({ kind, id, version }) => [
                `${kind} ${id}`,
                <ToneBadge key={id} tone={isMixed ? 'warn' : 'idle'}>
                  <span translate="no">{version}</span>
                </ToneBadge>,
              ])}
              areNames
            />
          )}
        </QueryView>
      </Stack>
    </Card>
  );
}

function Links() {
  const { settings } = usePeopleMessages();
  const links = [
    ['/metrics', settings.metrics, settings.metricsText],
    ['/openapi.json', settings.openapi, settings.openapiText],
    ['/readyz', settings.ready, settings.readyText],
  ] as const;
  return (
    <Card component="section" h="100%">
      <Title order={2} mb="xs">
        {settings.links}
      </Title>
      <Stack gap={6}>
        {links.map(([href, label, text]) => (
          <Text key={href} size="sm">
            <Anchor href={href} target="_blank" rel="noreferrer" size="sm" underline="always">
              {label}
            </Anchor>{' '}
            <Text span size="xs" c="dimmed">
              {text} · <span translate="no">{href}</span>
            </Text>
          </Text>
        ))}
        <Text size="sm">
          <Link to="/nodes">{settings.nodesLink}</Link>
        </Text>
      </Stack>
    </Card>
  );
}
