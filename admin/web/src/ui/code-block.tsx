import { ActionIcon, Box, CopyButton, ScrollArea, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useMessages } from '../i18n/locale';
import classes from './code-block.module.css';

/** Text as a machine wrote it, to read and to copy. JSON is laid out. */
export function CodeBlock({ text, label, maxHeight = 320 }: { text: string; label: string; maxHeight?: number }) {
  const shown = laidOut(text);
  return (
    <Box className={classes.block} translate="no">
      <ScrollArea.Autosize
        mah={maxHeight}
        type="auto"
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': label }}
      >
        <pre className={classes.text}>{shown}</pre>
      </ScrollArea.Autosize>
      <Box className={classes.copy}>
        <CopyIcon text={text} />
      </Box>
    </Box>
  );
}

export function CopyIcon({ text }: { text: string }) {
  const { words } = useMessages();
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? words.copied : words.copy}>
          <ActionIcon size="sm" onClick={copy} aria-label={copied ? words.copied : words.copy}>
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

function laidOut(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text; // cut short, or no JSON after all
  }
}
