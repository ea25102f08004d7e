import { Stack, Text, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** Nothing here yet: says what would be, and offers the step that brings it about. */
export function EmptyState({ icon: Sign, title, text, isPage = false, children }: EmptyStateProps) {
  return (
    <Stack align="center" gap="xs" py={48} px="md" ta="center">
      <Sign size={34} stroke={1.4} color="var(--text-quiet)" aria-hidden />
      <Title order={isPage ? 1 : 2}>{title}</Title>
      <Text size="sm" c="dimmed" maw={460}>
        {text}
      </Text>
      {children}
    </Stack>
  );
}

interface EmptyStateProps {
  icon: Icon;
  title: string;
  text: ReactNode;
  /** There is nothing else on the page. */
  isPage?: boolean;
  children?: ReactNode;
}
