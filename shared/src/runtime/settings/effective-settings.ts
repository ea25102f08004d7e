/** What a process runs with, for people to see: values that may be shown, and where each comes from. */
import type { SettingKey, AnySetting, SettledCommand } from './settings.js';
import { SETTINGS } from './settings.js';

export const SETTING_SOURCES = ['flag', 'environment', 'file', 'default'] as const;
export type SettingSource = (typeof SETTING_SOURCES)[number];

export interface EffectiveSetting {
  variable: string;
  /** Null: a secret, or nothing is set. Passwords inside of addresses are taken out. */
  value: string | null;
  source: SettingSource;
  /** Whether there is a value, shown or not. */
  isSet: boolean;
  isSecret: boolean;
  /** What the number counts. */
  unit: string | null;
  /** What the program does where nothing is set. */
  fallback: string | null;
  help: string;
}

/** A setting as it was given: on the command line (`--port`), in the environment, or in a file. */
export interface GivenSetting {
  /** As people find it again. */
  name: string;
  text: string;
  source: Exclude<SettingSource, 'default'>;
}

export function effectiveSetting(
  key: SettingKey,
  command: SettledCommand,
  given: GivenSetting | undefined,
): EffectiveSetting {
  const { variable, kind, help, on }: AnySetting = SETTINGS[key];
  const fallback = on[command]!;
  const text = given?.text ?? (typeof fallback === 'string' ? fallback : null);
  const isSecret = kind.secret === true;
  return {
    variable,
    value: text === null || isSecret ? null : (kind.redact?.(text) ?? text),
    source: given?.source ?? 'default',
    isSet: text !== null,
    isSecret,
    unit: kind.unit ?? null,
    fallback: typeof fallback === 'object' && 'unset' in fallback ? fallback.unset : null,
    help,
  };
}
