import { Button, Container } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMessages } from '../i18n/locale';
import { EmptyState } from '../ui/empty-state';

export function NotFoundPage() {
  const { shell } = useMessages();
  return (
    <Container size="sm" py="xl">
      <EmptyState icon={IconMapOff} title={shell.notFoundTitle} isPage text={shell.notFoundText}>
        <Button component={Link} to="/" mt="sm">
          {shell.toOverview}
        </Button>
      </EmptyState>
    </Container>
  );
}
