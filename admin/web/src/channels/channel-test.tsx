import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconSend } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, dataOf, type Channel, type Schemas } from '../api/client';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import { CodeBlock } from '../ui/code-block';
import { ProblemAlert } from '../ui/problem-alert';

/** Sends for real, and shows what the other side said. Other things to do stand beside the button. */
export function ChannelTest({ channel, children }: { channel: Channel; children?: ReactNode }) {
  const { channels } = useMessages();
  const test = useMutation({
    mutationFn: () => dataOf(api.POST('/api/v1/channels/{id}/test', { params: { path: { id: channel.id } } })),
  });
  return (
    <Stack gap="xs" align="flex-start">
      <Group gap="xs">
        <Button
          leftSection={<IconSend size={15} />}
          loading={test.isPending}
          onClick={() => test.mutate()}
          title={channels.testHint}
        >
          {channels.test}
        </Button>
        {children}
      </Group>
      <div role="status" style={{ width: '100%' }}>
        {test.data && <Outcome outcome={test.data} />}
      </div>
      {test.error && <ProblemAlert error={test.error} />}
    </Stack>
  );
}

function Outcome({ outcome: { delivered, tookMs, error } }: { outcome: Schemas['ChannelTest'] }) {
  const { channels } = useMessages();
  const format = useFormat();
  return (
    <Alert
      color={delivered ? 'teal' : 'red'}
      variant="light"
      icon={delivered ? <IconCircleCheck /> : <IconCircleX />}
      title={`${delivered ? channels.testDelivered : channels.testFailed} · ${channels.testTook(format.duration(tookMs))}`}
    >
      {error && (
        <Stack gap="xs">
          <Text size="sm">
            {error.retryable ? channels.testRetryable : channels.testLasting}
            {error.retryAfterMs !== null && ` ${channels.testRetryAfter(format.duration(error.retryAfterMs))}`}
          </Text>
          <CodeBlock text={error.message} label={channels.otherSide} />
        </Stack>
      )}
    </Alert>
  );
}
