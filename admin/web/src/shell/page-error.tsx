import { Container, Stack, Title } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useMessages } from '../i18n/locale';
import { ProblemAlert } from '../ui/problem-alert';

export function PageError({ error, reset }: { error: unknown; reset?: () => void }) {
  const { shell } = useMessages();
  const router = useRouter();
  const retry = (): void => {
    reset?.();
    void router.invalidate();
  };
  return (
    <Container size="sm" py="xl">
      <Stack>
        <Title order={1}>{shell.errorTitle}</Title>
        <ProblemAlert error={error} onRetry={retry} />
      </Stack>
    </Container>
  );
}
