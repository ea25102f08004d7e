import {
  Alert,
  Button,
  Center,
  Divider,
  Paper,
  PasswordInput,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconAlertCircle, IconInfoCircle, IconLogin2 } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api, dataOf } from '../api/client';
import { signInMethodsQuery } from '../api/people-queries';
import { sessionQuery } from '../api/queries';
import { LANGUAGE_NAMES, LANGUAGES, useLocale, useMessages } from '../i18n/locale';
import { Logo } from '../shell/logo';
import { ProblemAlert } from '../ui/problem-alert';
import { WithName } from '../ui/with-name';
import { rememberGivenPassword } from './given-password';
import { isOwnAddress } from './own-address';
import { setSessionHint } from './session-hint';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { messages, language, setLanguage } = useLocale();
  const { shell } = messages;
  const { next, failed } = route.useSearch();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [name, setName] = useState('admin');
  const [password, setPassword] = useState('');
  useDocumentTitle(shell.signInTitle);
  const signIn = useMutation({
    mutationFn: () => dataOf(api.POST('/api/v1/session', { body: { name, password } })),
    onSuccess: (session) => {
      setSessionHint(true);
      queryClient.setQueryData(sessionQuery.queryKey, session);
      const onward = isOwnAddress(next) ? next : '/';
      if (!session.passwordGiven) return router.history.push(onward);
      rememberGivenPassword(password);
      const search = onward === '/' ? {} : { next: onward };
      void router.navigate({ to: '/account/first-password', search });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <Center component="main" mih="100vh" p="md">
      <Stack w="100%" maw={360} gap="lg">
        <Stack gap={4} align="center">
          <Logo size={36} />
          <Text size="sm" c="dimmed">
            {shell.tagline}
          </Text>
        </Stack>
        <Paper withBorder p="lg" radius="md" component="form" onSubmit={submit}>
          <Stack gap="sm">
            <Title order={1} fz="md">
              {shell.signInTitle}
            </Title>
            {failed !== undefined && !signIn.isPending && !signIn.error && <FailedElsewhere reason={failed} />}
            <TextInput
              label={shell.userName}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              autoComplete="username"
              required
              withAsterisk={false}
            />
            <PasswordInput
              label={shell.password}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="current-password"
              required
              withAsterisk={false}
              data-autofocus
            />
            {signIn.error && <ProblemAlert error={signIn.error} />}
            <Button type="submit" size="sm" loading={signIn.isPending}>
              {shell.signIn}
            </Button>
            <SignInElsewhere next={next} />
          </Stack>
        </Paper>
        <Alert variant="light" color="gray" icon={<IconInfoCircle />} title={shell.firstTime}>
          <Text size="xs">{shell.firstTimeText}</Text>
        </Alert>
        <Center>
          <SegmentedControl
            aria-label={shell.language}
            value={language}
            onChange={(value) => void setLanguage(value)}
            data={LANGUAGES.map((value) => ({ value, label: <span translate="no">{LANGUAGE_NAMES[value]}</span> }))}
          />
        </Center>
      </Stack>
    </Center>
  );
}

/** At the OpenID provider, where there is one; the way back leads to the page that was wanted. */
function SignInElsewhere({ next }: { next: string | undefined }) {
  const { shell } = useMessages();
  const methods = useQuery(signInMethodsQuery);
  if (!methods.data?.oidc) return null;
  const search = isOwnAddress(next) ? `?returnTo=${encodeURIComponent(next)}` : '';
  return (
    <>
      <Divider label={shell.or} labelPosition="center" />
      <Button
        component="a"
        href={`/api/v1/session/oidc${search}`}
        variant="default"
        size="sm"
        leftSection={<IconLogin2 size={16} stroke={1.6} aria-hidden />}
      >
        <WithName say={shell.signInWith} name={methods.data.oidcName ?? 'OpenID'} />
      </Button>
    </>
  );
}

/** The address says by a word why the provider's sign-in did not succeed; anything else there is not repeated. */
function FailedElsewhere({ reason }: { reason: string }) {
  const { shell } = useMessages();
  const words: Record<string, string> = shell.signInFailed;
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle />} role="alert" title={shell.signInFailedTitle}>
      {(Object.hasOwn(words, reason) && words[reason]) || shell.signInFailed.other}
    </Alert>
  );
}
