import { Group, Stack, Text } from '@mantine/core';
import { IconBan, IconCircleCheck, IconCircleX, IconClock, type Icon } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { AlertDetail, AlertNotification } from '../api/client';
import { useMessages } from '../i18n/locale';
import { Instant, RelativeInstant } from '../ui/instant';
import { Hint } from '../ui/hint';
import { ToneBadge, type Tone } from '../ui/state-badge';
import classes from './alerts-page.module.css';

const STATES: Record<AlertNotification['status'], { tone: Tone; icon: Icon }> = {
  pending: { tone: 'wait', icon: IconClock },
  sent: { tone: 'ok', icon: IconCircleCheck },
  failed: { tone: 'bad', icon: IconCircleX },
  dropped: { tone: 'idle', icon: IconBan },
};

/** To whom an alert was sent, when, and what came of it. */
export function Notifications({ alert }: { alert: AlertDetail }) {
  const { alerts } = useMessages();
  if (alert.notifications.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {alert.silenced ? (
          <>
            {alerts.toldSilenced} <Link to="/alerts/silences">{alerts.silences}</Link>
          </>
        ) : (
          <>
            {alerts.toldNobody} {alerts.toldNobodyText} <Link to="/alerts/rules">{alerts.addChannels}</Link>
          </>
        )}
      </Text>
    );
  }
  return (
    <Stack gap={0} component="ul" className={classes.told}>
      {alert.notifications.map((one) => (
        <li key={one.id}>
          <Told notification={one} />
        </li>
      ))}
    </Stack>
  );
}

function Told({ notification: one }: { notification: AlertNotification }) {
  const { alerts } = useMessages();
  return (
    <>
      <Group gap="sm" wrap="nowrap" justify="space-between">
        <Group gap={8} style={{ minWidth: 0 }}>
          <NotificationState status={one.status} />
          <Recipient notification={one} />
          {one.kind !== 'alert' && (
            <Text size="xs" c="dimmed">
              {alerts.notificationKinds[one.kind]}
            </Text>
          )}
        </Group>
        <Text size="xs" c="dimmed" component="div" style={{ flex: 'none' }}>
          {one.sentAt !== null ? (
            <Instant at={one.sentAt} />
          ) : (
            one.status === 'pending' && (
              <>
                {alerts.dueAt} <RelativeInstant at={one.dueAt} />
              </>
            )
          )}
        </Text>
      </Group>
      <Trouble notification={one} />
    </>
  );
}

export function NotificationState({ status }: { status: AlertNotification['status'] }) {
  const { alerts } = useMessages();
  const { tone, icon } = STATES[status];
  return (
    <Hint label={() => alerts.notificationMeaning[status]}>
      <span>
        <ToneBadge tone={tone} icon={icon}>
          {alerts.notificationStates[status]}
        </ToneBadge>
      </span>
    </Hint>
  );
}

/** What kept it from being sent, in the other side's words. */
export function Trouble({ notification: { tries, lastError, status } }: { notification: AlertNotification }) {
  const { alerts } = useMessages();
  if (tries === 0 && lastError === null) return null;
  return (
    <Text size="xs" mt={2} c={status === 'failed' ? 'var(--bad)' : 'dimmed'} style={{ overflowWrap: 'anywhere' }}>
      {tries > 0 && alerts.tries(tries)}
      {tries > 0 && lastError !== null && ' · '}
      {lastError !== null && (
        <span className="mono" translate="no">
          {lastError}
        </span>
      )}
    </Text>
  );
}

export function Recipient({
  notification: { channelId, channelName, isReportAddress },
}: {
  notification: AlertNotification;
}) {
  const { alerts } = useMessages();
  if (channelName === null) {
    return (
      <Text span size="sm" c="dimmed">
        {isReportAddress ? alerts.reportAddress : alerts.goneChannel}
      </Text>
    );
  }
  return (
    <Link to="/alerts/channels" search={{ channel: channelId }} className="quiet" translate="no">
      <Text span size="sm" fw={500}>
        {channelName}
      </Text>
    </Link>
  );
}
