import {
  Alert,
  Button,
  Center,
  Paper,
  PasswordInput,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconInfoCircle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api, dataOf } from '../api/client';
import { sessionQuery } from '../api/queries';
import { LANGUAGE_NAMES, LANGUAGES, useLocale } from '../i18n/locale';
import { Logo } from '../shell/logo';
import { ProblemAlert } from '../ui/problem-alert';
import { setSessionHint } from './session-hint';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { messages, language, setLanguage } = useLocale();
  const { shell } = messages;
  const { next } = route.useSearch();
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
      router.history.push(isOwnAddress(next) ? next : '/');
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

/** A link must not lead a person who has just signed in to somewhere else. */
function isOwnAddress(next: string | undefined): next is string {
  return next !== undefined && /^\/(?![/\\])/.test(next);
}
