import type { ComboboxItem } from '@mantine/core';

/** Options that are names which people gave: no browser shall translate them. */
export function renderName({ option }: { option: ComboboxItem }) {
  return <span translate="no">{option.label}</span>;
}
