import { Button, Drawer, Group, Stack, Text, Title } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Owner } from '../alerts/alert-columns';
import { NotificationState, Trouble } from '../alerts/notifications';
import { channelDeliveriesQuery, channelUsesQuery } from '../api/alert-queries';
import type { Channel, Schemas } from '../api/client';
import { LANGUAGE_NAMES, useMessages } from '../i18n/locale';
import { useMay } from '../session/use-may';
import { Facts } from '../ui/facts';
import { Instant, RelativeInstant } from '../ui/instant';
import { QueryView } from '../ui/query-view';
import { ToneBadge } from '../ui/state-badge';
import { ChannelTarget } from './channel-target';
import { ChannelTest } from './channel-test';
import classes from '../alerts/alerts-page.module.css';

interface ChannelDrawerProps {
  channel: Channel;
  onEdit: () => void;
  onDelete: () => void;
  onClose: () => void;
}

/** One channel: where it goes, whether it works, what it has sent, and who names it. */
export function ChannelDrawer({ channel, onEdit, onDelete, onClose }: ChannelDrawerProps) {
  const { channels, words } = useMessages();
  const { may } = useMay();
  const mayWrite = may('channels:write', channel.project);
  return (
    <Drawer
      opened
      onClose={onClose}
      size="lg"
      title={
        <Group gap="sm">
          <b translate="no">{channel.name}</b>
          {!channel.enabled && <ToneBadge tone="idle">{channels.off}</ToneBadge>}
        </Group>
      }
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Stack gap="lg">
        {mayWrite && (
          <ChannelTest channel={channel}>
            <Button variant="default" leftSection={<IconPencil size={15} />} onClick={onEdit}>
              {words.edit}
            </Button>
            <Button variant="light" color="red" leftSection={<IconTrash size={15} />} onClick={onDelete}>
              {words.delete}
            </Button>
          </ChannelTest>
        )}
        <ChannelFacts channel={channel} />
        <Section title={channels.deliveries}>
          <Deliveries id={channel.id} />
        </Section>
        <Section title={channels.uses}>
          <Uses id={channel.id} />
        </Section>
      </Stack>
    </Drawer>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <Title order={2} mb={4}>
        {title}
      </Title>
      {children}
    </section>
  );
}

function ChannelFacts({ channel }: { channel: Channel }) {
  const { channels, words, jobs } = useMessages();
  const { type, project, language, secretsSet, settings } = channel;
  const isWebhook = type === 'webhook';
  return (
    <Facts
      items={[
        [channels.type, channels.types[type]],
        [channels.target, <ChannelTarget channel={channel} most={50} />],
        [words.project, <Owner project={project} isPlain />],
        [channels.language, <span translate="no">{LANGUAGE_NAMES[language]}</span>],
        secretsSet.length > 0 &&
          ([channels.secrets, <span className="mono" translate="no">{secretsSet.join(', ')}</span>] as const), // prettier-ignore
        isWebhook &&
          ([channels.template_, 'template' in settings ? channels.templateOwn : channels.templateDefault] as const),
        [jobs.createdAt, <Instant at={channel.createdAt} />],
        [jobs.updatedAt, <Instant at={channel.updatedAt} />],
      ]}
    />
  );
}

type Delivery = Schemas['ChannelDeliveries']['items'][number];

function Deliveries({ id }: { id: string }) {
  const { channels } = useMessages();
  const query = useQuery(channelDeliveriesQuery(id));
  return (
    <QueryView query={query} rows={4}>
      {({ items }) =>
        items.length === 0 ? (
          <Text size="sm" c="dimmed">
            {channels.noDeliveries}
          </Text>
        ) : (
          <Stack gap={0} component="ul" className={classes.told}>
            {items.map((one) => (
              <li key={one.id}>
                <Group gap="sm" wrap="nowrap" justify="space-between">
                  <Group gap={8} style={{ minWidth: 0 }}>
                    <NotificationState status={one.status} />
                    <DeliveryName delivery={one} />
                  </Group>
                  <Text size="xs" c="dimmed" component="div" style={{ flex: 'none' }}>
                    <RelativeInstant at={one.sentAt ?? one.dueAt} />
                  </Text>
                </Group>
                <Trouble notification={one} />
              </li>
            ))}
          </Stack>
        )
      }
    </QueryView>
  );
}

function DeliveryName({ delivery: { alertId, alertKind, jobName, kind } }: { delivery: Delivery }) {
  const { alerts } = useMessages();
  const words = (
    <Text span size="sm">
      {alertKind === null ? alerts.notificationKinds[kind] : alerts.kinds[alertKind]}
      {jobName !== null && (
        <>
          {' · '}
          <span translate="no">{jobName}</span>
        </>
      )}
    </Text>
  );
  if (alertId === null) return words;
  return (
    <Link to="/alerts/$alertId" params={{ alertId }} className="quiet">
      {words}
    </Link>
  );
}

function Uses({ id }: { id: string }) {
  const { channels, alerts } = useMessages();
  const query = useQuery(channelUsesQuery(id));
  return (
    <QueryView query={query} rows={3}>
      {({ rules, jobs, complete }) =>
        rules.length + jobs.length === 0 ? (
          <Text size="sm" c="dimmed">
            {channels.noUses}
          </Text>
        ) : (
          <Stack gap={0} component="ul" className={classes.told}>
            {rules.map(({ id: rule, kind, project }) => (
              <li key={rule}>
                <Link to="/alerts/rules" search={{ rule }} className="quiet">
                  <Text span size="sm">
                    {channels.ofRule(alerts.kinds[kind])}
                  </Text>
                </Link>{' '}
                <Owner project={project} />
              </li>
            ))}
            {jobs.map(({ id: jobId, name, project }) => (
              <li key={jobId}>
                <Group gap={8}>
                  <Link to="/jobs/$jobId" params={{ jobId }} className="quiet" translate="no">
                    <Text span size="sm">
                      {name}
                    </Text>
                  </Link>
                  <Owner project={project} />
                </Group>
              </li>
            ))}
            {!complete && (
              <li>
                <Text size="xs" c="dimmed">
                  {channels.usesMore}
                </Text>
              </li>
            )}
          </Stack>
        )
      }
    </QueryView>
  );
}
