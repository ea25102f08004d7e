import { IconCircleDashed, IconPlayerPause, IconPlugConnectedX } from '@tabler/icons-react';
import type { Job } from '../api/client';
import { useMessages } from '../i18n/locale';
import { ToneBadge } from '../ui/state-badge';

/** Only what is out of the ordinary: a job that is enabled, assigned and has a next run says nothing. */
export function JobState({ job }: { job: Job }) {
  const { jobs } = useMessages();
  if (!job.enabled) {
    return (
      <ToneBadge tone="idle" icon={IconPlayerPause}>
        {jobs.paused}
      </ToneBadge>
    );
  }
  if (job.nextRuns.length === 0) {
    return (
      <ToneBadge tone="idle" icon={IconCircleDashed}>
        {jobs.ended}
      </ToneBadge>
    );
  }
  if (job.assignment === 'pending') {
    return (
      <ToneBadge tone="warn" icon={IconPlugConnectedX}>
        {jobs.unassigned}
      </ToneBadge>
    );
  }
  return null;
}
