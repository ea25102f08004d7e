import { Alert, Card, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Attempt } from '../api/client';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import { CodeBlock } from '../ui/code-block';
import { Instant } from '../ui/instant';
import { StateBadge, ToneBadge } from '../ui/state-badge';
import { TimingBar } from './timing-bar';

/** Each dispatch of a run: what was answered, in what time, and what a failure means. */
export function AttemptCards({ attempts }: { attempts: readonly Attempt[] }) {
  return (
    <Stack gap="sm">
      {attempts.map((attempt) => (
        <AttemptCard key={`${attempt.number}/${attempt.nodeId}/${attempt.startedAt}`} attempt={attempt} />
      ))}
    </Stack>
  );
}

function AttemptCard({ attempt }: { attempt: Attempt }) {
  const { runs, attemptError } = useMessages();
  const format = useFormat();
  const { number, nodeId, startedAt, finishedAt, outcome, statusCode, errorCode, errorMessage, timing, late } = attempt;
  return (
    <Card padding="sm" component="article" aria-label={runs.storyAttempt(number)}>
      <Group gap="sm" mb={8}>
        <Text size="sm" fw={600}>
          {runs.storyAttempt(number)}
        </Text>
        {outcome === null ? <StateBadge status="running" /> : <StateBadge status={outcome} />}
        {statusCode !== null && (
          <Text size="sm" className="mono">
            {statusCode}
          </Text>
        )}
        {late && (
          <ToneBadge tone="warn" icon={IconAlertTriangle}>
            {runs.late}
          </ToneBadge>
        )}
        <Text size="xs" c="dimmed" ml="auto">
          <Instant at={startedAt} />
          {finishedAt !== null && ` · ${format.duration(Date.parse(finishedAt) - Date.parse(startedAt))}`} ·{' '}
          <span className="mono" translate="no">
            {nodeId}
          </span>
        </Text>
      </Group>
      <Stack gap="sm">
        {errorCode !== null && (
          <Alert color="red" variant="light" p="xs" title={attemptError[errorCode] ?? errorCode}>
            {errorMessage !== null && (
              <Text size="xs" className="mono" translate="no" style={{ overflowWrap: 'anywhere' }}>
                {errorMessage}
              </Text>
            )}
          </Alert>
        )}
        {timing && <TimingBar timing={timing} />}
        {finishedAt !== null && <Response attempt={attempt} />}
      </Stack>
    </Card>
  );
}

function Response({ attempt: { response, responseBytes, statusCode } }: { attempt: Attempt }) {
  const { runs } = useMessages();
  const format = useFormat();
  if (response === null || response === '') {
    return (
      <Text size="xs" c="dimmed">
        {response === null && statusCode === null ? runs.noResponse : runs.emptyResponse}
      </Text>
    );
  }
  const kept = new TextEncoder().encode(response).length;
  return (
    <div>
      <Text size="xs" c="dimmed" mb={4}>
        {runs.response}
        {responseBytes !== null && ` · ${format.bytes(responseBytes)}`}
        {responseBytes !== null &&
          responseBytes > kept &&
          ` · ${runs.responseCut(format.bytes(kept), format.bytes(responseBytes))}`}
      </Text>
      <CodeBlock text={response} label={runs.response} maxHeight={260} />
    </div>
  );
}
