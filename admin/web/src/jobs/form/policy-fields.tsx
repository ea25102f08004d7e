import { MultiSelect, NumberInput, Select, SimpleGrid, Stack } from '@mantine/core';
import { useMessages } from '../../i18n/locale';
import { errorWithin, type JobFormApi } from './job-form-api';

const BELOW = ['label', 'input', 'error', 'description'] as ('label' | 'input' | 'error' | 'description')[];

interface FieldsProps {
  form: JobFormApi;
}

function Choice({
  form,
  path,
  label,
  labels,
}: FieldsProps & { path: string; label: string; labels: Readonly<Record<string, string>> }) {
  const data = Object.entries(labels).map(([value, text]) => ({ value, label: text }));
  return <Select label={label} data={data} allowDeselect={false} {...form.getInputProps(path)} />;
}

/** Seconds in the form, milliseconds in the API: its complaints come under the other name. */
function Seconds({
  form,
  path,
  apiPath,
  ...props
}: FieldsProps & { path: string; apiPath: string; label: string; description?: string; placeholder?: string }) {
  return (
    <NumberInput
      inputWrapperOrder={BELOW}
      min={0}
      {...props}
      {...form.getInputProps(path)}
      error={form.errors[apiPath]}
    />
  );
}

/** How long it may take, and when it is done. */
export function TimeFields({ form }: FieldsProps) {
  const { jobForm } = useMessages();
  const { completion } = form.getValues();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <Seconds
        form={form}
        path="timeoutS"
        apiPath="timeoutMs"
        label={jobForm.timeout}
        description={jobForm.timeoutHint}
      />
      <Seconds
        form={form}
        path="startDeadlineS"
        apiPath="startDeadlineMs"
        label={jobForm.startDeadline}
        description={jobForm.startDeadlineHint}
        placeholder={jobForm.noLimit}
      />
      <Choice
        form={form}
        path="completion"
        label={jobForm.completion}
        labels={{ sync: jobForm.completionSync, async: jobForm.completionAsync }}
      />
      {completion === 'async' && (
        <>
          <Seconds
            form={form}
            path="reportTimeoutS"
            apiPath="reportTimeoutMs"
            label={jobForm.reportTimeout}
            description={jobForm.reportTimeoutHint}
            placeholder="3600"
          />
          <Seconds
            form={form}
            path="heartbeatS"
            apiPath="heartbeatMs"
            label={jobForm.heartbeat}
            description={jobForm.heartbeatHint}
            placeholder={jobForm.noLimit}
          />
        </>
      )}
    </SimpleGrid>
  );
}

export function RetryFields({ form }: FieldsProps) {
  const { jobForm, runStatus } = useMessages();
  const { retry } = form.getValues();
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
        <NumberInput
          label={jobForm.retryLimit}
          min={0}
          max={100}
          allowDecimal={false}
          {...form.getInputProps('retry.limit')}
        />
        {retry.limit > 0 && (
          <>
            <Seconds form={form} path="retry.delayS" apiPath="retry.delayMs" label={jobForm.retryDelay} />
            <NumberInput
              label={jobForm.retryFactor}
              min={1}
              max={10}
              step={0.5}
              {...form.getInputProps('retry.factor')}
            />
            <Seconds form={form} path="retry.maxDelayS" apiPath="retry.maxDelayMs" label={jobForm.retryMax} />
          </>
        )}
      </SimpleGrid>
      {retry.limit > 0 && (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <NumberInput
            label={jobForm.retryJitter}
            description={jobForm.retryJitterHint}
            inputWrapperOrder={BELOW}
            min={0}
            max={100}
            suffix=" %"
            {...form.getInputProps('retry.jitterPercent')}
            error={form.errors['retry.jitter']}
          />
          <MultiSelect
            label={jobForm.retryOn}
            data={(['failed', 'timed_out'] as const).map((value) => ({ value, label: runStatus[value] }))}
            {...form.getInputProps('retry.on')}
            error={errorWithin(form, 'retry.on')}
          />
        </SimpleGrid>
      )}
    </Stack>
  );
}

/** What a planned time may meet: an earlier run, or a clock that has passed it. */
export function OverlapFields({ form }: FieldsProps) {
  const { jobForm, jobs } = useMessages();
  const { concurrency, misfire } = form.getValues();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <Choice form={form} path="concurrency" label={jobForm.overlap} labels={jobs.overlapKinds} />
      {concurrency === 'queue' ? (
        <NumberInput
          label={jobForm.queueLimit}
          placeholder="10"
          min={1}
          max={1_000}
          allowDecimal={false}
          {...form.getInputProps('queueLimit')}
        />
      ) : (
        <span />
      )}
      <Choice form={form} path="misfire" label={jobForm.misfire} labels={jobs.misfireKinds} />
      <Seconds form={form} path="misfireAfterS" apiPath="misfireAfterMs" label={jobForm.misfireAfter} />
      {misfire !== 'skip' && (
        <NumberInput
          label={jobForm.misfireLimit}
          description={jobForm.misfireLimitHint}
          inputWrapperOrder={BELOW}
          min={1}
          max={1_000}
          allowDecimal={false}
          {...form.getInputProps('misfireLimit')}
        />
      )}
    </SimpleGrid>
  );
}

export function TroubleFields({ form }: FieldsProps) {
  const { jobForm, jobs } = useMessages();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <Choice form={form} path="onNodeLoss" label={jobForm.nodeLoss} labels={jobs.nodeLossKinds} />
      <Choice form={form} path="onIsolation" label={jobForm.isolation} labels={jobs.isolationKinds} />
    </SimpleGrid>
  );
}
