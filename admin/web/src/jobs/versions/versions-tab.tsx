import { ActionIcon, Button, Card, Grid, Group, Select, Stack, Text, Title, Tooltip } from '@mantine/core';
import { IconArrowsExchange, IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, type Job } from '../../api/client';
import { useFormat } from '../../format/use-format';
import { useMessages } from '../../i18n/locale';
import { useMay } from '../../session/use-may';
import { EmptyState } from '../../ui/empty-state';
import { QueryView } from '../../ui/query-view';
import { FieldChanges } from './field-changes';
import { RestoreDialog } from './restore-dialog';
import { VersionList } from './version-list';
import { diffQuery, versionsQuery } from './version-queries';

interface VersionsTabProps {
  job: Job;
  /** Of the address: the versions that are compared, as texts. */
  before: string | undefined;
  after: string | undefined;
  onPick: (before: number, after: number) => void;
}

/** Who made of the job what, what any two of its versions differ in, and the way back. */
export function VersionsTab({ job, before: givenBefore, after: givenAfter, onPick }: VersionsTabProps) {
  const { versions, words } = useMessages();
  const format = useFormat();
  const { may } = useMay();
  const query = useInfiniteQuery(versionsQuery(job.id));
  const [restoring, setRestoring] = useState<number | null>(null);
  const heads = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const after = numberOf(givenAfter) ?? heads.find(({ changed }) => changed !== null)?.version;
  const before = numberOf(givenBefore) ?? (after === undefined ? undefined : after - 1);
  const canRestore = may('jobs:write', job.project);
  return (
    <>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Card padding={0} component="section">
            <Title order={2} p="sm" pb={4}>
              {versions.title}
            </Title>
            <QueryView query={query} rows={6} rowHeight={48}>
              {() => (
                <VersionList
                  heads={heads}
                  current={job.version}
                  chosen={after}
                  onChoose={(version) => onPick(version - 1, version)}
                  {...(canRestore ? { onRestore: setRestoring } : {})}
                />
              )}
            </QueryView>
            {query.hasNextPage && (
              <Group justify="center" p="sm">
                <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {words.more}
                </Button>
              </Group>
            )}
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Card component="section" mih={220}>
            {before === undefined || after === undefined || before < 1 ? (
              <EmptyState
                icon={IconHistory}
                title={heads.length > 1 ? versions.compare : versions.onlyOne}
                text={heads.length > 1 ? versions.pick : versions.secretsNote}
              />
            ) : (
              <Comparison
                job={job}
                before={before}
                after={after}
                known={heads.map(({ version }) => version)}
                onPick={onPick}
                nameOf={(version) =>
                  `${versions.version(format.number(version))}${version === job.version ? ` (${versions.current})` : ''}`
                }
              />
            )}
          </Card>
        </Grid.Col>
      </Grid>
      {restoring !== null && <RestoreDialog job={job} version={restoring} onClose={() => setRestoring(null)} />}
    </>
  );
}

interface ComparisonProps {
  job: Job;
  before: number;
  after: number;
  known: readonly number[];
  onPick: VersionsTabProps['onPick'];
  nameOf: (version: number) => string;
}

function Comparison({ job, before, after, known, onPick, nameOf }: ComparisonProps) {
  const { versions } = useMessages();
  const diff = useQuery(diffQuery(job.id, before, after));
  const isGone = diff.error instanceof ApiProblem && diff.error.code === 'job_version_not_found';
  const options = [...new Set([...known, before, after])].sort((a, b) => b - a);
  const choice = (label: string, value: number, pick: (version: number) => void) => (
    <Select
      aria-label={label}
      data={options.map((version) => ({ value: String(version), label: nameOf(version) }))}
      value={String(value)}
      onChange={(version) => pick(Number(version))}
      allowDeselect={false}
      searchable={options.length > 12}
      w={{ base: '100%', xs: 180 }}
    />
  );
  return (
    <Stack gap="sm">
      <Group gap="xs" align="center">
        <Title order={2} mr="xs">
          {versions.compare}
        </Title>
        {choice(versions.before, before, (version) => onPick(version, after))}
        <Tooltip label={versions.swap}>
          <ActionIcon aria-label={versions.swap} onClick={() => onPick(after, before)}>
            <IconArrowsExchange size={16} />
          </ActionIcon>
        </Tooltip>
        {choice(versions.after, after, (version) => onPick(before, version))}
      </Group>
      {isGone ? (
        <Text size="sm">{versions.onRecord}</Text>
      ) : (
        <QueryView query={diff} rows={4}>
          {({ changes }) => (
            <>
              <Text size="xs" c="dimmed" role="status">
                {changes.length === 0 ? versions.same : versions.differs(changes.length)}
              </Text>
              {changes.length > 0 && <FieldChanges changes={changes} />}
              <Text size="xs" c="dimmed">
                {versions.secretsNote}
              </Text>
            </>
          )}
        </QueryView>
      )}
    </Stack>
  );
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
