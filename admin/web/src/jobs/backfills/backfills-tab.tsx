import { Button, Card, Group, Modal, Progress, Stack, Text, Title } from '@mantine/core';
import { IconHistoryToggle } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Job } from '../../api/client';
import { useFormat } from '../../format/use-format';
import { useMessages } from '../../i18n/locale';
import { useMay } from '../../session/use-may';
import { EmptyState } from '../../ui/empty-state';
import { Instant } from '../../ui/instant';
import { ListTable, type Column } from '../../ui/list-table';
import { notifyDone } from '../../ui/notify';
import { ProblemAlert } from '../../ui/problem-alert';
import { QueryView } from '../../ui/query-view';
import { ToneBadge, type Tone } from '../../ui/state-badge';
import { BackfillDialog } from './backfill-dialog';
import { backfillCalls, backfillsQuery, type Backfill } from './backfill-queries';

const TONES: Record<Backfill['status'], Tone> = { running: 'busy', finished: 'ok', cancelled: 'idle' };

/** What was and is made up for, how far it has come, and the way to do more of it. */
export function BackfillsTab({ job }: { job: Job }) {
  const { backfills, words } = useMessages();
  const { may } = useMay();
  const query = useInfiniteQuery(backfillsQuery(job.id));
  const [isAsking, setAsking] = useState(false);
  const [ending, setEnding] = useState<Backfill | null>(null);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const canWrite = may('runs:write', job.project);
  const columns = useColumns(job, canWrite ? setEnding : null);
  const start = canWrite && <Button onClick={() => setAsking(true)}>{backfills.ask}</Button>;
  return (
    <>
      <Card padding={0} component="section">
        <Group justify="space-between" p="sm" pb={4}>
          <Title order={2}>{backfills.tab}</Title>
          {items.length > 0 && start}
        </Group>
        <QueryView query={query} rows={4}>
          {() =>
            items.length === 0 ? (
              <EmptyState icon={IconHistoryToggle} title={backfills.emptyTitle} text={backfills.emptyText}>
                {start}
              </EmptyState>
            ) : (
              <ListTable
                label={backfills.tab}
                items={items}
                columns={columns}
                idOf={({ id }) => id}
                card={(one) => (
                  <Stack gap={6}>
                    {columns.map(({ key, cell }) => (
                      <div key={key}>{cell(one)}</div>
                    ))}
                  </Stack>
                )}
              />
            )
          }
        </QueryView>
        {query.hasNextPage && (
          <Group justify="center" p="sm">
            <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {words.more}
            </Button>
          </Group>
        )}
      </Card>
      {isAsking && <BackfillDialog job={job} onClose={() => setAsking(false)} />}
      {ending && <CancelDialog backfill={ending} onClose={() => setEnding(null)} />}
    </>
  );
}

function useColumns({ id: jobId }: Job, onCancel: ((backfill: Backfill) => void) | null): Column<Backfill>[] {
  const { backfills } = useMessages();
  const columns: Column<Backfill>[] = [
    {
      key: 'status',
      title: backfills.status,
      width: 120,
      cell: ({ status }) => <ToneBadge tone={TONES[status]}>{backfills.statuses[status]}</ToneBadge>,
    },
    {
      key: 'range',
      title: backfills.range,
      cell: ({ from, to }) => (
        <Link to="/runs" search={{ job: jobId, range: 'custom', from, to }} className="quiet">
          <Instant at={from} /> – <Instant at={to} />
        </Link>
      ),
    },
    { key: 'progress', title: backfills.progress, width: 260, cell: (one) => <Made backfill={one} /> },
    {
      key: 'created',
      title: backfills.asked,
      width: 170,
      from: 900,
      cell: ({ createdAt }) => <Instant at={createdAt} />,
    },
  ];
  if (onCancel) {
    columns.push({
      key: 'actions',
      title: '',
      width: 90,
      align: 'end',
      cell: (one) =>
        one.status === 'running' && (
          <Button size="compact-sm" variant="default" onClick={() => onCancel(one)}>
            {backfills.cancel}
          </Button>
        ),
    });
  }
  return columns;
}

function Made({ backfill: { created, planned } }: { backfill: Backfill }) {
  const { backfills } = useMessages();
  const format = useFormat();
  const text = backfills.made(format.number(created), format.number(planned));
  return (
    <Group gap={8} wrap="nowrap">
      <Progress
        value={planned === 0 ? 100 : (100 * created) / planned}
        size={5}
        style={{ flex: 1, minWidth: 60 }}
        aria-label={text}
      />
      <Text size="xs" style={{ whiteSpace: 'nowrap' }}>
        {text}
      </Text>
    </Group>
  );
}

function CancelDialog({ backfill, onClose }: { backfill: Backfill; onClose: () => void }) {
  const { backfills, words } = useMessages();
  const format = useFormat();
  const queryClient = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => backfillCalls.cancel(backfill.id),
    onSuccess: () => {
      notifyDone(backfills.cancelled);
      void queryClient.invalidateQueries({ queryKey: ['backfills'] });
      onClose();
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={<b>{backfills.cancelTitle}</b>}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Stack gap="sm">
        <Text size="sm">{backfills.cancelText(format.number(backfill.planned - backfill.created))}</Text>
        {cancel.error !== null && <ProblemAlert error={cancel.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {backfills.goOn}
          </Button>
          <Button color="red" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {backfills.cancelIt}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
