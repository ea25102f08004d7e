import { Button, Group, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { nodesQuery } from '../api/queries';
import { useMessages } from '../i18n/locale';
import { renderName } from '../ui/name-option';
import { ProjectSelect } from '../ui/project-select';
import { SearchInput } from '../ui/search-input';
import { useTyped } from '../ui/use-typed';

export interface JobsSearch {
  project?: string;
  name?: string;
  state?: string;
  tag?: string;
  node?: string;
  outcome?: string;
}

interface JobsFilterProps {
  search: JobsSearch;
  onChange: (change: { [K in keyof JobsSearch]?: JobsSearch[K] | undefined }) => void;
}

/** How a run may end. */
export const OUTCOMES = ['succeeded', 'failed', 'timed_out', 'missed', 'skipped', 'cancelled', 'lost'] as const;

const TAG = /^[^:]+:.*$/;

export function JobsFilter({ search, onChange }: JobsFilterProps) {
  const { jobs, words, runStatus } = useMessages();
  const nodes = useQuery(nodesQuery);
  const isNarrowed = Object.values(search).some((value) => value !== undefined);
  return (
    <Group gap="xs" wrap="wrap">
      <SearchInput
        aria-label={jobs.searchByName}
        placeholder={jobs.searchByName}
        value={search.name}
        onChange={(name) => onChange({ name })}
        w={{ base: '100%', xs: 220 }}
      />
      <ProjectSelect value={search.project} onChange={(project) => onChange({ project })} />
      <Select
        aria-label={words.state}
        placeholder={jobs.stateAny}
        data={[
          { value: 'enabled', label: jobs.stateEnabled },
          { value: 'paused', label: jobs.statePaused },
          { value: 'unassigned', label: jobs.stateUnassigned },
        ]}
        value={search.state ?? null}
        onChange={(state) => onChange({ state: state ?? undefined })}
        clearable
        w={140}
      />
      <Select
        aria-label={jobs.lastRun}
        placeholder={jobs.outcomeAny}
        data={[
          { value: 'failing', label: jobs.outcomeFailing },
          { group: jobs.outcomeLast, items: OUTCOMES.map((value) => ({ value, label: runStatus[value] })) },
          { value: 'none', label: jobs.outcomeNever },
        ]}
        value={search.outcome ?? null}
        onChange={(outcome) => onChange({ outcome: outcome ?? undefined })}
        clearable
        w={140}
      />
      <TagInput value={search.tag} onChange={(tag) => onChange({ tag })} />
      <Select
        aria-label={words.node}
        placeholder={jobs.anyNode}
        renderOption={renderName}
        data={(nodes.data?.items ?? []).map(({ id }) => id)}
        value={search.node ?? null}
        onChange={(node) => onChange({ node: node ?? undefined })}
        clearable
        searchable
        w={150}
        visibleFrom="sm"
      />
      {isNarrowed && (
        <Button
          variant="subtle"
          onClick={() =>
            onChange({
              name: undefined,
              project: undefined,
              state: undefined,
              tag: undefined,
              node: undefined,
              outcome: undefined,
            })
          }
        >
          {words.clearFilters}
        </Button>
      )}
    </Group>
  );
}

/** Taken over once it is `name:value`: half a tag would be refused. */
function TagInput({ value, onChange }: { value: string | undefined; onChange: (tag: string | undefined) => void }) {
  const { jobs } = useMessages();
  const [typed, setTyped] = useTyped(value);
  const take = (text: string): void => {
    const wanted = text === '' ? undefined : TAG.test(text) ? text : value;
    setTyped(text, wanted);
    if (wanted !== value) onChange(wanted);
  };
  return (
    <TextInput
      aria-label={jobs.tagFilter}
      placeholder={jobs.tagExample}
      translate="no"
      value={typed}
      onChange={(event) => take(event.currentTarget.value)}
      w={130}
      visibleFrom="sm"
    />
  );
}
