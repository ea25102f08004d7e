import { Button, Group, Modal, SegmentedControl, Select, SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiProblem, api, dataOf, type Channel } from '../api/client';
import { LANGUAGE_NAMES, LANGUAGES, useMessages } from '../i18n/locale';
import { useFieldErrors } from '../ui/field-errors';
import { renderName } from '../ui/name-option';
import { notifyDone } from '../ui/notify';
import { OwnerSelect } from '../ui/owner-select';
import { ProblemAlert, sentenceOf } from '../ui/problem-alert';
import { CHANNEL_TYPES, toChannelInput, toChannelPatch, type ChannelDraft } from './channel-draft';
import { KindFields } from './channel-fields';
import { PlainField } from './secret-field';

interface ChannelDialogProps {
  initial: ChannelDraft;
  /** Undefined: a new one. */
  stored?: Channel;
  /** With the channel that was made or changed. */
  onClose: (saved?: Channel) => void;
}

export function ChannelDialog({ initial, stored, onClose }: ChannelDialogProps) {
  const messages = useMessages();
  const { channels, words } = messages;
  const [draft, setDraft] = useState(initial);
  const change = (part: Partial<ChannelDraft>): void => setDraft((before) => ({ ...before, ...part }));
  const save = useSaveChannel(stored, onClose);
  const isTaken = save.error instanceof ApiProblem && save.error.code === 'channel_name_taken';
  const errors: Record<string, string> = {
    ...useFieldErrors(save.error),
    ...(isTaken ? { name: sentenceOf(save.error, messages) } : {}),
  };
  const errorOf = (path: string) =>
    errors[path] ?? Object.entries(errors).find(([one]) => one.startsWith(`${path}.`))?.[1];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(draft);
  };
  return (
    <Modal
      opened
      onClose={() => onClose()}
      size="lg"
      title={
        <b translate={stored ? 'no' : undefined}>{stored ? channels.editChannel(stored.name) : channels.newChannel}</b>
      }
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {!stored && <TypeChoice draft={draft} onChange={change} />}
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <PlainField
              label={channels.name}
              description={channels.nameHint}
              placeholder="ops"
              maxLength={63}
              value={draft.name}
              onChange={(name) => change({ name })}
              error={errorOf('name')}
              data-autofocus
            />
            <OwnerSelect
              label={words.project}
              permission="channels:write"
              value={draft.project}
              onChange={(project) => change({ project })}
              disabled={stored !== undefined}
              error={errorOf('project')}
            />
          </SimpleGrid>
          <KindFields draft={draft} onChange={change} stored={stored} errorOf={errorOf} />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <Select
              label={channels.language}
              data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
              renderOption={renderName}
              value={draft.language}
              onChange={(language) => change({ language: LANGUAGES.find((one) => one === language) ?? draft.language })}
              allowDeselect={false}
              translate="no"
            />
            <Switch
              label={channels.enabled}
              description={channels.enabledHint}
              checked={draft.enabled}
              onChange={(event) => change({ enabled: event.currentTarget.checked })}
              mt={{ base: 0, xs: 22 }}
            />
          </SimpleGrid>
          {stored && stored.secretsSet.length > 0 && (
            <Text size="xs" c="dimmed">
              {channels.movedNote}
            </Text>
          )}
          {save.error !== null && <ProblemAlert error={save.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => onClose()}>
              {words.cancel}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {stored ? channels.save : channels.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function TypeChoice({ draft, onChange }: { draft: ChannelDraft; onChange: (part: Partial<ChannelDraft>) => void }) {
  const { channels } = useMessages();
  const data = CHANNEL_TYPES.map((type) => ({ value: type, label: channels.types[type] }));
  const choose = (next: string | null): void =>
    onChange({ type: CHANNEL_TYPES.find((one) => one === next) ?? draft.type });
  return (
    <>
      <SegmentedControl
        aria-label={channels.type}
        data={data}
        value={draft.type}
        onChange={choose}
        fullWidth
        visibleFrom="xs"
      />
      <Select
        label={channels.type}
        data={data}
        value={draft.type}
        onChange={choose}
        allowDeselect={false}
        hiddenFrom="xs"
      />
    </>
  );
}

function useSaveChannel(stored: Channel | undefined, then: (saved: Channel) => void) {
  const { channels } = useMessages();
  const queryClient = useQueryClient();
  return useMutation({
    // What was sent holds secrets: it is forgotten as soon as nobody looks at it.
    gcTime: 0,
    mutationFn: (draft: ChannelDraft) => {
      if (!stored) return dataOf(api.POST('/api/v1/channels', { body: toChannelInput(draft) }));
      const params = { path: { id: stored.id }, header: { 'If-Match': `"${stored.version}"` } };
      return dataOf(api.PATCH('/api/v1/channels/{id}', { params, body: toChannelPatch(draft, stored) }));
    },
    onSuccess: (saved) => {
      void queryClient.invalidateQueries({ queryKey: ['channels'] });
      notifyDone(stored ? channels.savedDone(saved.name) : channels.createdDone(saved.name));
      then(saved);
    },
  });
}
