import { Alert, Button, Code, Collapse, Group, List, Stack, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertCircle } from '@tabler/icons-react';
import { ApiProblem, UnreachableError } from '../api/client';
import { useMessages } from '../i18n/locale';
import type { Messages } from '../i18n/en';

/** In the reader's words: what happened, and what to do. */
export function sentenceOf(error: unknown, { problem }: Messages): string {
  if (error instanceof UnreachableError) return problem['unreachable']!;
  if (error instanceof ApiProblem) return problem[error.code] ?? problem['other']!;
  return error instanceof Error ? error.message : String(error);
}

/** A refusal or a failure, with the hub's own words for who wants them. */
export function ProblemAlert({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const messages = useMessages();
  const [open, { toggle }] = useDisclosure(false);
  const asProblem = error instanceof ApiProblem ? error : null;
  const requestId = asProblem?.problem['requestId'];
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle />} role="alert" title={sentenceOf(error, messages)}>
      <Stack gap="xs" align="flex-start">
        {asProblem && asProblem.errors.length > 0 && (
          <List size="sm">
            {asProblem.errors.slice(0, 10).map(({ path, rule }, i) => (
              <List.Item key={i}>
                <Code>{path}</Code> {messages.ruleWords(rule)}
              </List.Item>
            ))}
          </List>
        )}
        <Group gap="md">
          {onRetry && (
            <Button variant="default" onClick={onRetry}>
              {messages.words.retry}
            </Button>
          )}
          {asProblem && (
            <UnstyledButton onClick={toggle} aria-expanded={open} fz="xs" td="underline">
              {messages.shell.technical}
            </UnstyledButton>
          )}
        </Group>
        {asProblem && (
          <Collapse expanded={open}>
            <Text size="xs" translate="no" className="mono">
              {asProblem.status} {asProblem.code}: {asProblem.message}
            </Text>
            {typeof requestId === 'string' && (
              <Text size="xs">
                {messages.shell.requestId}: <Code>{requestId}</Code>
              </Text>
            )}
          </Collapse>
        )}
      </Stack>
    </Alert>
  );
}
