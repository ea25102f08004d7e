import { Button, Group, Text } from '@mantine/core';
import {
  IconFolderShare,
  IconMapPin,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconTag,
  IconTrash,
  type Icon,
} from '@tabler/icons-react';
import { useMessages } from '../../i18n/locale';
import { useMay } from '../../session/use-may';
import { BULK_KINDS, BULK_PERMISSIONS, type BulkKind } from './bulk-kinds';
import classes from '../jobs-page.module.css';

const ICONS: Record<BulkKind, Icon> = {
  run: IconPlayerPlay,
  pause: IconPlayerPause,
  resume: IconPlayerTrackNext,
  tag: IconTag,
  place: IconMapPin,
  move: IconFolderShare,
  delete: IconTrash,
};

interface BulkBarProps {
  count: number;
  /** More match than are selected: takes all of them. Absent: there are no more. */
  onSelectAll?: (() => void) | undefined;
  isSelecting: boolean;
  onAsk: (kind: BulkKind) => void;
  onClear: () => void;
}

/** What to do with the jobs that are selected. */
export function BulkBar({ count, onSelectAll, isSelecting, onAsk, onClear }: BulkBarProps) {
  const { jobs, words } = useMessages();
  const { may } = useMay();
  const names: Record<BulkKind, string> = {
    run: jobs.runNow,
    pause: jobs.pause,
    resume: jobs.resume,
    tag: jobs.addTag,
    place: jobs.place,
    move: jobs.move,
    delete: words.delete,
  };
  return (
    <Group className={classes.bar} gap={6}>
      <Text size="sm" fw={500} mr="xs" role="status">
        {jobs.selected(count)}
      </Text>
      {onSelectAll && (
        <Button size="compact-sm" variant="subtle" loading={isSelecting} onClick={onSelectAll}>
          {jobs.selectMatching}
        </Button>
      )}
      {BULK_KINDS.filter((kind) => may(BULK_PERMISSIONS[kind])).map((kind) => {
        const Sign = ICONS[kind];
        return (
          <Button
            key={kind}
            size="compact-sm"
            variant={kind === 'delete' ? 'light' : 'default'}
            color={kind === 'delete' ? 'red' : undefined}
            leftSection={<Sign size={15} stroke={1.7} aria-hidden />}
            onClick={() => onAsk(kind)}
          >
            {names[kind]}
          </Button>
        );
      })}
      <Button size="compact-sm" variant="subtle" onClick={onClear} ml="auto">
        {words.cancel}
      </Button>
    </Group>
  );
}
