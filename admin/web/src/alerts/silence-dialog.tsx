import {
  Button,
  Group,
  Input,
  Modal,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, dataOf } from '../api/client';
import { useMessages } from '../i18n/locale';
import { useFieldErrors } from '../ui/field-errors';
import { JobSelect } from '../ui/job-select';
import { notifyDone } from '../ui/notify';
import { OwnerSelect } from '../ui/owner-select';
import { ProblemAlert } from '../ui/problem-alert';
import { ALL_KINDS } from './alert-kinds';
import { SilenceCover } from './silence-cover';
import { PRESETS, timesOf, toSilenceInput, type Preset, type SilenceDraft } from './silence-draft';

interface SilenceDialogProps {
  initial: SilenceDraft;
  onClose: () => void;
}

/** Makes a silence, or changes when it ends; what it covers can be chosen once. */
export function SilenceDialog({ initial, onClose }: SilenceDialogProps) {
  const { alerts, words } = useMessages();
  const [draft, setDraft] = useState(initial);
  const change = (part: Partial<SilenceDraft>): void => setDraft((before) => ({ ...before, ...part }));
  const save = useSaveSilence(onClose);
  const errors = useFieldErrors(save.error);
  const isNew = initial.id === null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(draft);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<b>{isNew ? alerts.newSilence : alerts.editSilence}</b>}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {alerts.silenceText}
          </Text>
          {isNew && <Scope draft={draft} onChange={change} errors={errors} />}
          <TextInput
            label={alerts.note}
            placeholder={alerts.noteHint}
            maxLength={500}
            value={draft.note}
            onChange={(event) => change({ note: event.currentTarget.value })}
            error={errors['note']}
            data-autofocus
          />
          <Times draft={draft} onChange={change} error={errors['endsAt']} />
          <SilenceCover draft={draft} />
          {save.error !== null && <ProblemAlert error={save.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {words.cancel}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {isNew ? alerts.create : words.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface PartProps {
  draft: SilenceDraft;
  onChange: (part: Partial<SilenceDraft>) => void;
}

function Scope({ draft, onChange, errors }: PartProps & { errors: Record<string, string> }) {
  const { alerts, words } = useMessages();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <OwnerSelect
        label={words.project}
        permission="alerts:acknowledge"
        value={draft.project}
        onChange={(project) => onChange({ project, jobId: null, jobName: null })}
        error={errors['project']}
      />
      <Select
        label={alerts.kind}
        placeholder={alerts.everyKind}
        data={ALL_KINDS.map((kind) => ({ value: kind, label: alerts.kinds[kind] }))}
        value={draft.kind}
        onChange={(kind) => onChange({ kind: ALL_KINDS.find((one) => one === kind) ?? null })}
        clearable
        clearButtonProps={{ 'aria-label': words.remove }}
        error={errors['kind']}
      />
      <JobSelect
        label={words.job}
        placeholder={alerts.anyJob}
        project={draft.project ?? undefined}
        value={draft.jobId === null ? null : { id: draft.jobId, name: draft.jobName ?? draft.jobId }}
        onChange={(job) => onChange({ jobId: job?.id ?? null, jobName: job?.name ?? null })}
        error={errors['jobId']}
      />
    </SimpleGrid>
  );
}

function Times({ draft, onChange, error }: PartProps & { error: string | undefined }) {
  const { alerts } = useMessages();
  const presets: Preset[] = [...(Object.keys(PRESETS) as (keyof typeof PRESETS)[]), 'custom'];
  return (
    <>
      <div>
        <Input.Label labelElement="div" mb={4}>
          {alerts.duration}
        </Input.Label>
        <SegmentedControl
          aria-label={alerts.duration}
          data={presets.map((preset) => ({ value: preset, label: alerts.presets[preset] }))}
          value={draft.preset}
          onChange={(preset) => onChange({ preset })}
          fullWidth
        />
      </div>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput
          type="datetime-local"
          label={alerts.start}
          description={alerts.startHint}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          value={draft.start}
          onChange={(event) => onChange({ start: event.currentTarget.value })}
        />
        {draft.preset === 'custom' && (
          <TextInput
            type="datetime-local"
            label={alerts.end}
            description={alerts.silencesTooLong}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            value={draft.end}
            onChange={(event) => onChange({ end: event.currentTarget.value })}
            error={error}
          />
        )}
      </SimpleGrid>
    </>
  );
}

function useSaveSilence(then: () => void) {
  const { alerts } = useMessages();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (draft: SilenceDraft) => {
      const now = Date.now();
      if (draft.id === null) return dataOf(api.POST('/api/v1/silences', { body: toSilenceInput(draft, now) }));
      const body = { note: draft.note.trim(), ...timesOf(draft, now) };
      return dataOf(api.PATCH('/api/v1/silences/{id}', { params: { path: { id: draft.id } }, body }));
    },
    onSuccess: (_, { id }) => {
      void queryClient.invalidateQueries({ queryKey: ['silences'] });
      notifyDone(id === null ? alerts.createdDone : alerts.savedDone);
      then();
    },
  });
}
