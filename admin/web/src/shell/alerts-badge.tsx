import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { alertCountQuery, UNATTENDED } from '../api/alert-queries';
import { useMessages } from '../i18n/locale';
import { useMay } from '../session/use-may';

const MOST = 99;

/** How many alerts are open that nobody has acknowledged; nothing while all is well. */
export function AlertsBadge() {
  const { alerts } = useMessages();
  const { maySomewhere } = useMay();
  const { data } = useQuery({ ...alertCountQuery(UNATTENDED), enabled: maySomewhere('alerts:read') });
  if (!data || data.count === 0) return null;
  const text = data.count > MOST ? `${MOST}+` : String(data.count);
  return (
    <Badge color="red" variant="filled" size="sm" circle={text.length < 2} aria-label={alerts.waitingBadge(text)}>
      {text}
    </Badge>
  );
}
