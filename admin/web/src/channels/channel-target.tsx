import { Text } from '@mantine/core';
import type { Channel } from '../api/client';
import { useMessages } from '../i18n/locale';

/** Where a channel goes, as far as everybody may see: the rest of an address is a secret. */
export function ChannelTarget({ channel, most = 1 }: { channel: Channel; most?: number }) {
  const { channels } = useMessages();
  const { type, host, settings, secretsSet } = channel;
  if (type === 'email') {
    const { to } = settings as { to: string[] };
    return (
      <Text size="xs" component="div" style={{ overflowWrap: 'anywhere' }}>
        <span translate="no">
          {to.slice(0, most).join(', ')}
          {to.length > most && ` +${to.length - most}`}
        </span>
        <Text span inherit c="dimmed">
          {' · '}
          {host === null ? channels.hubServer : <span translate="no">{host}</span>}
        </Text>
      </Text>
    );
  }
  if (host === null && secretsSet.length === 0) {
    return (
      <Text size="xs" c="var(--bad)">
        {channels.unreadable}
      </Text>
    );
  }
  return (
    <Text size="xs" className="mono" translate="no" style={{ overflowWrap: 'anywhere' }}>
      {host}/…
    </Text>
  );
}
