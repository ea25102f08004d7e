import { Button, Group, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useFormat } from '../../format/use-format';
import { useLocale, useMessages } from '../../i18n/locale';
import { Instant } from '../../ui/instant';
import { ToneBadge } from '../../ui/state-badge';
import { Name } from './field-changes';
import type { VersionHead } from './version-queries';
import classes from './version-list.module.css';

const NAMED = 4;
/** Whose name Crony's own changes carry. */
const CRONY = 'crony';

interface VersionListProps {
  heads: readonly VersionHead[];
  current: number;
  chosen: number | undefined;
  onChoose: (version: number) => void;
  /** Absent: the reader may not. */
  onRestore?: (version: number) => void;
}

/** Newest first: the number, what it changed, by whom, when. */
export function VersionList({ heads, current, chosen, onChoose, onRestore }: VersionListProps) {
  const { versions } = useMessages();
  const format = useFormat();
  return (
    <ul className={classes.list} aria-label={versions.title}>
      {heads.map((head) => (
        <li key={head.version} className={classes.item} data-chosen={head.version === chosen || undefined}>
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <Group gap={8} wrap="nowrap">
              {head.version === 1 ? (
                <Text size="sm" fw={500}>
                  {versions.version(format.number(head.version))}
                </Text>
              ) : (
                <button
                  type="button"
                  className={classes.name}
                  aria-pressed={head.version === chosen}
                  onClick={() => onChoose(head.version)}
                >
                  {versions.version(format.number(head.version))}
                </button>
              )}
              {head.version === current && <ToneBadge tone="busy">{versions.current}</ToneBadge>}
            </Group>
            {onRestore && head.version !== current && (
              <Button
                size="compact-xs"
                variant="default"
                leftSection={<IconArrowBackUp size={13} aria-hidden />}
                aria-label={`${versions.restore}: ${versions.version(format.number(head.version))}`}
                onClick={() => onRestore(head.version)}
              >
                {versions.restore}
              </Button>
            )}
          </Group>
          <Text size="sm" component="div" mt={2}>
            <Changed head={head} />
          </Text>
          <Text size="xs" c="dimmed" component="div">
            <Instant at={head.createdAt} />
            {' · '}
            {head.author === CRONY ? versions.byCrony : <span translate="no">{head.author}</span>}
          </Text>
        </li>
      ))}
    </ul>
  );
}

function Changed({ head: { version, changed } }: { head: VersionHead }) {
  const { messages, language } = useLocale();
  const { versions } = messages;
  if (version === 1) return <>{versions.created}</>;
  if (changed === null) return <>{versions.unknownChange}</>;
  if (changed.length === 0) return <>{versions.nothingChanged}</>;
  const shown = changed.slice(0, NAMED);
  return (
    <>
      {shown.map((path, i) => (
        <span key={path}>
          {i > 0 && (language === 'zh' ? '、' : ', ')}
          <Name path={path} />
        </span>
      ))}
      {changed.length > shown.length && ` ${versions.andMore(changed.length - shown.length)}`}
    </>
  );
}
