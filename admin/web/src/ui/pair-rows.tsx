import { ActionIcon, Button, Group, Input, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMessages } from '../i18n/locale';
import type { Pair } from '../jobs/job-draft';

interface PairRowsProps {
  label: string;
  pairs: readonly Pair[];
  onChange: (pairs: Pair[]) => void;
  addLabel?: string;
  namePlaceholder?: string;
  valuePlaceholder?: string;
  /** By name of the pair. */
  errorOf?: (name: string) => string | undefined;
}

/** Names and values, a row each: headers, tags, labels, variables. */
export function PairRows({ label, pairs, onChange, addLabel, errorOf, ...placeholders }: PairRowsProps) {
  const { words, jobForm } = useMessages();
  const change = (index: number, part: Partial<Pair>): void =>
    onChange(pairs.map((pair, i) => (i === index ? { ...pair, ...part } : pair)));
  return (
    <Input.Wrapper
      label={label}
      component="fieldset"
      styles={{ root: { border: 0, padding: 0, margin: 0 } }}
      labelElement="div"
    >
      <Stack gap={6} mt={4} align="stretch">
        {pairs.map(({ name, value }, i) => (
          <Group key={i} gap={6} wrap="nowrap" align="flex-start">
            <TextInput
              aria-label={`${label}: ${words.name} ${i + 1}`}
              placeholder={placeholders.namePlaceholder}
              value={name}
              onChange={(event) => change(i, { name: event.currentTarget.value })}
              error={errorOf?.(name)}
              style={{ flex: 2 }}
              translate="no"
            />
            <TextInput
              aria-label={`${label}: ${words.value} ${i + 1}`}
              placeholder={placeholders.valuePlaceholder}
              value={value}
              onChange={(event) => change(i, { value: event.currentTarget.value })}
              style={{ flex: 3 }}
              translate="no"
            />
            <ActionIcon
              aria-label={`${words.remove}: ${label} ${i + 1}`}
              onClick={() => onChange(pairs.filter((_, other) => other !== i))}
              mt={4}
            >
              <IconTrash size={16} stroke={1.6} />
            </ActionIcon>
          </Group>
        ))}
        <div>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onChange([...pairs, { name: '', value: '' }])}
          >
            {addLabel ?? jobForm.addPair}
          </Button>
        </div>
      </Stack>
    </Input.Wrapper>
  );
}
