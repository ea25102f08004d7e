import { Button, Group, Modal, Select, SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, dataOf } from '../api/client';
import { useMessages } from '../i18n/locale';
import { useFieldErrors } from '../ui/field-errors';
import { notifyDone } from '../ui/notify';
import { OwnerSelect } from '../ui/owner-select';
import { ProblemAlert } from '../ui/problem-alert';
import { ALL_KINDS, CLUSTER_KINDS, RUN_KINDS } from './alert-kinds';
import { toRuleInput, type RuleDraft } from './rule-draft';
import { RuleFigures, TellFields } from './rule-fields';

interface RuleDialogProps {
  initial: RuleDraft;
  onClose: () => void;
}

/** One rule of a project or of the cluster. Where it stands and its kind are chosen once. */
export function RuleDialog({ initial, onClose }: RuleDialogProps) {
  const { alertRules, words } = useMessages();
  const [draft, setDraft] = useState(initial);
  const change = (part: Partial<RuleDraft>): void => setDraft((before) => ({ ...before, ...part }));
  const save = useSaveRule(onClose);
  const errors = useFieldErrors(save.error);
  // A list is at fault where one of its names is.
  const errorOf = (path: string) =>
    errors[path] ?? Object.entries(errors).find(([one]) => one.startsWith(`${path}.`))?.[1];
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
      title={<b>{isNew ? alertRules.newRule : alertRules.editRule}</b>}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <WhichRule draft={draft} isNew={isNew} onChange={change} errorOf={errorOf} />
          <RuleFigures
            kind={draft.kind}
            figures={draft.figures}
            onChange={(figures) => change({ figures })}
            errorOf={(name) => errorOf(`rule.${name}`)}
          />
          <TellFields
            project={draft.project}
            tell={draft.tell}
            onChange={(tell) => change({ tell })}
            hint={draft.project === null ? alertRules.channelsHintCluster : alertRules.channelsHint}
            errorOf={errorOf}
          />
          <Switch
            label={alertRules.enabled}
            description={alertRules.enabledHint}
            checked={draft.enabled}
            onChange={(event) => change({ enabled: event.currentTarget.checked })}
          />
          {save.error !== null && <ProblemAlert error={save.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {words.cancel}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {isNew ? alertRules.create : words.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface WhichRuleProps {
  draft: RuleDraft;
  isNew: boolean;
  onChange: (part: Partial<RuleDraft>) => void;
  errorOf: (path: string) => string | undefined;
}

function WhichRule({ draft, isNew, onChange, errorOf }: WhichRuleProps) {
  const { alertRules, alerts, words } = useMessages();
  const options = (kinds: typeof ALL_KINDS) => kinds.map((kind) => ({ value: kind, label: alerts.kinds[kind] }));
  const groups = [
    { group: alertRules.groups.runs, items: options([...RUN_KINDS, 'no_node']) },
    ...(draft.project === null ? [{ group: alertRules.groups.cluster, items: options(CLUSTER_KINDS) }] : []),
  ];
  const setOwner = (project: string | null): void => {
    const isOfClusterAlone = (CLUSTER_KINDS as typeof ALL_KINDS).includes(draft.kind);
    const channels = { ...draft.tell, channels: [], escalateTo: [] };
    onChange({
      project,
      tell: channels,
      ...(project !== null && isOfClusterAlone ? { kind: 'failure', figures: {} } : {}),
    });
  };
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <OwnerSelect
          label={words.project}
          permission="alerts:write"
          value={draft.project}
          onChange={setOwner}
          disabled={!isNew}
          error={errorOf('project')}
        />
        <Select
          label={alertRules.kind}
          data={groups}
          value={draft.kind}
          onChange={(next) => onChange({ kind: ALL_KINDS.find((kind) => kind === next) ?? draft.kind, figures: {} })}
          allowDeselect={false}
          disabled={!isNew}
          error={errorOf('rule.kind')}
        />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {alertRules.meaning[draft.kind]}
      </Text>
    </>
  );
}

function useSaveRule(then: () => void) {
  const { alertRules } = useMessages();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (draft: RuleDraft) => {
      const body = toRuleInput(draft);
      if (draft.id === null) return dataOf(api.POST('/api/v1/alert-rules', { body }));
      return dataOf(api.PUT('/api/v1/alert-rules/{id}', { params: { path: { id: draft.id } }, body }));
    },
    onSuccess: (_, { id }) => {
      void queryClient.invalidateQueries({ queryKey: ['alert-rules'] });
      void queryClient.invalidateQueries({ queryKey: ['channels'] });
      notifyDone(id === null ? alertRules.createdDone : alertRules.savedDone);
      then();
    },
  });
}
