import { Button, Group, List, Modal, Progress, ScrollArea, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Job } from '../api/client';
import { projectsQuery } from '../api/queries';
import { useMessages } from '../i18n/locale';
import type { Messages } from '../i18n/en';
import { renderName } from '../ui/name-option';
import { notifyDone } from '../ui/notify';
import { sentenceOf } from '../ui/problem-alert';
import { BULK_RULES, EMPTY_INPUT, type BulkInput, type BulkKind } from './bulk-kinds';
import { useBulkRun } from './use-bulk-run';

interface BulkDialogProps {
  kind: BulkKind;
  jobs: readonly Job[];
  onClose: (changed: boolean) => void;
}

const SHOWN = 200;

/** Shows what will happen to which jobs, does it, and says what was refused. */
export function BulkDialog({ kind, jobs: chosen, onClose }: BulkDialogProps) {
  const messages = useMessages();
  const { jobs, words } = messages;
  const [input, setInput] = useState<BulkInput>(EMPTY_INPUT);
  const bulk = useBulkRun();
  const { changes, isComplete, call } = BULK_RULES[kind];
  const changing = chosen.filter((job) => changes(job, input));
  const { progress } = bulk;
  const isUnderWay = progress !== null && !progress.isOver;
  const go = async (): Promise<void> => {
    const { done, refused } = await bulk.start(changing, (job) => call(job, input));
    if (done > refused.length) notifyDone(jobs.bulkDone(done - refused.length));
    if (refused.length === 0) onClose(true);
  };
  return (
    <Modal
      opened
      onClose={() => (isUnderWay ? bulk.stop() : onClose(progress !== null))}
      title={<b>{titleOf(kind, chosen.length, messages)}</b>}
      closeButtonProps={{ 'aria-label': words.close }}
      size="md"
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {jobs[`${kind}Text`]}
        </Text>
        {!progress && <BulkFields kind={kind} input={input} onChange={setInput} />}
        {!progress && <Preview kind={kind} input={input} chosen={chosen} changing={changing.length} />}
        {progress && (
          <>
            <Progress
              value={progress.of === 0 ? 100 : (100 * progress.done) / progress.of}
              aria-label={jobs.progress(progress.done, progress.of)}
            />
            <Text size="sm" role="status">
              {jobs.progress(progress.done, progress.of)}
            </Text>
          </>
        )}
        {progress && progress.refused.length > 0 && (
          <>
            <Text size="sm" c="red">
              {jobs.bulkFailed(progress.refused.length)}
            </Text>
            <List size="sm">
              {progress.refused.slice(0, 20).map(({ job, error }) => (
                <List.Item key={job.id}>
                  <b translate="no">{job.name}</b>: {sentenceOf(error, messages)}
                </List.Item>
              ))}
            </List>
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => (isUnderWay ? bulk.stop() : onClose(progress !== null))}>
            {progress?.isOver ? words.close : words.cancel}
          </Button>
          {!progress && (
            <Button
              color={kind === 'delete' ? 'red' : undefined}
              disabled={changing.length === 0 || !isComplete(input)}
              onClick={() => void go()}
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

function titleOf(kind: BulkKind, count: number, { jobs }: Messages): string {
  return jobs[`${kind}Title`](count);
}

interface FieldsProps {
  kind: BulkKind;
  input: BulkInput;
  onChange: (input: BulkInput) => void;
}

function BulkFields({ kind, input, onChange }: FieldsProps) {
  const { jobs, words } = useMessages();
  const projects = useQuery({ ...projectsQuery, enabled: kind === 'move' });
  const text = (field: keyof BulkInput) => ({
    value: input[field],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      onChange({ ...input, [field]: event.currentTarget.value }),
  });
  if (kind === 'pause') {
    return (
      <>
        <TextInput label={jobs.pauseNote} maxLength={500} {...text('note')} />
        <TextInput type="datetime-local" label={jobs.pauseUntil} {...text('until')} />
      </>
    );
  }
  if (kind === 'tag') {
    return (
      <Group grow>
        <TextInput label={jobs.tagName} placeholder="team" maxLength={63} {...text('tagName')} />
        <TextInput label={jobs.tagValue} placeholder="pay" maxLength={200} {...text('tagValue')} />
      </Group>
    );
  }
  if (kind === 'move') {
    return (
      <Select
        label={words.project}
        renderOption={renderName}
        data={(projects.data?.items ?? []).map(({ name }) => name)}
        value={input.project || null}
        onChange={(project) => onChange({ ...input, project: project ?? '' })}
        searchable
      />
    );
  }
  return null;
}

interface PreviewProps {
  kind: BulkKind;
  input: BulkInput;
  chosen: readonly Job[];
  changing: number;
}

function Preview({ kind, input, chosen, changing }: PreviewProps) {
  const { jobs } = useMessages();
  const { changes } = BULK_RULES[kind];
  return (
    <Stack gap={4}>
      {chosen.length > 1 && <Text size="sm">{jobs.willChange(changing, chosen.length)}</Text>}
      <ScrollArea.Autosize
        mah={180}
        type="auto"
        viewportProps={{ tabIndex: 0, 'aria-label': jobs.title, role: 'region' }}
      >
        <List size="sm" spacing={2}>
          {chosen.slice(0, SHOWN).map((job) => (
            <List.Item key={job.id}>
              <span translate="no">{job.name}</span>
              <Text span size="xs" c="dimmed">
                {' '}
                <span translate="no">{job.project}</span>
                {!changes(job, input) && ` · ${jobs.unchanged}`}
              </Text>
            </List.Item>
          ))}
        </List>
      </ScrollArea.Autosize>
    </Stack>
  );
}
