import { Accordion, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './form-section.module.css';

interface FormSectionProps {
  name: string;
  title: string;
  /** What is set in it, so that nobody has to open it to know. */
  summary: string;
  /** The summary says names that people gave. */
  isOurs?: boolean;
  level?: 2 | 3;
  children: ReactNode;
}

export function FormSection({ name, title, summary, isOurs = true, level = 2, children }: FormSectionProps) {
  return (
    <Accordion.Item value={name}>
      <Accordion.Control>
        <span className={classes.head}>
          <Title order={level} component="span">
            {title}
          </Title>
          <Text span size="xs" c="dimmed" lineClamp={1} translate={isOurs ? undefined : 'no'}>
            {summary}
          </Text>
        </span>
      </Accordion.Control>
      <Accordion.Panel>{children}</Accordion.Panel>
    </Accordion.Item>
  );
}
