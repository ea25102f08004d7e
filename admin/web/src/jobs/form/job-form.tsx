import { Button, Card, Grid, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconPlugConnected } from '@tabler/icons-react';
import { useBlocker } from '@tanstack/react-router';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import type { JobInput } from '../../api/client';
import { useMessages } from '../../i18n/locale';
import { ProblemAlert } from '../../ui/problem-alert';
import { BasicFields } from './about-fields';
import { CallbackFields } from './callback-fields';
import { fieldErrorsOf } from './field-errors-of';
import { CallbackTester } from './callback-tester';
import { toJobInput } from '../draft-to-input';
import type { JobDraft } from '../job-draft';
import { ScheduleFields } from './schedule-fields';
import { CALLBACK_SECTIONS } from './callback-sections';
import { JOB_SECTIONS } from './job-sections';
import { Sections, troubled } from './sections';
import { SchedulePreview } from './schedule-preview';

interface JobFormProps {
  initial: JobDraft;
  /** The job that is edited or copied, as it is. */
  stored?: JobInput;
  isNew?: boolean;
  submitLabel: string;
  onSubmit: (input: JobInput) => Promise<unknown>;
  onCancel: () => void;
}

/** Create and edit. What the hub says of a field stands at that field. */
export function JobForm({ initial, stored, isNew = false, submitLabel, onSubmit, onCancel }: JobFormProps) {
  const messages = useMessages();
  const { jobForm, words } = messages;
  const form = useForm<JobDraft>({ initialValues: initial });
  const [testing, tester] = useDisclosure(false);
  const isSaved = useRef(false);
  const failure = form.errors['form'] as unknown;
  const leave = useBlocker({
    shouldBlockFn: () => form.isDirty() && !isSaved.current,
    enableBeforeUnload: () => form.isDirty() && !isSaved.current,
    withResolver: true,
  });
  const [open, setOpen] = useState<string[]>([]);
  const callbackSections = CALLBACK_SECTIONS[form.getValues().callback.type];
  const [isSaving, setSaving] = useState(false);
  const save = async (): Promise<void> => {
    form.clearErrors();
    setSaving(true);
    isSaved.current = true;
    try {
      await onSubmit(toJobInput(form.getValues(), stored));
    } catch (error) {
      isSaved.current = false;
      const errors = fieldErrorsOf(error, messages);
      form.setErrors({ ...errors, form: error as ReactNode });
      setOpen((before) => [...new Set([...before, ...troubled([...callbackSections, ...JOB_SECTIONS], errors)])]);
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
              <CallbackFields form={form} />
              <Sections
                form={form}
                isNew={isNew}
                sections={callbackSections}
                open={open}
                onOpen={setOpen}
                level={3}
                variant="contained"
              />
              <Group mt="sm">
                <Button variant="light" leftSection={<IconPlugConnected size={15} />} onClick={tester.open}>
                  {jobForm.test}
                </Button>
              </Group>
            </Section>
            <Card padding={0}>
              <Sections form={form} isNew={isNew} sections={JOB_SECTIONS} open={open} onOpen={setOpen} />
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
