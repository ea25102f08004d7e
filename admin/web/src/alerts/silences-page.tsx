import { Button, Card, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconBellOff, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { silencesQuery } from '../api/alert-queries';
import { api, dataOf, type Silence } from '../api/client';
import { jobsPageQuery } from '../api/queries';
import { useNow } from '../format/use-now';
import { useMessages } from '../i18n/locale';
import { useMay } from '../session/use-may';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { EmptyState } from '../ui/empty-state';
import { Instant, RelativeInstant } from '../ui/instant';
import { ListTable, type Column } from '../ui/list-table';
import { notifyDone } from '../ui/notify';
import { ProjectSelect } from '../ui/project-select';
import { QueryView } from '../ui/query-view';
import { ToneBadge } from '../ui/state-badge';
import { Owner } from './alert-columns';
import { AlertsFrame } from './alerts-frame';
import { SilenceDialog } from './silence-dialog';
import { draftOfSilence, emptySilence, type SilenceDraft } from './silence-draft';

const route = getRouteApi('/shell/alerts/silences');
const MOST_NAMES = 100;

/** What is kept from being sent at present, and what will be. */
export function SilencesPage() {
  const { alerts, words } = useMessages();
  const { view, project } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(silencesQuery({ project, over: view === 'all' }));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const names = useJobNames(items);
  const { maySomewhere, isClusterAdmin } = useMay();
  const [editing, setEditing] = useState<SilenceDraft | null>(null);
  const [ending, setEnding] = useState<Silence | null>(null);
  const edit = (silence: Silence): void => setEditing(draftOfSilence(silence, names.get(silence.jobId ?? '') ?? null));
  const columns = useColumns({ names, onEdit: edit, onEnd: setEnding });
  const newSilence = maySomewhere('alerts:acknowledge') && (
    <Button
      leftSection={<IconPlus size={15} />}
      onClick={() => setEditing(emptySilence(project ?? (isClusterAdmin ? null : 'default')))}
    >
      {alerts.newSilence}
    </Button>
  );
  return (
    <AlertsFrame tab="/alerts/silences" text={alerts.silenceText} actions={newSilence}>
      <Card padding={0} style={{ overflow: 'visible' }}>
        <Group p="sm" gap="xs">
          <SegmentedControl
            aria-label={alerts.view}
            data={[
              { value: 'current', label: alerts.silenceViews.current },
              { value: 'all', label: alerts.silenceViews.all },
            ]}
            value={view === 'all' ? 'all' : 'current'}
            onChange={(next) =>
              void navigate({
                search: (before) => ({ ...before, view: next === 'all' ? next : undefined }),
                replace: true,
              })
            }
          />
          <ProjectSelect
            value={project}
            onChange={(next) => void navigate({ search: (before) => ({ ...before, project: next }), replace: true })}
          />
        </Group>
        <QueryView query={query} rows={4} rowHeight={44}>
          {() =>
            items.length === 0 ? (
              <EmptyState icon={IconBellOff} title={alerts.noSilencesTitle} text={alerts.noSilencesText} />
            ) : (
              <ListTable
                label={alerts.silences}
                items={items}
                columns={columns}
                idOf={({ id }) => id}
                rowHeight={50}
                card={(silence) => (
                  <Stack gap={4}>
                    <Group justify="space-between" wrap="nowrap" align="flex-start">
                      <Scope silence={silence} names={names} />
                      <SilenceState silence={silence} />
                    </Group>
                    <Text size="sm" component="div">
                      <When silence={silence} />
                    </Text>
                    <RowActions silence={silence} onEdit={edit} onEnd={setEnding} />
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
      {editing && <SilenceDialog initial={editing} onClose={() => setEditing(null)} />}
      {ending && <EndDialog silence={ending} onClose={() => setEnding(null)} />}
    </AlertsFrame>
  );
}

/** Silences name jobs by id. */
function useJobNames(silences: readonly Silence[]): ReadonlyMap<string, string> {
  const ids = [...new Set(silences.flatMap(({ jobId }) => jobId ?? []))].slice(0, MOST_NAMES).sort();
  const jobs = useQuery({ ...jobsPageQuery({ id: ids }, MOST_NAMES), enabled: ids.length > 0, refetchInterval: false });
  return new Map((jobs.data?.items ?? []).map(({ id, name }) => [id, name]));
}

interface RowParts {
  names: ReadonlyMap<string, string>;
  onEdit: (silence: Silence) => void;
  onEnd: (silence: Silence) => void;
}

function useColumns({ names, onEdit, onEnd }: RowParts): Column<Silence>[] {
  const { alerts, words } = useMessages();
  return [
    { key: 'state', title: words.state, width: 110, cell: (silence) => <SilenceState silence={silence} /> },
    { key: 'scope', title: alerts.scope, cell: (silence) => <Scope silence={silence} names={names} /> },
    { key: 'when', title: alerts.end, width: 250, cell: (silence) => <When silence={silence} /> },
    {
      key: 'by',
      title: alerts.createdBy,
      width: 120,
      from: 900,
      cell: ({ createdBy }) => (
        <Text size="xs" c="dimmed" translate="no" truncate maw={120}>
          {createdBy}
        </Text>
      ),
    },
    {
      key: 'actions',
      title: '',
      width: 170,
      align: 'end',
      cell: (silence) => <RowActions silence={silence} onEdit={onEdit} onEnd={onEnd} />,
    },
  ];
}

type Phase = 'active' | 'upcoming' | 'over';

function usePhase({ startsAt, endsAt }: Silence): Phase {
  const now = useNow();
  if (Date.parse(endsAt) <= now) return 'over';
  return Date.parse(startsAt) > now ? 'upcoming' : 'active';
}

function SilenceState({ silence }: { silence: Silence }) {
  const { alerts } = useMessages();
  const phase = usePhase(silence);
  const tones = { active: 'busy', upcoming: 'wait', over: 'idle' } as const;
  return <ToneBadge tone={tones[phase]}>{alerts.silenceStates[phase]}</ToneBadge>;
}

function Scope({ silence: { project, jobId, kind, note }, names }: { silence: Silence; names: RowParts['names'] }) {
  const { alerts } = useMessages();
  return (
    <div style={{ minWidth: 0 }}>
      <Group gap={6}>
        <Text size="sm" fw={500}>
          {kind === null ? alerts.everyKind : alerts.kinds[kind]}
        </Text>
        <Text size="sm" component="span">
          {'· '}
          {jobId === null ? (
            alerts.anyJob
          ) : (
            <Link to="/jobs/$jobId" params={{ jobId }} className="quiet" translate="no">
              {names.get(jobId) ?? jobId.slice(0, 8)}
            </Link>
          )}
        </Text>
        <Owner project={project} />
      </Group>
      <Text size="xs" c="dimmed" translate="no" lineClamp={2}>
        {note}
      </Text>
    </div>
  );
}

function When({ silence }: { silence: Silence }) {
  const { alerts } = useMessages();
  const phase = usePhase(silence);
  const { startsAt, endsAt } = silence;
  const isUpcoming = phase === 'upcoming';
  return (
    <>
      <div>
        {isUpcoming ? alerts.starts : phase === 'over' ? alerts.ended : alerts.endsIn}{' '}
        <RelativeInstant at={isUpcoming ? startsAt : endsAt} />
      </div>
      <Text size="xs" c="dimmed" component="div">
        {isUpcoming && (
          <>
            <Instant at={startsAt} /> –{' '}
          </>
        )}
        <Instant at={endsAt} />
      </Text>
    </>
  );
}

function RowActions({ silence, onEdit, onEnd }: Pick<RowParts, 'onEdit' | 'onEnd'> & { silence: Silence }) {
  const { alerts, words } = useMessages();
  const { may } = useMay();
  if (usePhase(silence) === 'over' || !may('alerts:acknowledge', silence.project)) return null;
  return (
    <Group gap={6} wrap="nowrap" justify="flex-end">
      <Button size="compact-sm" variant="default" onClick={() => onEdit(silence)}>
        {words.edit}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => onEnd(silence)}>
        {alerts.endNow}
      </Button>
    </Group>
  );
}

function EndDialog({ silence, onClose }: { silence: Silence; onClose: () => void }) {
  const { alerts } = useMessages();
  const queryClient = useQueryClient();
  const end = useMutation({
    mutationFn: () => dataOf(api.DELETE('/api/v1/silences/{id}', { params: { path: { id: silence.id } } })),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['silences'] });
      notifyDone(alerts.endedDone);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={alerts.endTitle}
      action={alerts.endNow}
      isPending={end.isPending}
      error={end.error}
      onConfirm={() => end.mutate()}
      onClose={onClose}
    >
      {alerts.endText}
    </ConfirmDialog>
  );
}
