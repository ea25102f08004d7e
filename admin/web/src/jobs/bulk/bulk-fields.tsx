import { Autocomplete, Group, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { nodesQuery, projectsQuery } from '../../api/queries';
import { useFormat } from '../../format/use-format';
import { useMessages } from '../../i18n/locale';
import { renderName } from '../../ui/name-option';
import { wantsConfirmation, type BulkInput, type BulkKind } from './bulk-kinds';

interface FieldsProps {
  kind: BulkKind;
  input: BulkInput;
  /** Of jobs that will change. */
  count: number;
  onChange: (input: BulkInput) => void;
}

export function BulkFields({ kind, input, count, onChange }: FieldsProps) {
  const { jobs, words } = useMessages();
  const format = useFormat();
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
  if (kind === 'place') return <PlaceFields input={input} onChange={onChange} />;
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
  if (!wantsConfirmation(kind, count)) return null;
  return <TextInput label={jobs.deleteConfirm(format.number(count))} inputMode="numeric" {...text('confirmed')} />;
}

/** Labels that nodes carry now are offered; others may be on nodes to come. */
function PlaceFields({ input, onChange }: Pick<FieldsProps, 'input' | 'onChange'>) {
  const { jobs } = useMessages();
  const nodes = useQuery(nodesQuery);
  const labels = (nodes.data?.items ?? []).flatMap((node) => Object.entries(node.labels));
  const names = [...new Set(labels.map(([name]) => name))].sort();
  const values = [...new Set(labels.filter(([name]) => name === input.labelName.trim()).map(([, value]) => value))];
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={jobs.place}
        data={[
          { value: 'set', label: jobs.placeSet },
          { value: 'remove', label: jobs.placeRemove },
        ]}
        value={input.placing}
        onChange={(placing) => onChange({ ...input, placing })}
        w="fit-content"
      />
      <Group grow align="flex-start">
        <Autocomplete
          label={jobs.labelName}
          placeholder="zone"
          data={names}
          value={input.labelName}
          onChange={(labelName) => onChange({ ...input, labelName })}
          translate="no"
        />
        {input.placing === 'set' && (
          <Autocomplete
            label={jobs.labelValue}
            placeholder="a"
            data={values.sort()}
            value={input.labelValue}
            onChange={(labelValue) => onChange({ ...input, labelValue })}
            translate="no"
          />
        )}
      </Group>
    </Stack>
  );
}
