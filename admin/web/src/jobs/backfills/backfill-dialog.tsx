import { Alert, Button, Group, Modal, NumberInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconInfoCircle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Job } from '../../api/client';
import { useFormat } from '../../format/use-format';
import { fromWallTime, toWallTime } from '../../format/wall-time';
import { useMessages } from '../../i18n/locale';
import { notifyDone } from '../../ui/notify';
import { ProblemAlert } from '../../ui/problem-alert';
import { Waiting } from '../../ui/query-view';
import { fieldErrorsOf } from '../form/field-errors-of';
import { Times } from '../form/schedule-preview';
import { backfillCalls, backfillPreviewQuery, type BackfillRange } from './backfill-queries';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const TYPING_MS = 400;
/** More than this is worth a word of warning. */
const MANY = 1_000;
const TIMES_SHOWN = 100;

interface BackfillDialogProps {
  job: Job;
  onClose: () => void;
}

/** Which planned times of the past to run: says how many and which before anybody agrees. */
export function BackfillDialog({ job, onClose }: BackfillDialogProps) {
  const messages = useMessages();
  const { backfills, words } = messages;
  const format = useFormat();
  const queryClient = useQueryClient();
  const { timeZone } = job.schedule;
  const [wall, setWall] = useState(() => lastDay(timeZone));
  const [concurrency, setConcurrency] = useState(1);
  const range: BackfillRange = {
    from: fromWallTime(wall.from, timeZone) ?? '',
    to: fromWallTime(wall.to, timeZone) ?? '',
  };
  const [settled] = useDebouncedValue(range, TYPING_MS);
  const isComplete = settled.from !== '' && settled.to !== '';
  const preview = useQuery({ ...backfillPreviewQuery(job.id, settled), enabled: isComplete });
  const isCurrent = settled.from === range.from && settled.to === range.to && !preview.isPlaceholderData;
  const create = useMutation({
    mutationFn: () => backfillCalls.create(job.id, { ...range, concurrency }),
    onSuccess: () => {
      notifyDone(backfills.started);
      void queryClient.invalidateQueries({ queryKey: ['backfills'] });
      void queryClient.invalidateQueries({ queryKey: ['runs'] });
      onClose();
    },
  });
  const errors = { ...fieldErrorsOf(preview.error, messages), ...fieldErrorsOf(create.error, messages) };
  const planned = preview.error ? 0 : (preview.data?.planned ?? 0);
  const field = (name: 'from' | 'to') => (
    <TextInput
      type="datetime-local"
      label={backfills[name]}
      description={backfills.inZone(timeZone)}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      value={wall[name].slice(0, 16)}
      onChange={(event) => setWall({ ...wall, [name]: event.currentTarget.value })}
      error={errors[name]}
    />
  );
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<b>{backfills.title(job.name)}</b>}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {backfills.text}
        </Text>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          {field('from')}
          {field('to')}
          <NumberInput
            label={backfills.atOnce}
            description={backfills.atOnceHint}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            min={1}
            max={100}
            allowDecimal={false}
            value={concurrency}
            onChange={(value) => setConcurrency(Number(value) || 1)}
            error={errors['concurrency']}
          />
        </SimpleGrid>
        <div style={{ minHeight: 120 }}>
          {preview.isLoading && <Waiting rows={4} />}
          {preview.error !== null && Object.keys(errors).length === 0 && <ProblemAlert error={preview.error} />}
          {preview.data && !preview.error && (
            <Stack gap="xs">
              <Text size="sm" fw={500} role="status">
                {planned === 0 ? backfills.nothing : backfills.will(format.number(planned), planned)}
              </Text>
              {planned > MANY && (
                <Alert color="yellow" variant="light" icon={<IconInfoCircle />}>
                  {backfills.many}
                </Alert>
              )}
              {planned > 0 && <Times times={preview.data.times} zone={timeZone} maxHeight={220} />}
              {planned > TIMES_SHOWN && (
                <Text size="xs" c="dimmed">
                  {backfills.firstShown(TIMES_SHOWN)}
                </Text>
              )}
            </Stack>
          )}
        </div>
        {create.error !== null && <ProblemAlert error={create.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button disabled={planned === 0 || !isCurrent} loading={create.isPending} onClick={() => create.mutate()}>
            {planned === 0 ? backfills.start : backfills.startMany(format.number(planned), planned)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function lastDay(timeZone: string): { from: string; to: string } {
  const now = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  const wall = (at: number): string => toWallTime(new Date(at).toISOString(), timeZone);
  return { from: wall(now - DAY_MS), to: wall(now) };
}
