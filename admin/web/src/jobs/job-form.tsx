import { Accordion, Button, Card, Grid, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconPlugConnected } from '@tabler/icons-react';
import { useBlocker } from '@tanstack/react-router';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { JobAlertFields } from '../alerts/job-alert-fields';
import { ApiProblem, type JobInput } from '../api/client';
import { useMessages } from '../i18n/locale';
import { fieldErrorsOf } from '../ui/field-errors';
import { ProblemAlert } from '../ui/problem-alert';
import { BasicFields, MoreFields } from './about-fields';
import { CallbackFields } from './callback-fields';
import { CallbackTester } from './callback-tester';
import { toJobInput } from './draft-to-input';
import type { JobDraft } from './job-draft';
import { PolicyFields } from './policy-fields';
import { ScheduleFields } from './schedule-fields';
import { SchedulePreview } from './schedule-preview';

interface JobFormProps {
  initial: JobDraft;
  /** The job as it is, when one is edited. */
  stored?: JobInput;
  submitLabel: string;
  onSubmit: (input: JobInput) => Promise<unknown>;
  onCancel: () => void;
}

/** Create and edit. What the hub says of a field stands at that field. */
export function JobForm({ initial, stored, submitLabel, onSubmit, onCancel }: JobFormProps) {
  const { jobForm, words, alertRules } = useMessages();
  const form = useForm<JobDraft>({ initialValues: initial });
  const [testing, tester] = useDisclosure(false);
  const isSaved = useRef(false);
  const failure = form.errors['form'] as unknown;
  const leave = useBlocker({
    shouldBlockFn: () => form.isDirty() && !isSaved.current,
    enableBeforeUnload: () => form.isDirty() && !isSaved.current,
    withResolver: true,
  });
  const [isSaving, setSaving] = useState(false);
  const save = async (): Promise<void> => {
    form.clearErrors();
    setSaving(true);
    isSaved.current = true;
    try {
      await onSubmit(toJobInput(form.getValues(), stored));
    } catch (error) {
      isSaved.current = false;
      form.setErrors({ ...errorsOf(error), form: error as ReactNode });
    }
    setSaving(false);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void save();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <Section title={jobForm.basics}>
              <BasicFields form={form} />
            </Section>
            <Section title={jobForm.schedule}>
              <ScheduleFields form={form} />
            </Section>
            <Section title={jobForm.callback}>
              <CallbackFields form={form} stored={stored?.callback} />
              <Group mt="sm">
                <Button variant="light" leftSection={<IconPlugConnected size={15} />} onClick={tester.open}>
                  {jobForm.test}
                </Button>
              </Group>
            </Section>
            <Card padding={0}>
              <Accordion chevronPosition="left" multiple>
                <Accordion.Item value="policies">
                  <Accordion.Control>
                    <Title order={2}>{jobForm.policies}</Title>
                  </Accordion.Control>
                  <Accordion.Panel>
                    <PolicyFields form={form} />
                  </Accordion.Panel>
                </Accordion.Item>
                <Accordion.Item value="alerts">
                  <Accordion.Control>
                    <Title order={2}>{alertRules.jobTitle}</Title>
                  </Accordion.Control>
                  <Accordion.Panel>
                    <JobAlertFields
                      project={form.getValues().project}
                      value={form.getValues().alerts}
                      onChange={(alerts) => form.setFieldValue('alerts', alerts)}
                      errors={form.errors}
                    />
                  </Accordion.Panel>
                </Accordion.Item>
                <Accordion.Item value="more">
                  <Accordion.Control>
                    <Title order={2}>{jobForm.more}</Title>
                  </Accordion.Control>
                  <Accordion.Panel>
                    <MoreFields form={form} isNew={stored === undefined} />
                  </Accordion.Panel>
                </Accordion.Item>
              </Accordion>
            </Card>
            {failure !== undefined && <ProblemAlert error={failure} />}
            <Group>
              <Button type="submit" size="sm" loading={isSaving}>
                {submitLabel}
              </Button>
              <Button variant="default" size="sm" onClick={onCancel}>
                {words.cancel}
              </Button>
            </Group>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Card style={{ position: 'sticky', insetBlockStart: 64 }}>
            <Title order={2} mb="xs">
              {jobForm.preview}
            </Title>
            <SchedulePreview draft={form.getValues().schedule} />
          </Card>
        </Grid.Col>
      </Grid>
      {testing && <CallbackTester input={toJobInput(form.getValues(), stored)} onClose={tester.close} />}
      <Modal
        opened={leave.status === 'blocked'}
        onClose={() => leave.reset?.()}
        title={<b>{jobForm.leaveTitle}</b>}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <Text size="sm">{jobForm.leaveText}</Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => leave.reset?.()}>
            {jobForm.stay}
          </Button>
          <Button color="red" onClick={() => leave.proceed?.()}>
            {jobForm.leave}
          </Button>
        </Group>
      </Modal>
    </form>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card component="section">
      <Title order={2} mb="sm">
        {title}
      </Title>
      {children}
    </Card>
  );
}

/** All rules stand below the form as well. */
function errorsOf(error: unknown): Record<string, string> {
  if (error instanceof ApiProblem && error.code === 'job_name_taken') return { name: error.message };
  return fieldErrorsOf(error);
}
