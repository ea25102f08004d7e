import { Autocomplete } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { secretsQuery } from '../../api/queries';
import { useMessages } from '../../i18n/locale';

const PLACEHOLDER = /^\{\{\s*secrets\.([A-Za-z_]\w*)\s*\}\}$/;

/** The name in `{{secrets.NAME}}`; what is no such text is shown as it is. */
const nameIn = (text: string): string => PLACEHOLDER.exec(text)?.[1] ?? text;
const placeholderOf = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? `{{secrets.${name}}}` : name);

interface SecretInputProps {
  label: string;
  project: string;
  value: string;
  onChange: (value: string) => void;
  error: ReactNode;
}

/** A secret by its name: values are never part of a job. */
export function SecretInput({ label, project, value, onChange, error }: SecretInputProps) {
  const { jobForm } = useMessages();
  const names = useSecretNames(project);
  return (
    <Autocomplete
      label={label}
      description={names?.length === 0 ? jobForm.noSecrets(project) : jobForm.secretHint}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      placeholder="ORDERS_TOKEN"
      leftSection={<IconKey size={15} aria-hidden />}
      data={names ?? []}
      value={nameIn(value)}
      onChange={(name) => onChange(placeholderOf(name.trim()))}
      error={error}
      translate="no"
      spellCheck={false}
      autoComplete="off"
    />
  );
}

/** Undefined while nobody knows. */
export function useSecretNames(project: string): string[] | undefined {
  const { data } = useQuery(secretsQuery(project));
  return data?.items.map(({ name }) => name);
}
