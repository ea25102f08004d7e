import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { jobsPageQuery } from '../api/queries';
import { useMessages } from '../i18n/locale';
import { renderName } from './name-option';

interface NamedJob {
  id: string;
  name: string;
}

interface JobSelectProps {
  label: string;
  placeholder: string;
  project: string | undefined;
  value: NamedJob | null;
  onChange: (job: NamedJob | null) => void;
  error?: ReactNode;
}

const SHOWN = 50;
const TYPING_MS = 150;

/** One job, found by a part of its name: there may be far too many for a list. */
export function JobSelect({ label, placeholder, project, value, onChange, error }: JobSelectProps) {
  const { words } = useMessages();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), TYPING_MS);
  // A name that has been chosen is not a search for it.
  const name = asked === '' || asked === value?.name ? undefined : asked;
  const jobs = useQuery({ ...jobsPageQuery({ project, name }, SHOWN), refetchInterval: false });
  const found = new Map((jobs.data?.items ?? []).map((job) => [job.id, job.name]));
  if (value !== null) found.set(value.id, value.name);
  return (
    <Select
      label={label}
      placeholder={placeholder}
      data={[...found].map(([id, text]) => ({ value: id, label: text }))}
      value={value?.id ?? null}
      onChange={(id) => onChange(id === null ? null : { id, name: found.get(id) ?? id })}
      searchable
      onSearchChange={setTyped}
      filter={({ options }) => options}
      renderOption={renderName}
      nothingFoundMessage={words.none}
      clearable
      clearButtonProps={{ 'aria-label': words.remove }}
      error={error}
    />
  );
}
