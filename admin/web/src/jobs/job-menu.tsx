import { ActionIcon, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconAdjustments,
  IconCopy,
  IconDots,
  IconHistory,
  IconListDetails,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconTrash,
} from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { Job } from '../api/client';
import { useMessages } from '../i18n/locale';
import { useMay } from '../session/use-may';
import { notifyDone, notifyFailed } from '../ui/notify';
import { sentenceOf } from '../ui/problem-alert';
import type { BulkKind } from './bulk/bulk-kinds';
import { jobCalls, useJobCall } from './job-actions';

const RunDialog = lazy(() => import('./run-dialog').then((dialog) => ({ default: dialog.RunDialog })));

/** What can be done to one job. What cannot be undone, or wants words, asks in a dialog. */
export function JobMenu({ job, onAsk }: { job: Job; onAsk: (kind: BulkKind) => void }) {
  const messages = useMessages();
  const { jobs, words, versions } = messages;
  const navigate = useNavigate();
  const { may } = useMay();
  const [isChanging, changing] = useDisclosure(false);
  const canRun = may('runs:write', job.project);
  const canOperate = may('jobs:operate', job.project);
  const canWrite = may('jobs:write', job.project);
  const failed = (error: unknown): void => notifyFailed(sentenceOf(error, messages));
  const run = useJobCall(
    (id: string) => jobCalls.run(id),
    ({ id }) => {
      notifyDone(jobs.runStarted);
      return navigate({ to: '/runs/$runId', params: { runId: id } });
    },
    failed,
  );
  const resume = useJobCall(jobCalls.resume, ({ name }) => notifyDone(jobs.resumedDone(name)), failed);
  const sign = { size: 16, stroke: 1.6, 'aria-hidden': true } as const;
  const menu = (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={jobs.actionsOf(job.name)}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {canRun && (
          <>
            <Menu.Item leftSection={<IconPlayerPlay {...sign} />} onClick={() => run.mutate(job.id)}>
              {jobs.runNow}
            </Menu.Item>
            <Menu.Item leftSection={<IconAdjustments {...sign} />} onClick={changing.open}>
              {jobs.runWith}
            </Menu.Item>
          </>
        )}
        {canOperate && job.enabled && (
          <Menu.Item leftSection={<IconPlayerPause {...sign} />} onClick={() => onAsk('pause')}>
            {jobs.pause}
          </Menu.Item>
        )}
        {canOperate && !job.enabled && (
          <Menu.Item leftSection={<IconPlayerTrackNext {...sign} />} onClick={() => resume.mutate(job.id)}>
            {jobs.resume}
          </Menu.Item>
        )}
        {canWrite && (
          <Menu.Item
            component={Link}
            to="/jobs/$jobId/edit"
            params={{ jobId: job.id } as never}
            leftSection={<IconPencil {...sign} />}
          >
            {words.edit}
          </Menu.Item>
        )}
        {may('jobs:write') && (
          <Menu.Item
            component={Link}
            to="/jobs/new"
            search={{ from: job.id } as never}
            leftSection={<IconCopy {...sign} />}
          >
            {jobs.duplicate}
          </Menu.Item>
        )}
        <Menu.Item
          component={Link}
          to="/runs"
          search={{ job: job.id } as never}
          leftSection={<IconListDetails {...sign} />}
        >
          {jobs.viewRuns}
        </Menu.Item>
        <Menu.Item
          component={Link}
          to="/jobs/$jobId"
          params={{ jobId: job.id } as never}
          search={{ tab: 'versions' } as never}
          leftSection={<IconHistory {...sign} />}
        >
          {versions.tab}
        </Menu.Item>
        {canWrite && (
          <>
            <Menu.Divider />
            <Menu.Item color="red" leftSection={<IconTrash {...sign} />} onClick={() => onAsk('delete')}>
              {jobs.deleteJob}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
  return (
    <>
      {menu}
      {isChanging && (
        <Suspense fallback={null}>
          <RunDialog job={job} onClose={changing.close} />
        </Suspense>
      )}
    </>
  );
}
