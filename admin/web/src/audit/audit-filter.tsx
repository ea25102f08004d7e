import { Box, Button, Group, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { VIEWER_ZONE } from '../format/use-format';
import { fromWallTime, toWallTime } from '../format/wall-time';
import { usePeopleMessages } from '../i18n/people';
import { ProjectSelect } from '../ui/project-select';
import { SearchInput } from '../ui/search-input';
import { isNarrowed, RANGES, type AuditSearch, type Range } from './audit-search';

interface AuditFilterBarProps {
  search: AuditSearch;
  onChange: (part: Partial<Record<keyof AuditSearch, string | undefined>>) => void;
}

/** Two beside each other on a phone. */
const HALF = 'calc(50% - 5px)';

const typeOf = (action: string): string => action.split('.')[0]!;

export function AuditFilterBar({ search, onChange }: AuditFilterBarProps) {
  const { audit, runs, words } = usePeopleMessages();
  const actions = Object.keys(audit.actions);
  const types = [...new Set(actions.map(typeOf))];
  const ranges: Record<Range, string> = {
    '1h': runs.lastHour,
    '24h': runs.lastDay,
    '7d': runs.lastWeek,
    '30d': audit.lastMonth,
    custom: runs.custom,
  };
  const wall = (name: 'from' | 'to') => ({
    'aria-label': audit[name],
    type: 'datetime-local',
    value: toWallTime(search[name], VIEWER_ZONE).slice(0, 16),
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      onChange({ [name]: fromWallTime(event.currentTarget.value, VIEWER_ZONE) }),
  });
  return (
    <Group gap="xs" p="sm">
      {search.subject !== undefined && (
        <Button
          variant="light"
          rightSection={<IconX size={14} aria-label={words.remove} />}
          onClick={() => onChange({ type: undefined, subject: undefined })}
          h={30}
        >
          {audit.subjectTypes[search.type ?? ''] ?? audit.subject}:&nbsp;
          <span translate="no">{search.subject.slice(0, 24)}</span>
        </Button>
      )}
      <SearchInput
        aria-label={audit.textFilter}
        placeholder={audit.textFilter}
        value={search.text}
        onChange={(text) => onChange({ text })}
        w={{ base: '100%', xs: 220 }}
      />
      <Select
        aria-label={audit.action}
        placeholder={audit.anyAction}
        data={types.map((type) => ({
          group: audit.subjectTypes[type] ?? type,
          items: actions
            .filter((action) => typeOf(action) === type)
            .map((value) => ({
              value,
              label: audit.actions[value] ?? value,
            })),
        }))}
        value={actions.find((one) => one === search.action) ?? null}
        onChange={(action) => onChange({ action: action ?? undefined })}
        clearable
        clearButtonProps={{ 'aria-label': words.clearFilters }}
        searchable
        nothingFoundMessage={words.none}
        comboboxProps={{ width: 280, position: 'bottom-start' }}
        w={{ base: HALF, xs: 190 }}
      />
      <SearchInput
        aria-label={audit.actorFilter}
        placeholder={audit.actorPlaceholder}
        value={search.actor}
        onChange={(actor) => onChange({ actor })}
        w={{ base: HALF, xs: 150 }}
        translate="no"
      />
      <Box w={{ base: HALF, xs: 150 }}>
        <ProjectSelect value={search.project} onChange={(project) => onChange({ project })} />
      </Box>
      <Select
        aria-label={audit.range}
        placeholder={runs.anyTime}
        data={RANGES.map((value) => ({ value, label: ranges[value] }))}
        value={search.range ?? null}
        onChange={(range) => onChange({ range: range ?? undefined, from: undefined, to: undefined })}
        clearable
        clearButtonProps={{ 'aria-label': words.clearFilters }}
        w={{ base: HALF, xs: 150 }}
      />
      {search.range === 'custom' && (
        <>
          <TextInput {...wall('from')} />
          <TextInput {...wall('to')} />
        </>
      )}
      {isNarrowed(search) && (
        <Button component={Link} to="/audit" search={{} as never} variant="subtle">
          {words.clearFilters}
        </Button>
      )}
    </Group>
  );
}
