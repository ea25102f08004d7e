import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { projectsQuery } from '../api/queries';
import { useMessages } from '../i18n/locale';
import type { ProjectPermission } from '../session/may';
import { useMay } from '../session/use-may';

interface OwnerSelectProps {
  label: string;
  /** What the person must be allowed to do there. */
  permission: ProjectPermission;
  /** Null: the whole cluster. */
  value: string | null;
  onChange: (project: string | null) => void;
  error?: ReactNode;
  disabled?: boolean;
}

/** No project has this name. */
const CLUSTER = '';

/** Whose something is: a project's, or the whole cluster's. */
export function OwnerSelect({ label, permission, value, onChange, error, disabled }: OwnerSelectProps) {
  const { alerts } = useMessages();
  const { may, isClusterAdmin } = useMay();
  const projects = useQuery(projectsQuery);
  const names = (projects.data?.items ?? []).map(({ name }) => name).filter((name) => may(permission, name));
  const own = value === null || names.includes(value) ? [] : [value];
  return (
    <Select
      label={label}
      data={[
        ...(isClusterAdmin || value === null ? [{ value: CLUSTER, label: alerts.wholeCluster }] : []),
        ...[...names, ...own].map((name) => ({ value: name, label: name })),
      ]}
      renderOption={({ option }) => <span translate={option.value === CLUSTER ? undefined : 'no'}>{option.label}</span>}
      value={value ?? CLUSTER}
      onChange={(project) => onChange(project === CLUSTER ? null : project)}
      allowDeselect={false}
      searchable={names.length > 8}
      error={error}
      disabled={disabled ?? false}
    />
  );
}
