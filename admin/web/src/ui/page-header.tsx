import { Box, Breadcrumbs, Group, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

export interface PageHeaderProps {
  title: string;
  /** Names that people gave are not to be translated. */
  isName?: boolean;
  /** The way to here, as links. */
  trail?: ReactNode[];
  /** Beside the title: state, project. */
  facts?: ReactNode;
  text?: ReactNode;
  children?: ReactNode;
}

export function PageHeader({ title, isName = false, trail = [], facts, text, children }: PageHeaderProps) {
  useDocumentTitle(`${title} · Crony`);
  return (
    <Box mb="md">
      {trail.length > 0 && (
        <Breadcrumbs fz="xs" mb={4} separatorMargin={6}>
          {trail}
        </Breadcrumbs>
      )}
      <Group justify="space-between" align="flex-start" gap="sm">
        <Box style={{ minWidth: 0 }}>
          <Group gap="sm" align="center">
            <Title order={1} translate={isName ? 'no' : undefined} style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Title>
            {facts}
          </Group>
          {text !== undefined && (
            <Text size="sm" c="dimmed" mt={2}>
              {text}
            </Text>
          )}
        </Box>
        <Group gap="xs">{children}</Group>
      </Group>
    </Box>
  );
}
