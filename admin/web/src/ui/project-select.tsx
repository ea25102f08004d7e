import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { projectsQuery } from '../api/queries';
import { useMessages } from '../i18n/locale';
import { renderName } from './name-option';

interface ProjectSelectProps {
  value: string | undefined;
  onChange: (project: string | undefined) => void;
}

/** Narrows a page to one project. */
export function ProjectSelect({ value, onChange }: ProjectSelectProps) {
  const { words } = useMessages();
  const projects = useQuery(projectsQuery);
  const names = (projects.data?.items ?? []).map(({ name }) => name);
  return (
    <Select
      aria-label={words.project}
      placeholder={words.allProjects}
      data={[...new Set([...names, ...(value === undefined ? [] : [value])])]}
      value={value ?? null}
      onChange={(name) => onChange(name ?? undefined)}
      renderOption={renderName}
      clearable
      clearButtonProps={{ 'aria-label': words.clearFilters }}
      searchable={names.length > 8}
      w={{ base: '100%', xs: 150 }}
    />
  );
}
