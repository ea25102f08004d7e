import { CloseButton, TextInput, type TextInputProps } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useMessages } from '../i18n/locale';
import { useTyped } from './use-typed';

interface SearchInputProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

const TYPING_MS = 250;

/** Text that narrows a list as it is typed. */
export function SearchInput({ value, onChange, ...rest }: SearchInputProps) {
  const { words } = useMessages();
  const [typed, setTyped] = useTyped(value);
  const tell = useDebouncedCallback(onChange, TYPING_MS);
  const type = (text: string): void => {
    const wanted = text.trim() || undefined;
    setTyped(text, wanted);
    tell(wanted);
  };
  return (
    <TextInput
      type="search"
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={typed !== '' && <CloseButton size="sm" onClick={() => type('')} aria-label={words.clearFilters} />}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      {...rest}
    />
  );
}
