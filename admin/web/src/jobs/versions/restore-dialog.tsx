import { Alert, Button, Group, Modal, ScrollArea, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, type Job } from '../../api/client';
import { useFormat } from '../../format/use-format';
import { useMessages } from '../../i18n/locale';
import { notifyDone } from '../../ui/notify';
import { ProblemAlert } from '../../ui/problem-alert';
import { QueryView } from '../../ui/query-view';
import { jobCalls, useJobCall } from '../job-actions';
import { FieldChanges } from './field-changes';
import { diffQuery } from './version-queries';

interface RestoreDialogProps {
  job: Job;
  version: number;
  onClose: () => void;
}

/** Shows what rolling back will change of the job as it is now; when that has moved meanwhile, shows it anew and asks again. */
export function RestoreDialog({ job, version, onClose }: RestoreDialogProps) {
  const { versions, words } = useMessages();
  const format = useFormat();
  const queryClient = useQueryClient();
  // What is looked at is what is agreed to: the page's own look at the job must not exchange it in passing.
  const [seen, setSeen] = useState(job.version);
  const [movedTo, setMovedTo] = useState<number | null>(null);
  const diff = useQuery({ ...diffQuery(job.id, seen, version), placeholderData: undefined });
  const restore = useJobCall(
    () => jobCalls.restore({ id: job.id, version: seen }, version),
    ({ name }) => {
      notifyDone(versions.restored(name, format.number(version)));
      onClose();
    },
    (error) => {
      const current =
        error instanceof ApiProblem && error.code === 'version_mismatch' ? error.problem['version'] : null;
      if (typeof current !== 'number') return;
      setSeen(current);
      setMovedTo(current);
      void queryClient.invalidateQueries({ queryKey: ['jobs'] });
    },
  );
  const isMismatch = restore.error instanceof ApiProblem && restore.error.code === 'version_mismatch';
  const changes = diff.data?.changes ?? [];
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={<b>{versions.restoreTitle(job.name, format.number(version))}</b>}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {versions.restoreText}
        </Text>
        {movedTo !== null && (
          <Alert
            color="yellow"
            variant="light"
            icon={<IconAlertTriangle />}
            role="alert"
            title={versions.changedMeanwhile(format.number(movedTo))}
          >
            {versions.changedMeanwhileText}
          </Alert>
        )}
        <QueryView query={diff} rows={4}>
          {() =>
            changes.length === 0 ? (
              <Text size="sm">{versions.restoreNothing}</Text>
            ) : (
              <>
                <Text size="sm" fw={500}>
                  {versions.restoreWill(changes.length)}
                </Text>
                <ScrollArea.Autosize
                  mah={360}
                  type="auto"
                  viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': versions.compare }}
                >
                  <FieldChanges changes={changes} />
                </ScrollArea.Autosize>
              </>
            )
          }
        </QueryView>
        {restore.error !== null && !isMismatch && <ProblemAlert error={restore.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button
            disabled={!diff.data || changes.length === 0}
            loading={restore.isPending}
            onClick={() => restore.mutate(undefined)}
          >
            {versions.restore}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
