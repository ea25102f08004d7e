import { Accordion } from '@mantine/core';
import type { ComponentType } from 'react';
import { useFormat, type Format } from '../../format/use-format';
import type { Messages } from '../../i18n/en';
import { useMessages } from '../../i18n/locale';
import type { JobDraft } from '../job-draft';
import { FormSection } from './form-section';
import type { JobFormApi } from './job-form-api';

/** A part of the form that is closed until somebody wants it, and says what is set in it. */
export interface Section {
  name: string;
  title: (messages: Messages) => string;
  /** Fields of the API that are filled in here: what is wrong with one of them opens the section. */
  paths: readonly string[];
  fields: ComponentType<{ form: JobFormApi; isNew: boolean }>;
  summary: (draft: JobDraft, messages: Messages, format: Format) => string;
  /** False: the summary is made of names that are not to be translated. */
  isOurs?: boolean;
}

interface SectionsProps {
  form: JobFormApi;
  isNew: boolean;
  sections: readonly Section[];
  open: readonly string[];
  onOpen: (names: string[]) => void;
  level?: 2 | 3;
  variant?: 'default' | 'contained';
}

export function Sections({ form, isNew, sections, open, onOpen, level = 2, variant = 'default' }: SectionsProps) {
  const messages = useMessages();
  const format = useFormat();
  return (
    <Accordion
      chevronPosition="left"
      multiple
      variant={variant}
      value={[...open]}
      onChange={onOpen}
      mt={variant === 'contained' ? 'md' : 0}
    >
      {sections.map(({ name, title, fields: Fields, summary, isOurs = true }) => (
        <FormSection
          key={name}
          name={name}
          title={title(messages)}
          summary={summary(form.getValues(), messages, format)}
          isOurs={isOurs}
          level={level}
        >
          <Fields form={form} isNew={isNew} />
        </FormSection>
      ))}
    </Accordion>
  );
}

/** The sections in which something is wrong. */
export function troubled(sections: readonly Section[], errors: Readonly<Record<string, unknown>>): string[] {
  const wrong = Object.keys(errors);
  return sections
    .filter(({ paths }) => paths.some((path) => wrong.some((one) => one === path || one.startsWith(`${path}.`))))
    .map(({ name }) => name);
}
