import { Alert, Box, Button, CopyButton, Group, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconKey } from '@tabler/icons-react';
import { useMessages } from '../i18n/locale';
import classes from './shown-once.module.css';

interface ShownOnceProps {
  /** What it is: names the field for who cannot see it. */
  label: string;
  value: string;
  /** What to do with it now. */
  text: string;
}

/** A secret that nobody can read again: to be copied before the dialog is closed. */
export function ShownOnce({ label, value, text }: ShownOnceProps) {
  const { words } = useMessages();
  return (
    <Alert variant="light" color="yellow" icon={<IconKey />} title={words.shownOnce}>
      <Text size="sm">{text}</Text>
      <Group gap="xs" mt="xs" wrap="nowrap" align="stretch">
        <Box component="output" className={classes.value} aria-label={label} translate="no">
          {value}
        </Box>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              h="auto"
              leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
              style={{ flex: 'none' }}
            >
              {copied ? words.copied : words.copy}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Alert>
  );
}
