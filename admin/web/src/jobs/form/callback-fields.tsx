import { Group, SegmentedControl, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useMessages } from '../../i18n/locale';
import { renderName } from '../../ui/name-option';
import { PairRows } from '../../ui/pair-rows';
import type { JobFormApi } from './job-form-api';

const METHODS = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'HEAD'];
const MONO = { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.75rem' } };

export function CallbackFields({ form }: { form: JobFormApi }) {
  const { jobForm } = useMessages();
  const { type } = form.getValues().callback;
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={jobForm.callback}
        data={[
          { value: 'http', label: 'HTTP' },
          { value: 'grpc', label: 'gRPC' },
          { value: 'shell', label: jobForm.command },
        ]}
        value={type}
        onChange={(value) => form.setFieldValue('callback.type', value)}
        w="fit-content"
      />
      {type === 'http' && <HttpFields form={form} />}
      {type === 'grpc' && <GrpcFields form={form} />}
      {type === 'shell' && <ShellFields form={form} />}
    </Stack>
  );
}

function HttpFields({ form }: { form: JobFormApi }) {
  const { jobForm } = useMessages();
  const { callback } = form.getValues();
  return (
    <>
      <Group gap="xs" align="flex-start" wrap="nowrap">
        <Select
          label={jobForm.method}
          renderOption={renderName}
          data={[...new Set([...METHODS, callback.method])]}
          allowDeselect={false}
          w={110}
          {...form.getInputProps('callback.method')}
        />
        <TextInput
          label={jobForm.url}
          placeholder="http://orders.internal/settle"
          description={jobForm.urlHint}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          type="text"
          inputMode="url"
          spellCheck={false}
          translate="no"
          style={{ flex: 1 }}
          {...form.getInputProps('callback.url')}
        />
      </Group>
      <PairRows
        label={jobForm.headers}
        addLabel={jobForm.addHeader}
        namePlaceholder="x-team"
        valuePlaceholder="{{secrets.NAME}}"
        pairs={callback.headers}
        onChange={(headers) => form.setFieldValue('callback.headers', headers)}
        errorOf={(name) => form.errors[`callback.headers.${name}`] as string | undefined}
      />
      {!['GET', 'HEAD'].includes(callback.method) && (
        <Textarea
          label={jobForm.body}
          autosize
          minRows={3}
          maxRows={14}
          spellCheck={false}
          translate="no"
          styles={MONO}
          {...form.getInputProps('callback.body')}
        />
      )}
    </>
  );
}

function GrpcFields({ form }: { form: JobFormApi }) {
  const { jobForm } = useMessages();
  const { callback } = form.getValues();
  return (
    <>
      <TextInput
        label={jobForm.grpcTarget}
        description={jobForm.grpcTargetHint}
        placeholder="etcd:///orders.rpc"
        translate="no"
        {...form.getInputProps('callback.target')}
      />
      <TextInput
        label={jobForm.grpcMethod}
        description={jobForm.grpcMethodHint}
        translate="no"
        {...form.getInputProps('callback.grpcMethod')}
        error={form.errors['callback.method']}
      />
      <Textarea
        label={jobForm.payload}
        autosize
        minRows={3}
        spellCheck={false}
        translate="no"
        styles={MONO}
        {...form.getInputProps('callback.payload')}
      />
      <PairRows
        label={jobForm.metadata}
        pairs={callback.metadata}
        onChange={(metadata) => form.setFieldValue('callback.metadata', metadata)}
        errorOf={(name) => form.errors[`callback.metadata.${name}`] as string | undefined}
      />
    </>
  );
}

function ShellFields({ form }: { form: JobFormApi }) {
  const { jobForm } = useMessages();
  const { callback } = form.getValues();
  return (
    <>
      <Textarea
        label={jobForm.command}
        description={jobForm.commandHint}
        placeholder="./backup.sh --full"
        autosize
        minRows={2}
        spellCheck={false}
        translate="no"
        styles={MONO}
        {...form.getInputProps('callback.command')}
      />
      <PairRows
        label={jobForm.environment}
        pairs={callback.env}
        onChange={(env) => form.setFieldValue('callback.env', env)}
        errorOf={(name) => form.errors[`callback.env.${name}`] as string | undefined}
      />
    </>
  );
}
