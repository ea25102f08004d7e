import { Button, Group, Text } from '@mantine/core';
import {
  IconFolderShare,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconTag,
  IconTrash,
  type Icon,
} from '@tabler/icons-react';
import { useMessages } from '../i18n/locale';
import { useMay, type Permission } from '../session/may';
import { BULK_KINDS, type BulkKind } from './bulk-kinds';
import classes from './jobs-page.module.css';

const ICONS: Record<BulkKind, Icon> = {
  run: IconPlayerPlay,
  pause: IconPlayerPause,
  resume: IconPlayerTrackNext,
  tag: IconTag,
  move: IconFolderShare,
  delete: IconTrash,
};

/** In any project: what is refused of some is said when it is tried. */
const BULK_PERMISSIONS: Record<BulkKind, Permission> = {
  run: 'runs:write',
  pause: 'jobs:operate',
  resume: 'jobs:operate',
  tag: 'jobs:write',
  move: 'jobs:write',
  delete: 'jobs:write',
};

interface BulkBarProps {
  count: number;
  onAsk: (kind: BulkKind) => void;
  onClear: () => void;
}

/** What to do with the jobs that are selected. */
export function BulkBar({ count, onAsk, onClear }: BulkBarProps) {
  const { jobs, words } = useMessages();
  const may = useMay();
  const names: Record<BulkKind, string> = {
    run: jobs.runNow,
    pause: jobs.pause,
    resume: jobs.resume,
    tag: jobs.addTag,
    move: jobs.move,
    delete: words.delete,
  };
  return (
    <Group className={classes.bar} gap={6}>
      <Text size="sm" fw={500} mr="xs" role="status">
        {jobs.selected(count)}
      </Text>
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
