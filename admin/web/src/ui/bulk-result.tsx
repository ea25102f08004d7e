import { List, Progress, ScrollArea, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/client';
import { useMessages } from '../i18n/locale';
import type { Messages } from '../i18n/en';
import { sentenceOf } from './problem-alert';
import type { BulkProgress, Refusal } from './use-bulk-run';

const SHOWN_OF_A_KIND = 50;

interface BulkResultProps<T> {
  progress: BulkProgress<T>;
  succeeded: number;
  /** Of what was refused: its name, with the way to it. */
  nameOf: (item: T) => ReactNode;
  keyOf: (item: T) => string;
}

/** How far it has come; at the end how it went, and of what was refused why, the same reasons together. */
export function BulkResult<T>({ progress, succeeded, nameOf, keyOf }: BulkResultProps<T>) {
  const messages = useMessages();
  const { jobs } = messages;
  const { done, of, refused, left, isOver } = progress;
  return (
    <Stack gap="xs">
      <Progress value={of === 0 ? 100 : (100 * done) / of} aria-label={jobs.progress(done, of)} />
      <Text size="sm" role="status">
        {isOver ? jobs.bulkSummary(succeeded, refused.length, left.length) : jobs.progress(done, of)}
      </Text>
      {refused.length > 0 && (
        <>
          <Text size="sm" c="var(--bad)" fw={500}>
            {jobs.bulkFailed(refused.length)}
          </Text>
          <ScrollArea.Autosize
            mah={260}
            type="auto"
            viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': jobs.bulkFailed(refused.length) }}
          >
            <Stack gap="xs">
              {byReason(refused, messages).map(([reason, some]) => (
                <div key={reason}>
                  <Text size="sm" fw={500}>
                    {reason} ({some.length})
                  </Text>
                  <List size="sm">
                    {some.slice(0, SHOWN_OF_A_KIND).map(({ item, error }) => (
                      <List.Item key={keyOf(item)}>
                        {nameOf(item)}
                        <Text span size="xs" c="dimmed">
                          {' '}
                          {rulesOf(error, messages)}
                        </Text>
                      </List.Item>
                    ))}
                  </List>
                  {some.length > SHOWN_OF_A_KIND && (
                    <Text size="xs" c="dimmed">
                      {jobs.andMoreJobs(some.length - SHOWN_OF_A_KIND)}
                    </Text>
                  )}
                </div>
              ))}
            </Stack>
          </ScrollArea.Autosize>
        </>
      )}
    </Stack>
  );
}

function byReason<T>(refused: readonly Refusal<T>[], messages: Messages): [string, Refusal<T>[]][] {
  const reasons = new Map<string, Refusal<T>[]>();
  for (const refusal of refused) {
    const reason = sentenceOf(refusal.error, messages);
    reasons.set(reason, [...(reasons.get(reason) ?? []), refusal]);
  }
  return [...reasons].sort(([, a], [, b]) => b.length - a.length);
}

function rulesOf(error: unknown, { ruleWords }: Messages): string {
  if (!(error instanceof ApiProblem)) return '';
  return error.errors.map(({ path, rule }) => `${path} ${ruleWords(rule)}`).join('; ');
}
