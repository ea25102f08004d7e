import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { jobQuery } from '../api/queries';
import { useMessages } from '../i18n/locale';

/** The job that a list is narrowed to, by its name. */
export function JobChip({ jobId, onClear }: { jobId: string; onClear: () => void }) {
  const { words } = useMessages();
  const job = useQuery({ ...jobQuery(jobId), refetchInterval: false });
  return (
    <Button variant="light" rightSection={<IconX size={14} aria-label={words.remove} />} onClick={onClear} h={30}>
      {words.job}:&nbsp;<span translate="no">{job.data?.name ?? jobId.slice(0, 8)}</span>
    </Button>
  );
}
