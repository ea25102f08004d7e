import { Button, Group, SegmentedControl, Select, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { VIEWER_ZONE } from '../format/use-format';
import { fromWallTime, toWallTime } from '../format/wall-time';
import { useMessages } from '../i18n/locale';
import { RANGES, type Range } from '../runs/runs-search';
import { JobChip } from '../ui/job-chip';
import { ProjectSelect } from '../ui/project-select';
import { ALL_KINDS } from './alert-kinds';
import { DEFAULT_VIEW, isNarrowed, viewOf, VIEWS, type AlertsSearch } from './alerts-search';

interface AlertsFilterProps {
  search: AlertsSearch;
  onChange: (part: Partial<Record<keyof AlertsSearch, string | undefined>>) => void;
}

export function AlertsFilter({ search, onChange }: AlertsFilterProps) {
  const { alerts, runs, words } = useMessages();
  const ranges: Record<Range, string> = { '1h': runs.lastHour, '24h': runs.lastDay, night: runs.lastNight, '7d': runs.lastWeek, custom: runs.custom }; // prettier-ignore
  const wall = (name: 'from' | 'to', label: string) => ({
    'aria-label': label,
    type: 'datetime-local',
    value: toWallTime(search[name], VIEWER_ZONE).slice(0, 16),
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      onChange({ [name]: fromWallTime(event.currentTarget.value, VIEWER_ZONE) }),
  });
  return (
    <Group gap="xs" p="sm">
      <SegmentedControl
        aria-label={alerts.view}
        data={VIEWS.map((view) => ({ value: view, label: alerts.views[view] }))}
        value={viewOf(search)}
        onChange={(view) => onChange({ state: view === DEFAULT_VIEW ? undefined : view })}
        w={{ base: '100%', xs: 'auto' }}
      />
      {search.job !== undefined && <JobChip jobId={search.job} onClear={() => onChange({ job: undefined })} />}
      <Select
        aria-label={alerts.kind}
        placeholder={alerts.anyKind}
        data={ALL_KINDS.map((kind) => ({ value: kind, label: alerts.kinds[kind] }))}
        value={search.kind ?? null}
        onChange={(kind) => onChange({ kind: kind ?? undefined })}
        clearable
        clearButtonProps={{ 'aria-label': words.clearFilters }}
        w={{ base: '100%', xs: 180 }}
      />
      <ProjectSelect value={search.project} onChange={(project) => onChange({ project })} />
      <Select
        aria-label={alerts.raised}
        placeholder={runs.anyTime}
        data={RANGES.map((value) => ({ value, label: ranges[value] }))}
        value={search.range ?? null}
        onChange={(range) => onChange({ range: range ?? undefined, from: undefined, to: undefined })}
        clearable
        clearButtonProps={{ 'aria-label': words.clearFilters }}
        w={{ base: '100%', xs: 150 }}
      />
      {search.range === 'custom' && (
        <>
          <TextInput {...wall('from', `${alerts.raised}: ${words.from}`)} />
          <TextInput {...wall('to', `${alerts.raised}: ${words.to}`)} />
        </>
      )}
      {isNarrowed(search) && (
        <Button
          component={Link}
          to="/alerts"
          search={(search.state === undefined ? {} : { state: search.state }) as never}
          variant="subtle"
        >
          {words.clearFilters}
        </Button>
      )}
    </Group>
  );
}
