import { Button, Card, Group, Text } from '@mantine/core';
import { IconBell, IconEyeCheck, IconMoodSmile, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { alertsPageQuery, alertsQuery } from '../api/alert-queries';
import type { Alert } from '../api/client';
import { useMessages } from '../i18n/locale';
import { EmptyState } from '../ui/empty-state';
import { ListTable } from '../ui/list-table';
import { QueryView } from '../ui/query-view';
import { useAcknowledge } from './alert-actions';
import { AlertCard, useAlertColumns, useCanAcknowledge } from './alert-columns';
import { AlertsFilter } from './alerts-filter';
import { AlertsFrame } from './alerts-frame';
import { DEFAULT_VIEW, isNarrowed, toAlertFilter, viewOf, type AlertsSearch } from './alerts-search';
import { draftOfAlert, type SilenceDraft } from './silence-draft';
import { SilenceDialog } from './silence-dialog';
import classes from './alerts-page.module.css';

const route = getRouteApi('/shell/alerts');

/** What somebody should look at, and what was. One that is opened stands beside the list, under an address of its own. */
export function AlertsPage() {
  const { alerts, words } = useMessages();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  // The stretch moves on only when it is asked for anew; otherwise each second would be another list.
  const [openedAt] = useState(() => Date.now());
  const query = useInfiniteQuery(alertsQuery(toAlertFilter(search, openedAt)));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const canAcknowledge = useCanAcknowledge();
  const selectable = items.filter(canAcknowledge).map(({ id }) => id);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const chosen = selectable.filter((id) => selected.has(id));
  const [silencing, setSilencing] = useState<SilenceDraft | null>(null);
  const silence = (alert: Alert): void => setSilencing(draftOfAlert(alert));
  const columns = useAlertColumns({
    selection: {
      ids: new Set(chosen),
      selectable: selectable.length,
      onSelect: (id, on) =>
        setSelected((before) => new Set(on ? [...before, id] : [...before].filter((one) => one !== id))),
      onSelectAll: (on) => setSelected(new Set(on ? selectable : [])),
    },
    onSilence: silence,
  });
  return (
    <AlertsFrame tab="/alerts">
      <Card padding={0} style={{ overflow: 'visible' }}>
        <AlertsFilter
          search={search}
          onChange={(part) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true })}
        />
        {chosen.length > 0 && <ChosenBar ids={chosen} onClear={() => setSelected(new Set())} />}
        <QueryView query={query} rows={10} rowHeight={44}>
          {() =>
            items.length === 0 && !query.hasNextPage ? (
              <NoAlerts search={search} />
            ) : (
              <ListTable
                label={alerts.title}
                items={items}
                columns={columns}
                idOf={({ id }) => id}
                rowHeight={50}
                isMarked={({ id }) => selected.has(id)}
                card={(alert) => <AlertCard alert={alert} onSilence={silence} />}
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
      {silencing && <SilenceDialog initial={silencing} onClose={() => setSilencing(null)} />}
      <Outlet />
    </AlertsFrame>
  );
}

function ChosenBar({ ids, onClear }: { ids: readonly string[]; onClear: () => void }) {
  const { alerts, words } = useMessages();
  const acknowledge = useAcknowledge(onClear);
  return (
    <Group className={classes.bar} gap={6}>
      <Text size="sm" fw={500} mr="xs" role="status">
        {alerts.selected(ids.length)}
      </Text>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconEyeCheck size={15} stroke={1.7} aria-hidden />}
        loading={acknowledge.isPending}
        onClick={() => acknowledge.mutate(ids)}
      >
        {alerts.acknowledge}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={onClear} ml="auto">
        {words.cancel}
      </Button>
    </Group>
  );
}

function NoAlerts({ search }: { search: AlertsSearch }) {
  const { alerts } = useMessages();
  const isCalm = !isNarrowed(search) && viewOf(search) === DEFAULT_VIEW;
  const any = useQuery({ ...alertsPageQuery({}, 1), enabled: !isNarrowed(search) });
  const showAll = (
    <Button component={Link} to="/alerts" search={{ state: 'all' } as never} variant="default" mt="sm">
      {alerts.showAll}
    </Button>
  );
  if (any.data?.items.length === 0) {
    return (
      <EmptyState icon={IconBell} title={alerts.neverTitle} text={alerts.neverText}>
        <Button component={Link} to="/alerts/channels" mt="sm">
          {alerts.neverAction}
        </Button>
      </EmptyState>
    );
  }
  if (isCalm) {
    return (
      <EmptyState icon={IconMoodSmile} title={alerts.emptyTitle} text={alerts.emptyText}>
        {showAll}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={IconSearchOff} title={alerts.noMatchTitle} text={alerts.noMatchText}>
      {showAll}
    </EmptyState>
  );
}
