import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import type { Messages } from './en';

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each by its own name: who cannot read the other must find it. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', zh: '简体中文' };
const INTL_TAGS: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' };
const STORED_AS = 'crony.language';

const catalogs: Record<Language, () => Promise<{ messages: Messages }>> = {
  en: () => import('./en'),
  zh: () => import('./zh'),
};

export async function loadMessages(language: Language): Promise<Messages> {
  return (await catalogs[language]()).messages;
}

/** What was chosen before, else what the browser asks for. */
export function preferredLanguage(): Language {
  const stored = readStored();
  if (stored !== null) return stored;
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return LANGUAGES.find((language) => language === wanted.find((tag) => (LANGUAGES as readonly string[]).includes(tag))) ?? 'en'; // prettier-ignore
}

function readStored(): Language | null {
  const stored = localStorage.getItem(STORED_AS);
  return LANGUAGES.find((language) => language === stored) ?? null;
}

interface Locale {
  language: Language;
  /** For Intl. */
  tag: string;
  messages: Messages;
  setLanguage: (language: Language) => Promise<void>;
}

const LocaleContext = createContext<Locale | null>(null);

export function LocaleProvider(props: { language: Language; messages: Messages; children: ReactNode }) {
  const [current, setCurrent] = useState({ language: props.language, messages: props.messages });
  const locale = useMemo<Locale>(
    () => ({
      ...current,
      tag: INTL_TAGS[current.language],
      setLanguage: async (language) => {
        const messages = await loadMessages(language);
        localStorage.setItem(STORED_AS, language);
        document.documentElement.lang = htmlLanguage(language);
        setCurrent({ language, messages });
      },
    }),
    [current],
  );
  return <LocaleContext value={locale}>{props.children}</LocaleContext>;
}

export function htmlLanguage(language: Language): string {
  return language === 'zh' ? 'zh-Hans' : 'en';
}

export function useLocale(): Locale {
  const locale = useContext(LocaleContext);
  if (!locale) throw new Error('useLocale outside of LocaleProvider');
  return locale;
}

export function useMessages(): Messages {
  return useLocale().messages;
}
