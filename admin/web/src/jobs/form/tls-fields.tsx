import { SimpleGrid, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { useMessages } from '../../i18n/locale';
import type { JobFormApi } from './job-form-api';
import { SecretInput } from './secret-input';

const PEM = { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.75rem' } };

/** Whom to trust, and what to show. Of gRPC also whether at all. */
export function TlsFields({ form }: { form: JobFormApi }) {
  const { jobForm } = useMessages();
  const { type, tls } = form.getValues().callback;
  const { project } = form.getValues();
  const pem = (name: 'ca' | 'cert', label: string, hint: string) => (
    <Textarea
      label={label}
      description={hint}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      placeholder="-----BEGIN CERTIFICATE-----"
      autosize
      minRows={2}
      maxRows={8}
      spellCheck={false}
      translate="no"
      styles={PEM}
      {...form.getInputProps(`callback.tls.${name}`)}
    />
  );
  return (
    <Stack gap="sm">
      {type === 'grpc' ? (
        <Switch
          label={jobForm.tlsOn}
          description={jobForm.tlsOnHint}
          {...form.getInputProps('callback.tls.on', { type: 'checkbox' })}
        />
      ) : (
        <Text size="xs" c="dimmed">
          {jobForm.tlsHint}
        </Text>
      )}
      {(type === 'http' || tls.on) && (
        <>
          {pem('ca', jobForm.tlsCa, jobForm.tlsCaHint)}
          {pem('cert', jobForm.tlsCert, jobForm.tlsCertHint)}
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <SecretInput
              label={jobForm.tlsKey}
              project={project}
              value={tls.key}
              onChange={(value) => form.setFieldValue('callback.tls.key', value)}
              error={form.errors['callback.tls.key']}
            />
            <TextInput
              label={jobForm.tlsServerName}
              description={jobForm.tlsServerNameHint}
              inputWrapperOrder={['label', 'input', 'error', 'description']}
              translate="no"
              placeholder="orders.internal"
              {...form.getInputProps('callback.tls.serverName')}
            />
          </SimpleGrid>
        </>
      )}
    </Stack>
  );
}
