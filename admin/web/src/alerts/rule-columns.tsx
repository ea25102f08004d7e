import { ActionIcon, Group, Menu, Stack, Text, Tooltip } from '@mantine/core';
import { IconDots, IconPencil, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, dataOf, type AlertRuleRow } from '../api/client';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import { useMay } from '../session/use-may';
import type { Column } from '../ui/list-table';
import { notifyDone, notifyFailed } from '../ui/notify';
import { sentenceOf } from '../ui/problem-alert';
import { ToneBadge } from '../ui/state-badge';
import { WithName } from '../ui/with-name';
import { Owner } from './alert-columns';
import { draftOfRule, toRuleInput } from './rule-draft';
import { ruleWords } from './rule-words';

interface RowParts {
  onEdit: (row: AlertRuleRow) => void;
  onDelete: (row: AlertRuleRow) => void;
}

interface ColumnParts extends RowParts {
  rules: readonly AlertRuleRow[];
  /** The one whose jobs are looked at: a rule of the cluster may be overruled there. */
  project: string | undefined;
}

export function useRuleColumns({ rules, project, onEdit, onDelete }: ColumnParts): Column<AlertRuleRow>[] {
  const { alertRules } = useMessages();
  const isOverruled = (row: AlertRuleRow): boolean =>
    row.project === null &&
    project !== undefined &&
    rules.some((other) => other.project === project && other.rule.kind === row.rule.kind);
  return [
    { key: 'kind', title: alertRules.kind, cell: (row) => <What row={row} isOverruled={isOverruled(row)} /> },
    { key: 'owner', title: alertRules.where, width: 130, cell: ({ project: own }) => <Owner project={own} /> },
    { key: 'tell', title: alertRules.channels, cell: (row) => <Tells row={row} /> },
    { key: 'state', title: '', width: 90, cell: ({ enabled }) => <OnOff enabled={enabled} /> },
    {
      key: 'actions',
      title: '',
      width: 40,
      align: 'end',
      cell: (row) => <RuleMenu row={row} onEdit={onEdit} onDelete={onDelete} />,
    },
  ];
}

function OnOff({ enabled }: { enabled: boolean }) {
  const { alertRules } = useMessages();
  return <ToneBadge tone={enabled ? 'ok' : 'idle'}>{enabled ? alertRules.enabled : alertRules.off}</ToneBadge>;
}

function What({ row, isOverruled = false }: { row: AlertRuleRow; isOverruled?: boolean }) {
  const messages = useMessages();
  const { alerts, alertRules } = messages;
  const format = useFormat();
  return (
    <div style={{ minWidth: 120 }}>
      <Tooltip label={alertRules.meaning[row.rule.kind]}>
        <Link to="/alerts/rules" search={(before) => ({ ...before, rule: row.id })} className="quiet">
          <Text span size="sm" fw={500} c={isOverruled ? 'dimmed' : undefined}>
            {alerts.kinds[row.rule.kind]}
          </Text>
        </Link>
      </Tooltip>
      <Text size="xs" c="dimmed">
        {ruleWords(row.rule, messages, format)}
        {isOverruled && ` · ${alertRules.overruled}`}
      </Text>
    </div>
  );
}

type Told = Pick<AlertRuleRow, 'channels' | 'escalation' | 'recovery'>;

/** Whom a rule tells; `nobody`: what no channels mean here. */
export function Tells({ row, nobody }: { row: Told & { project?: string | null }; nobody?: string }) {
  const { alertRules } = useMessages();
  const format = useFormat();
  const { channels, escalation, project } = row;
  const none = nobody ?? (project == null ? alertRules.nobody : alertRules.farther);
  return (
    <div>
      <Text size="sm" translate={channels.length > 0 ? 'no' : undefined} c={channels.length > 0 ? undefined : 'dimmed'}>
        {channels.length > 0 ? channels.join(', ') : none}
      </Text>
      {escalation !== null && (
        <Text size="xs" c="dimmed">
          <WithName
            say={(names) => alertRules.escalation(names, format.duration(escalation.afterMs))}
            name={escalation.channels.join(', ')}
          />
        </Text>
      )}
    </div>
  );
}

function RuleMenu({ row, onEdit, onDelete }: RowParts & { row: AlertRuleRow }) {
  const messages = useMessages();
  const { alertRules, alerts, words } = messages;
  const { may } = useMay();
  const queryClient = useQueryClient();
  const toggle = useMutation({
    mutationFn: () => {
      const body = toRuleInput({ ...draftOfRule(row), enabled: !row.enabled });
      return dataOf(api.PUT('/api/v1/alert-rules/{id}', { params: { path: { id: row.id } }, body }));
    },
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['alert-rules'] });
      notifyDone(alertRules.savedDone);
    },
    onError: (error) => notifyFailed(sentenceOf(error, messages)),
  });
  const sign = { size: 16, stroke: 1.6, 'aria-hidden': true } as const;
  if (!may('alerts:write', row.project)) return null;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={alertRules.actionsOf(alerts.kinds[row.rule.kind])}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil {...sign} />} onClick={() => onEdit(row)}>
          {words.edit}
        </Menu.Item>
        <Menu.Item
          leftSection={row.enabled ? <IconPlayerPause {...sign} /> : <IconPlayerPlay {...sign} />}
          onClick={() => toggle.mutate()}
        >
          {row.enabled ? alertRules.turnOff : alertRules.turnOn}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash {...sign} />} onClick={() => onDelete(row)}>
          {words.delete}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** On a phone. */
export function RuleCard({ row, onEdit, onDelete }: RowParts & { row: AlertRuleRow }) {
  return (
    <Stack gap={4}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <What row={row} />
        <Group gap={4} wrap="nowrap">
          <OnOff enabled={row.enabled} />
          <RuleMenu row={row} onEdit={onEdit} onDelete={onDelete} />
        </Group>
      </Group>
      <Owner project={row.project} />
      <Tells row={row} />
    </Stack>
  );
}
