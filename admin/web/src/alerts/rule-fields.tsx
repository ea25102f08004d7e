/** Fields that rules of a project, of the cluster and of a job share. */
import { Anchor, Input, MultiSelect, NumberInput, SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { channelsQuery } from '../api/alert-queries';
import type { AlertKind } from '../api/client';
import { useMessages } from '../i18n/locale';
import { DurationField } from '../ui/duration-field';
import { renderName } from '../ui/name-option';
import { FIRST_FIGURES, type FigureName, type Figures, type TellDraft } from './rule-draft';

interface RuleFiguresProps {
  kind: AlertKind;
  figures: Figures;
  onChange: (figures: Figures) => void;
  errorOf?: (name: FigureName) => ReactNode;
}

export function RuleFigures({ kind, figures, onChange, errorOf }: RuleFiguresProps) {
  const { alertRules } = useMessages();
  const names = Object.keys(FIRST_FIGURES[kind]) as FigureName[];
  if (names.length === 0) return null;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      {names.map((name) => {
        const value = figures[name] ?? FIRST_FIGURES[kind][name] ?? 0;
        const set = (next: number): void => onChange({ ...figures, [name]: next });
        const shared = { label: alertRules.figures[name], error: errorOf?.(name) };
        if (name.endsWith('Ms')) return <DurationField key={name} {...shared} valueMs={value} onChange={set} />;
        return <NumberInput key={name} {...shared} min={0} value={value} onChange={(next) => set(Number(next))} />;
      })}
    </SimpleGrid>
  );
}

interface ChannelSelectProps {
  label: string;
  description?: string | undefined;
  /** Whose channels may be named: the project's and the cluster's. */
  project: string | null;
  value: readonly string[];
  onChange: (names: string[]) => void;
  error?: ReactNode;
}

export function ChannelSelect({ label, description, project, value, onChange, error }: ChannelSelectProps) {
  const { alertRules } = useMessages();
  const channels = useQuery(channelsQuery);
  const known = (channels.data?.items ?? []).filter((one) => one.project === null || one.project === project);
  const names = [...new Set(known.map(({ name }) => name))];
  if (channels.data && names.length === 0 && value.length === 0) {
    return (
      <div>
        <Input.Label labelElement="div">{label}</Input.Label>
        <Text size="sm" c="dimmed">
          {alertRules.noChannelsYet}{' '}
          <Anchor component={Link} to="/alerts/channels" size="sm">
            {alertRules.addChannel}
          </Anchor>
        </Text>
      </div>
    );
  }
  return (
    <MultiSelect
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      data={[...new Set([...names, ...value])]}
      value={[...value]}
      onChange={onChange}
      renderOption={renderName}
      searchable={names.length > 8}
      error={error}
    />
  );
}

interface TellFieldsProps {
  project: string | null;
  tell: TellDraft;
  onChange: (tell: TellDraft) => void;
  /** What an empty list of channels means. */
  hint: string;
  /** By path, from the rule on. */
  errorOf: (path: string) => ReactNode;
}

/** Who is told, whether also of the end, and who when nobody looks after it. */
export function TellFields({ project, tell, onChange, hint, errorOf }: TellFieldsProps) {
  const { alertRules } = useMessages();
  const set = (part: Partial<TellDraft>): void => onChange({ ...tell, ...part });
  return (
    <Stack gap="sm">
      <ChannelSelect
        label={alertRules.channels}
        description={hint}
        project={project}
        value={tell.channels}
        onChange={(channels) => set({ channels })}
        error={errorOf('channels')}
      />
      <Switch
        label={alertRules.recovery}
        checked={tell.recovery}
        onChange={(event) => set({ recovery: event.currentTarget.checked })}
      />
      <Switch
        label={alertRules.escalates}
        description={alertRules.escalatesHint}
        checked={tell.escalates}
        onChange={(event) => set({ escalates: event.currentTarget.checked })}
      />
      {tell.escalates && (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <ChannelSelect
            label={alertRules.escalateTo}
            project={project}
            value={tell.escalateTo}
            onChange={(escalateTo) => set({ escalateTo })}
            error={errorOf('escalation.channels')}
          />
          <DurationField
            label={alertRules.escalateAfter}
            valueMs={tell.escalateAfterMs}
            onChange={(escalateAfterMs) => set({ escalateAfterMs })}
            error={errorOf('escalation.afterMs')}
          />
        </SimpleGrid>
      )}
    </Stack>
  );
}
