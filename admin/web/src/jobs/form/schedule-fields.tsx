import { Accordion, Group, NumberInput, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useMemo } from 'react';
import { allZones } from '../../format/zones';
import { useLocale } from '../../i18n/locale';
import { DurationField } from '../../ui/duration-field';
import { renderName } from '../../ui/name-option';
import { CronBuilder } from './cron-builder-fields';
import { cronWords } from '../schedule-words';
import { SCHEDULE_KINDS, type JobDraft, type ScheduleKind } from '../job-draft';

export function ScheduleFields({ form }: { form: UseFormReturnType<JobDraft> }) {
  const { messages, language } = useLocale();
  const { jobForm } = messages;
  const { schedule } = form.getValues();
  const zones = useMemo(() => allZones(), []);
  const kinds: Record<ScheduleKind, string> = {
    cron: jobForm.kindCron,
    every: jobForm.kindEvery,
    at: jobForm.kindAt,
  };
  const words = schedule.kind === 'cron' ? cronWords(schedule.cron, language) : null;
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={jobForm.schedule}
        data={SCHEDULE_KINDS.map((kind) => ({ value: kind, label: kinds[kind] }))}
        value={schedule.kind}
        onChange={(kind) => form.setFieldValue('schedule.kind', kind)}
        w="fit-content"
      />
      {schedule.kind === 'cron' && (
        <>
          <CronBuilder cron={schedule.cron} onChange={(cron) => form.setFieldValue('schedule.cron', cron)} />
          <TextInput
            label={jobForm.expression}
            description={jobForm.expressionHint}
            translate="no"
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            spellCheck={false}
            {...form.getInputProps('schedule.cron')}
          />
          {words !== null && (
            <Text size="sm" fw={500} role="status">
              {words}
            </Text>
          )}
        </>
      )}
      {schedule.kind === 'every' && (
        <Group grow align="flex-start">
          <DurationField
            label={jobForm.every}
            valueMs={schedule.everyMs}
            onChange={(ms) => form.setFieldValue('schedule.everyMs', ms)}
            error={form.errors['schedule.everyMs']}
          />
          <DurationField
            label={jobForm.phase}
            valueMs={schedule.phaseMs}
            onChange={(ms) => form.setFieldValue('schedule.phaseMs', ms)}
            error={form.errors['schedule.phaseMs']}
          />
        </Group>
      )}
      {schedule.kind === 'at' && (
        <TextInput
          type="datetime-local"
          step={1}
          label={jobForm.at}
          description={jobForm.atHint(schedule.timeZone)}
          {...form.getInputProps('schedule.at')}
        />
      )}
      <Select
        label={jobForm.timeZone}
        data={zones}
        searchable
        limit={80}
        renderOption={renderName}
        allowDeselect={false}
        translate="no"
        {...form.getInputProps('schedule.timeZone')}
      />
      <Accordion variant="filled" chevronPosition="left" styles={{ content: { paddingInline: 0 } }}>
        <Accordion.Item value="bounds">
          <Accordion.Control fz="sm" px={0}>
            {jobForm.bounds}
          </Accordion.Control>
          <Accordion.Panel>
            <Group grow align="flex-start">
              <TextInput type="datetime-local" label={jobForm.startAt} {...form.getInputProps('schedule.startAt')} />
              <TextInput type="datetime-local" label={jobForm.endAt} {...form.getInputProps('schedule.endAt')} />
            </Group>
            <NumberInput
              mt="sm"
              label={jobForm.jitter}
              description={jobForm.jitterHint}
              min={0}
              max={86_400}
              {...form.getInputProps('schedule.jitterS')}
              error={form.errors['schedule.jitterMs']}
            />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  );
}
