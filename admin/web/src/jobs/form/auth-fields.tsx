import { SegmentedControl, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useMessages } from '../../i18n/locale';
import { AUTH_KINDS } from '../job-draft';
import type { JobFormApi } from './job-form-api';
import { SecretInput } from './secret-input';

/** The `authorization` header. */
export function AuthFields({ form }: { form: JobFormApi }) {
  const { jobForm } = useMessages();
  const { auth } = form.getValues().callback;
  const { project } = form.getValues();
  const secret = (name: 'password' | 'token' | 'clientSecret', label: string) => (
    <SecretInput
      label={label}
      project={project}
      value={auth[name]}
      onChange={(value) => form.setFieldValue(`callback.auth.${name}`, value)}
      error={form.errors[`callback.auth.${name}`]}
    />
  );
  const text = (name: 'username' | 'tokenUrl' | 'clientId' | 'scope' | 'audience', label: string) => (
    <TextInput
      label={label}
      translate="no"
      spellCheck={false}
      autoComplete="off"
      {...form.getInputProps(`callback.auth.${name}`)}
    />
  );
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={jobForm.auth}
        data={AUTH_KINDS.map((value) => ({ value, label: jobForm.authKinds[value] }))}
        value={auth.type}
        onChange={(kind) => form.setFieldValue('callback.auth.type', kind)}
        w="fit-content"
      />
      <Text size="xs" c="dimmed">
        {jobForm.authHints[auth.type]}
      </Text>
      {auth.type === 'basic' && (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          {text('username', jobForm.authUser)}
          {secret('password', jobForm.authPassword)}
        </SimpleGrid>
      )}
      {auth.type === 'bearer' && secret('token', jobForm.authToken)}
      {auth.type === 'oauth2' && (
        <>
          {text('tokenUrl', jobForm.authTokenUrl)}
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            {text('clientId', jobForm.authClientId)}
            {secret('clientSecret', jobForm.authClientSecret)}
            {text('scope', jobForm.authScope)}
            {text('audience', jobForm.authAudience)}
          </SimpleGrid>
        </>
      )}
    </Stack>
  );
}
