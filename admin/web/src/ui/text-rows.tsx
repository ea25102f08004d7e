import { ActionIcon, Button, Group, Input, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMessages } from '../i18n/locale';

interface TextRowsProps {
  label: string;
  description?: string;
  texts: readonly string[];
  onChange: (texts: string[]) => void;
  errorOf?: (index: number) => string | undefined;
}

/** Texts in an order, a row each, which may hold anything: arguments. */
export function TextRows({ label, description, texts, onChange, errorOf }: TextRowsProps) {
  const { words, jobForm } = useMessages();
  return (
    <Input.Wrapper
      label={label}
      description={description}
      component="fieldset"
      styles={{ root: { border: 0, padding: 0, margin: 0 } }}
      labelElement="div"
    >
      <Stack gap={6} mt={4} align="stretch">
        {texts.map((text, i) => (
          <Group key={i} gap={6} wrap="nowrap" align="flex-start">
            <TextInput
              aria-label={`${label} ${i + 1}`}
              value={text}
              onChange={(event) => onChange(texts.map((one, at) => (at === i ? event.currentTarget.value : one)))}
              error={errorOf?.(i)}
              style={{ flex: 1 }}
              translate="no"
              className="mono"
            />
            <ActionIcon
              aria-label={`${words.remove}: ${label} ${i + 1}`}
              onClick={() => onChange(texts.filter((_, at) => at !== i))}
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
            onClick={() => onChange([...texts, ''])}
          >
            {jobForm.addPair}
          </Button>
        </div>
      </Stack>
    </Input.Wrapper>
  );
}
