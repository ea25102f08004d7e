import { NumberInput, SimpleGrid, Stack, TagsInput, TextInput } from '@mantine/core';
import { useMessages } from '../../i18n/locale';
import { errorWithin, type JobFormApi } from './job-form-api';

const STATUSES = ['2xx', '3xx', '200', '201', '202', '204', '404', '409'];

export function HttpSuccessFields({ form }: { form: JobFormApi }) {
  const { jobForm } = useMessages();
  return (
    <Stack gap="sm">
      <TagsInput
        label={jobForm.statuses}
        description={jobForm.statusesHint}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        placeholder={form.getValues().callback.success.statuses.length === 0 ? '2xx' : ''}
        data={STATUSES}
        splitChars={[',', ' ']}
        {...form.getInputProps('callback.success.statuses')}
        error={errorWithin(form, 'callback.success.statuses')}
      />
      <TextInput
        label={jobForm.bodyPattern}
        description={jobForm.bodyPatternHint}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        placeholder={'"ok":\\s*true'}
        className="mono"
        translate="no"
        spellCheck={false}
        {...form.getInputProps('callback.success.bodyPattern')}
      />
    </Stack>
  );
}

export function HttpFlowFields({ form }: { form: JobFormApi }) {
  const { jobForm } = useMessages();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <NumberInput
        label={jobForm.redirects}
        description={jobForm.redirectsHint}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        placeholder="0"
        min={0}
        max={10}
        allowDecimal={false}
        {...form.getInputProps('callback.maxRedirects')}
      />
      <TextInput
        label={jobForm.cancelUrl}
        description={jobForm.cancelUrlHint}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        placeholder="http://orders.internal/cancel"
        inputMode="url"
        spellCheck={false}
        translate="no"
        {...form.getInputProps('callback.cancelUrl')}
      />
    </SimpleGrid>
  );
}
