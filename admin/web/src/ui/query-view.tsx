import { Center, Loader, Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMessages } from '../i18n/locale';
import { ProblemAlert } from './problem-alert';

interface Query<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/**
 * What a query brings, or its place held open while it comes. Data that is there stays when a later look fails: the shell
 * says that it may be old.
 */
export function QueryView<T>({ query, rows = 3, rowHeight = 30, children }: QueryViewProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  return <Waiting rows={rows} rowHeight={rowHeight} />;
}

interface QueryViewProps<T> {
  query: Query<T>;
  rows?: number;
  rowHeight?: number;
  children: (data: T) => ReactNode;
}

export function Waiting({ rows, rowHeight = 30 }: { rows: number; rowHeight?: number }) {
  const { words } = useMessages();
  return (
    <Stack gap={6} role="status" aria-label={words.loading}>
      {Array.from({ length: rows }, (_, i) => (
        <Skeleton key={i} height={rowHeight - 6} radius="sm" />
      ))}
    </Stack>
  );
}

export function PageWaiting() {
  const { words } = useMessages();
  return (
    <Center mih={240} role="status" aria-label={words.loading}>
      <Loader size="sm" type="dots" />
    </Center>
  );
}
