import { Stack, Text } from '@mantine/core';
import { useFormat, VIEWER_ZONE } from '../format/use-format';
import { useTold } from '../format/use-now';
import { Hint } from './hint';

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
    <Hint label={() => <ExactInstant at={at} {...(zone === undefined ? {} : { zone })} />}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {format.instant(at, zone)}
      </time>
    </Hint>
  );
}

/** `3 minutes ago`, which moves. */
export function RelativeInstant({ at, fallback = '–' }: { at: string | null | undefined; fallback?: string }) {
  const format = useFormat();
  const told = useTold((now) => (at == null ? fallback : format.relative(at, now)));
  if (at == null) return <span>{told}</span>;
  return (
    <Hint label={() => <ExactInstant at={at} />}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {told}
      </time>
    </Hint>
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
