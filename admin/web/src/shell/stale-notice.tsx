import { Alert } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { UnreachableError } from '../api/client';
import { useMessages } from '../i18n/locale';

/** Data that is on the page stays there when the hub falls silent, and then the page says so. */
export function StaleNotice() {
  const { shell } = useMessages();
  const cache = useQueryClient().getQueryCache();
  const isStale = useSyncExternalStore(
    (listener) => cache.subscribe(listener),
    () =>
      cache
        .findAll({ type: 'active' })
        .some(
          ({ state }) =>
            state.data !== undefined && (state.error ?? state.fetchFailureReason) instanceof UnreachableError,
        ),
  );
  if (!isStale) return null;
  return (
    <Alert color="yellow" variant="light" icon={<IconPlugConnectedX />} mb="md" role="status">
      {shell.stale}
    </Alert>
  );
}
