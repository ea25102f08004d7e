import cronstrue from 'cronstrue';
import 'cronstrue/locales/zh_CN';
import type { Job } from '../api/client';
import type { Format } from '../format/use-format';
import type { Messages } from '../i18n/en';
import type { Language } from '../i18n/locale';

const LOCALES: Record<Language, string> = { en: 'en', zh: 'zh_CN' };

/** A cron expression in words; null for one that the library cannot read, though the hub may. */
export function cronWords(cron: string, language: Language): string | null {
  try {
    const words = cronstrue.toString(cron, {
      locale: LOCALES[language],
      use24HourTimeFormat: true,
      throwExceptionOnParseError: true,
      verbose: false,
    });
    return words;
  } catch {
    return null;
  }
}

export interface Speaker {
  messages: Messages;
  language: Language;
  format: Format;
}

/** A schedule in one line. */
export function scheduleWords(schedule: Job['schedule'], { messages: { jobs }, language, format }: Speaker): string {
  const { cron, everyMs, phaseMs, at, timeZone } = schedule;
  if (cron !== undefined) return cronWords(cron, language) ?? cron;
  if (everyMs !== undefined) {
    return phaseMs
      ? jobs.everyPhase(format.duration(everyMs), format.duration(phaseMs))
      : jobs.every(format.duration(everyMs));
  }
  return at === undefined ? '' : jobs.once(format.instant(at, timeZone));
}
