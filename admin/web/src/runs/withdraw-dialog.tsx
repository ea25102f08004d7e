import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, dataOf, type Run } from '../api/client';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import { BulkResult } from '../ui/bulk-result';
import { notifyDone } from '../ui/notify';
import { useBulkRun } from '../ui/use-bulk-run';

/** Runs that nobody has taken are withdrawn for good: it is said how many, and of those that somebody took first. */
export function WithdrawDialog({ runs: chosen, onClose }: { runs: readonly Run[]; onClose: () => void }) {
  const { runs, jobs, words } = useMessages();
  const format = useFormat();
  const bulk = useBulkRun<Run>();
  const [succeeded, setSucceeded] = useState(0);
  const { progress } = bulk;
  const isUnderWay = progress !== null && !progress.isOver;
  const go = async (some: readonly Run[]): Promise<void> => {
    const { done, refused, left } = await bulk.start(some, ({ id }) =>
      dataOf(api.POST('/api/v1/runs/{id}/cancel', { params: { path: { id } } })),
    );
    const well = succeeded + done - refused.length;
    setSucceeded(well);
    if (refused.length > 0 || left.length > 0) return;
    notifyDone(runs.withdrawnMany(well));
    onClose();
  };
  const rest = progress?.isOver ? [...progress.refused.map(({ item }) => item), ...progress.left] : [];
  return (
    <Modal
      opened
      onClose={() => (isUnderWay ? void bulk.stop() : onClose())}
      title={<b>{runs.withdrawTitle(chosen.length)}</b>}
      closeButtonProps={{ 'aria-label': words.close }}
      closeOnClickOutside={!isUnderWay}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {runs.withdrawText}
        </Text>
        {progress && (
          <BulkResult
            progress={progress}
            succeeded={succeeded}
            keyOf={({ id }) => id}
            nameOf={({ id, jobName }) => (
              <Link to="/runs/$runId" params={{ runId: id }} translate="no">
                {jobName}
              </Link>
            )}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => (isUnderWay ? void bulk.stop() : onClose())}>
            {progress?.isOver ? words.close : isUnderWay ? jobs.stopBulk : words.cancel}
          </Button>
          {rest.length > 0 && (
            <Button onClick={() => void go(rest)}>{jobs.tryRest(format.number(rest.length), rest.length)}</Button>
          )}
          {!progress && (
            <Button color="red" onClick={() => void go(chosen)} data-autofocus>
              {runs.withdraw}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
