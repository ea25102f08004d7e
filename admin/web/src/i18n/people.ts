/**
 * The words of the pages for projects, people and settings. They are many, and nobody waits for them on other pages: they are
 * loaded with the first of these pages, and again where somebody changes the language there.
 */
import { use } from 'react';
import type { Messages } from './en';
import type { PeopleMessages } from './en/people';
import { useLocale, type Language } from './locale';

export type AllMessages = Messages & PeopleMessages;

const catalogs: Record<Language, () => Promise<{ people: PeopleMessages }>> = {
  en: () => import('./en/people'),
  zh: () => import('./zh/people'),
};
const loaded = new Map<Language, Promise<{ people: PeopleMessages }>>();

function loadPeople(language: Language): Promise<{ people: PeopleMessages }> {
  const known = loaded.get(language) ?? catalogs[language]();
  loaded.set(language, known);
  return known;
}

/** Within a page of theirs: the page waits where they are still on their way. */
export function usePeopleMessages(): AllMessages {
  const { language, messages } = useLocale();
  return { ...messages, ...use(loadPeople(language)).people };
}
