import { Stack, Text, Tooltip } from '@mantine/core';
import { useFormat, VIEWER_ZONE } from '../format/use-format';
import { useNow } from '../format/use-now';

/** An instant in the reader's zone; pointing at it tells it exactly, in UTC too. */
export function Instant({
  at,
  zone,
  fallback = '–',
}: {
  at: string | null | undefined;
  zone?: string;
  fallback?: string;
}) {
  const format = useFormat();
  if (at == null) return <span>{fallback}</span>;
  return (
    <Tooltip label={<ExactInstant at={at} {...(zone === undefined ? {} : { zone })} />}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {format.instant(at, zone)}
      </time>
    </Tooltip>
  );
}

/** `3 minutes ago`, which moves. */
export function RelativeInstant({ at, fallback = '–' }: { at: string | null | undefined; fallback?: string }) {
  const format = useFormat();
  const now = useNow();
  if (at == null) return <span>{fallback}</span>;
  return (
    <Tooltip label={<ExactInstant at={at} />}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {format.relative(at, now)}
      </time>
    </Tooltip>
  );
}

function ExactInstant({ at, zone }: { at: string; zone?: string }) {
  const format = useFormat();
  const zones = [...new Set([...(zone === undefined ? [] : [zone]), VIEWER_ZONE, 'UTC'])];
  return (
    <Stack gap={0}>
      {zones.map((one) => (
        <Text key={one} size="xs" inherit>
          {format.exact(at, one)} · {one}
        </Text>
      ))}
    </Stack>
  );
}
