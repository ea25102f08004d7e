import { Card, Text } from '@mantine/core';
import { cloneElement, type ReactElement, type ReactNode } from 'react';

interface FigureProps {
  label: string;
  value: string;
  note?: ReactNode;
  /** Where the figure comes from, one by one. */
  link?: ReactElement<{ className?: string; children?: ReactNode }>;
}

/** One number that can be read from across the room. */
export function Figure({ label, value, note, link }: FigureProps) {
  const name = (
    <Text span display="block" size="xs" c="dimmed">
      {label}
    </Text>
  );
  return (
    <Card padding="sm">
      {link ? cloneElement(link, { className: 'quiet' }, name) : name}
      <Text fz={{ base: 20, md: 18, xl: 20 }} fw={600} lh={1.35} style={{ whiteSpace: 'nowrap' }}>
        {value}
      </Text>
      {note !== undefined && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
    </Card>
  );
}
