import { Checkbox, Group, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import { CopyIcon } from '../ui/code-block';
import type { OutputChunk } from './use-run-story';
import classes from './run-log.module.css';

interface RunLogProps {
  chunks: readonly OutputChunk[];
  isLive: boolean;
}

/** What a run said, as it says it. Follows the end until the reader scrolls or says otherwise. */
export function RunLog({ chunks, isLive }: RunLogProps) {
  const { runs } = useMessages();
  const format = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const [follows, setFollows] = useState(true);
  useEffect(() => {
    if (follows && isLive && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [chunks, follows, isLive]);
  return (
    <div>
      <Group gap="sm" mb={4} justify="flex-end">
        {isLive && (
          <Checkbox
            label={runs.follow}
            checked={follows}
            onChange={(event) => setFollows(event.currentTarget.checked)}
          />
        )}
        <CopyIcon text={chunks.map(({ text }) => text).join('\n')} />
      </Group>
      <div ref={box} className={classes.log} role="log" aria-label={runs.log} tabIndex={0} translate="no">
        {chunks.map(({ seq, at, stream, text }) => (
          <div key={seq} className={classes.line} data-stream={stream}>
            <time dateTime={at}>{format.time(at)}</time>
            <span>{text.replace(/\n$/, '')}</span>
          </div>
        ))}
      </div>
      {chunks.length === 0 && (
        <Text size="sm" c="dimmed">
          {isLive ? runs.logWaiting : runs.logEmpty}
        </Text>
      )}
    </div>
  );
}
