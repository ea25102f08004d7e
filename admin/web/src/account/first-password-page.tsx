import { Button, Card, Container, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { sessionQuery } from '../api/queries';
import { usePeopleMessages } from '../i18n/people';
import { givenPassword, rememberGivenPassword } from '../session/given-password';
import { isOwnAddress } from '../session/own-address';
import { notifyDone } from '../ui/notify';
import { PageHeader } from '../ui/page-header';
import { PasswordForm } from './password-form';

const route = getRouteApi('/shell/account/first-password');

/** Between the sign-in and the first page, for who came with a password that somebody else knows. */
export function FirstPasswordPage() {
  const { account } = usePeopleMessages();
  const { next } = route.useSearch();
  const router = useRouter();
  const session = useQuery(sessionQuery);
  const [current] = useState(givenPassword);
  const goOn = (): void => {
    rememberGivenPassword(null);
    router.history.push(isOwnAddress(next) ? next : '/');
  };
  return (
    <Container size={480} px={0} py={{ base: 'md', sm: 'xl' }}>
      <PageHeader title={account.firstTitle} />
      <Card>
        <Stack gap="md">
          <Text size="sm">{account.firstText}</Text>
          <PasswordForm
            userName={session.data?.name ?? ''}
            current={current}
            action={account.choose}
            onChanged={() => {
              notifyDone(account.chosen);
              goOn();
            }}
          >
            <Button variant="subtle" onClick={goOn}>
              {account.later}
            </Button>
          </PasswordForm>
          <Text size="xs" c="dimmed">
            {account.laterHint}
          </Text>
        </Stack>
      </Card>
    </Container>
  );
}
