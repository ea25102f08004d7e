import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiProblem, type Job } from '../../api/client';
import { useFormat } from '../../format/use-format';
import { useMessages } from '../../i18n/locale';
import { BulkResult } from '../../ui/bulk-result';
import { notifyDone } from '../../ui/notify';
import { useBulkRun } from '../../ui/use-bulk-run';
import { jobCalls } from '../job-actions';
import { BulkFields } from './bulk-fields';
import { BULK_RULES, EMPTY_INPUT, wantsConfirmation, type BulkInput, type BulkKind } from './bulk-kinds';
import { BulkPreview } from './bulk-preview';

interface BulkDialogProps {
  kind: BulkKind;
  jobs: readonly Job[];
  onClose: (changed: boolean) => void;
}

/** Shows what will happen to which jobs, does it, says what was refused and why, and tries that again. */
export function BulkDialog({ kind, jobs: chosen, onClose }: BulkDialogProps) {
  const { jobs, words } = useMessages();
  const format = useFormat();
  const [input, setInput] = useState<BulkInput>(EMPTY_INPUT);
  const [succeeded, setSucceeded] = useState(0);
  const bulk = useBulkRun<Job>();
  const { changes, isComplete, call } = BULK_RULES[kind];
  const changing = chosen.filter((job) => changes(job, input));
  const { progress } = bulk;
  const isUnderWay = progress !== null && !progress.isOver;
  const isConfirmed =
    !wantsConfirmation(kind, changing.length) || digitsOf(input.confirmed) === String(changing.length);
  const go = async (some: readonly Job[], each: (job: Job) => Promise<unknown>): Promise<void> => {
    const { done, refused, left } = await bulk.start(some, each);
    const well = succeeded + done - refused.length;
    setSucceeded(well);
    if (refused.length > 0 || left.length > 0) return;
    notifyDone(jobs.bulkDone(well));
    onClose(true);
  };
  // Others may have changed a refused job meanwhile: it is looked at again, and may want no change any more.
  const again = async (job: Job): Promise<unknown> => {
    const now = await jobCalls.read(job.id).catch((error: unknown) => {
      if (kind === 'delete' && error instanceof ApiProblem && error.code === 'job_not_found') return null;
      throw error;
    });
    return now && changes(now, input) ? await call(now, input) : null;
  };
  const close = (): void => (isUnderWay ? void bulk.stop() : onClose(progress !== null));
  const rest = progress?.isOver ? [...progress.refused.map(({ item }) => item), ...progress.left] : [];
  return (
    <Modal
      opened
      onClose={close}
      title={<b>{jobs[`${kind}Title`](chosen.length)}</b>}
      closeButtonProps={{ 'aria-label': words.close }}
      closeOnClickOutside={!isUnderWay}
      size="lg"
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {jobs[`${kind}Text`]}
        </Text>
        {progress ? (
          <BulkResult
            progress={progress}
            succeeded={succeeded}
            keyOf={({ id }) => id}
            nameOf={({ id, name }) => (
              <Link to="/jobs/$jobId" params={{ jobId: id }} translate="no">
                {name}
              </Link>
            )}
          />
        ) : (
          <>
            <BulkFields kind={kind} input={input} count={changing.length} onChange={setInput} />
            <BulkPreview kind={kind} input={input} chosen={chosen} changing={changing} />
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {progress?.isOver ? words.close : isUnderWay ? jobs.stopBulk : words.cancel}
          </Button>
          {rest.length > 0 && (
            <Button onClick={() => void go(rest, again)}>
              {jobs.tryRest(format.number(rest.length), rest.length)}
            </Button>
          )}
          {!progress && (
            <Button
              color={kind === 'delete' ? 'red' : undefined}
              disabled={changing.length === 0 || !isComplete(input) || !isConfirmed}
              onClick={() => void go(changing, (job) => call(job, input))}
              data-autofocus
            >
              {kind === 'delete' ? words.delete : jobs.doIt}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

/** `1,000` is a thousand too. */
function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}
