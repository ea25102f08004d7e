import { NumberInput, Select, SimpleGrid, Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useMessages } from '../i18n/locale';
import type { JobDraft } from './job-draft';

/** What becomes of a run: how long it may take, how often it is tried, and what it may meet. */
export function PolicyFields({ form }: { form: UseFormReturnType<JobDraft> }) {
  const { jobForm, jobs } = useMessages();
  const { retry, completion } = form.getValues();
  const options = (labels: Readonly<Record<string, string>>) =>
    Object.entries(labels).map(([value, label]) => ({ value, label }));
  const choice = (path: string, label: string, labels: Readonly<Record<string, string>>) => (
    <Select label={label} data={options(labels)} allowDeselect={false} {...form.getInputProps(path)} />
  );
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <NumberInput
          label={jobForm.timeout}
          description={jobForm.timeoutHint}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          min={0.001}
          max={86_400}
          {...form.getInputProps('timeoutS')}
          error={form.errors['timeoutMs']}
        />
        {choice('completion', jobForm.completion, { sync: jobForm.completionSync, async: jobForm.completionAsync })}
        {completion === 'async' && (
          <NumberInput
            label={jobForm.reportTimeout}
            min={0.001}
            {...form.getInputProps('reportTimeoutS')}
            error={form.errors['reportTimeoutMs']}
          />
        )}
      </SimpleGrid>
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
        <NumberInput label={jobForm.retryLimit} min={0} max={100} {...form.getInputProps('retry.limit')} />
        {retry.limit > 0 && (
          <>
            <NumberInput
              label={jobForm.retryDelay}
              min={0}
              {...form.getInputProps('retry.delayS')}
              error={form.errors['retry.delayMs']}
            />
            <NumberInput
              label={jobForm.retryFactor}
              min={1}
              max={10}
              step={0.5}
              {...form.getInputProps('retry.factor')}
            />
            <NumberInput
              label={jobForm.retryMax}
              min={0}
              {...form.getInputProps('retry.maxDelayS')}
              error={form.errors['retry.maxDelayMs']}
            />
          </>
        )}
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {choice('concurrency', jobForm.overlap, jobs.overlapKinds)}
        {choice('misfire', jobForm.misfire, jobs.misfireKinds)}
        {choice('onNodeLoss', jobForm.nodeLoss, jobs.nodeLossKinds)}
        {choice('onIsolation', jobForm.isolation, jobs.isolationKinds)}
      </SimpleGrid>
    </Stack>
  );
}
