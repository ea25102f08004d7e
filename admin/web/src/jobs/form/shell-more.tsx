import { NumberInput, SimpleGrid, Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useMessages } from '../../i18n/locale';
import { TextRows } from '../../ui/text-rows';
import { errorWithin, type JobFormApi } from './job-form-api';
import { useSecretNames } from './secret-input';

const MONO = { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.75rem' } };
const BELOW = ['label', 'input', 'error', 'description'] as ('label' | 'input' | 'error' | 'description')[];

export function ProgramFields({ form }: { form: JobFormApi }) {
  const { jobForm } = useMessages();
  const { isProgram, args } = form.getValues().callback;
  return (
    <Stack gap="sm">
      <Switch
        label={jobForm.isProgram}
        description={jobForm.isProgramHint}
        {...form.getInputProps('callback.isProgram', { type: 'checkbox' })}
      />
      {isProgram && (
        <TextRows
          label={jobForm.args}
          texts={args}
          onChange={(next) => form.setFieldValue('callback.args', next)}
          errorOf={(index) => form.errors[`callback.args.${index}`] as string | undefined}
        />
      )}
      <TextInput
        label={jobForm.cwd}
        description={jobForm.cwdHint}
        inputWrapperOrder={BELOW}
        placeholder="/srv/backup"
        translate="no"
        spellCheck={false}
        {...form.getInputProps('callback.cwd')}
      />
    </Stack>
  );
}

export function ShellInputFields({ form }: { form: JobFormApi }) {
  const { jobForm } = useMessages();
  const names = useSecretNames(form.getValues().project) ?? [];
  return (
    <Stack gap="sm">
      <TagsInput
        label={jobForm.shellSecrets}
        description={jobForm.shellSecretsHint}
        inputWrapperOrder={BELOW}
        data={names}
        splitChars={[',', ' ']}
        translate="no"
        {...form.getInputProps('callback.secrets')}
        error={errorWithin(form, 'callback.secrets')}
      />
      <Textarea
        label={jobForm.stdin}
        autosize
        minRows={2}
        maxRows={10}
        spellCheck={false}
        translate="no"
        styles={MONO}
        {...form.getInputProps('callback.stdin')}
      />
    </Stack>
  );
}

export function ShellEndFields({ form }: { form: JobFormApi }) {
  const { jobForm } = useMessages();
  const { setup, successExitCodes } = form.getValues().callback;
  return (
    <Stack gap="sm">
      <TagsInput
        label={jobForm.exitCodes}
        description={jobForm.exitCodesHint}
        inputWrapperOrder={BELOW}
        placeholder={successExitCodes.length === 0 ? '0' : ''}
        splitChars={[',', ' ']}
        {...form.getInputProps('callback.successExitCodes')}
        onChange={(codes) =>
          form.setFieldValue(
            'callback.successExitCodes',
            codes.filter((code) => /^\d{1,3}$/.test(code)),
          )
        }
        error={errorWithin(form, 'callback.successExitCodes')}
      />
      <Textarea
        label={jobForm.setup}
        description={jobForm.setupHint}
        inputWrapperOrder={BELOW}
        autosize
        minRows={1}
        spellCheck={false}
        translate="no"
        styles={MONO}
        {...form.getInputProps('callback.setup.command')}
      />
      {setup.command !== '' && (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <NumberInput
            label={jobForm.setupTimeout}
            placeholder="60"
            min={0.001}
            {...form.getInputProps('callback.setup.timeoutS')}
            error={form.errors['callback.setup.timeoutMs']}
          />
        </SimpleGrid>
      )}
    </Stack>
  );
}
