import { NumberInput, Select, SimpleGrid, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { projectsQuery } from '../../api/queries';
import { useMessages } from '../../i18n/locale';
import { renderName } from '../../ui/name-option';
import { PairRows } from '../../ui/pair-rows';
import type { JobFormApi } from './job-form-api';

export function BasicFields({ form }: { form: JobFormApi }) {
  const { jobForm } = useMessages();
  const projects = useQuery(projectsQuery);
  const { project } = form.getValues();
  const names = (projects.data?.items ?? []).map(({ name }) => name);
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <TextInput
        label={jobForm.name}
        placeholder="settle-orders"
        translate="no"
        description={jobForm.nameHint}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        required
        withAsterisk={false}
        maxLength={200}
        {...form.getInputProps('name')}
      />
      <Select
        label={jobForm.project}
        renderOption={renderName}
        data={[...new Set([...names, project])]}
        allowDeselect={false}
        searchable={names.length > 8}
        {...form.getInputProps('project')}
      />
    </SimpleGrid>
  );
}

/** Who it is, for people. */
export function AboutFields({ form, isNew }: { form: JobFormApi; isNew: boolean }) {
  const { jobForm } = useMessages();
  const { tags } = form.getValues();
  return (
    <Stack gap="sm">
      <Textarea
        label={jobForm.description}
        autosize
        minRows={2}
        maxLength={2_000}
        {...form.getInputProps('description')}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput label={jobForm.owner} placeholder={jobForm.ownerHint} {...form.getInputProps('owner')} />
      </SimpleGrid>
      <PairRows
        label={jobForm.tags}
        namePlaceholder="team"
        valuePlaceholder="pay"
        pairs={tags}
        onChange={(pairs) => form.setFieldValue('tags', pairs)}
        errorOf={(name) => form.errors[`tags.${name}`] as string | undefined}
      />
      {isNew && (
        <Switch
          label={jobForm.enabled}
          description={jobForm.enabledHint}
          {...form.getInputProps('enabled', { type: 'checkbox' })}
        />
      )}
    </Stack>
  );
}

/** Which nodes may have it, and who goes first where one has too much to do. */
export function PlacementFields({ form }: { form: JobFormApi }) {
  const { jobForm } = useMessages();
  const { nodeLabels } = form.getValues();
  return (
    <Stack gap="sm">
      <PairRows
        label={jobForm.nodeLabels}
        namePlaceholder="zone"
        valuePlaceholder="a"
        pairs={nodeLabels}
        onChange={(pairs) => form.setFieldValue('nodeLabels', pairs)}
        errorOf={(name) => form.errors[`nodeLabels.${name}`] as string | undefined}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <NumberInput
          label={jobForm.priority}
          description={jobForm.priorityHint}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          min={0}
          max={9}
          allowDecimal={false}
          {...form.getInputProps('priority')}
        />
      </SimpleGrid>
    </Stack>
  );
}
