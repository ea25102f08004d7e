/** Help texts, made from the list of settings. */
import { keysOf } from '@crony/shared/runtime/settings/read-settings';
import {
  SETTINGS,
  flagOf,
  type AnySetting,
  type Fallback,
  type SettledCommand,
} from '@crony/shared/runtime/settings/settings';
import { COMMAND_SUMMARIES } from './command-summaries.js';
import { COMMANDS } from './commands/commands.js';
import { wrapped } from './terminal/wrapped.js';

export function programHelp(): string {
  const commands = Object.entries(COMMAND_SUMMARIES).map(([name, summary]) => [name, summary] as const);
  const all = [...commands, ['help', 'this text, or that of a command'], ['version', 'what runs here']] as const;
  return [
    'Usage: crony <command> [--flag value …]',
    '',
    'Commands that serve:',
    ...all.map(([name, summary]) => `  ${name.padEnd(12)}${summary}`),
    '',
    'Commands for people and builds, over the API of a hub (CRONY_URL, CRONY_API_TOKEN):',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(17)}${summary}`),
    '',
    'Each setting is a flag or an environment variable; the flag wins. `crony <command> --help` lists them.',
  ].join('\n');
}

export function commandHelp(command: SettledCommand): string {
  return [
    `Usage: crony ${command} [--flag value …]`,
    '',
    `${COMMAND_SUMMARIES[command][0]!.toUpperCase()}${COMMAND_SUMMARIES[command].slice(1)}.`,
    '',
    'Settings, as flag or environment variable:',
    ...keysOf(command).flatMap((key) => ['', ...settingHelp(SETTINGS[key], command)]),
  ].join('\n');
}

function settingHelp({ variable, kind, help, on }: AnySetting, command: SettledCommand): string[] {
  const head = `  ${flagOf(variable)} <${kind.placeholder}>`;
  return [
    `${head}${' '.repeat(Math.max(2, 50 - head.length))}${variable}`,
    ...wrapped(`${help} ${describeFallback(on[command]!)}`, 6),
    ...wrapped(`Must be ${kind.rule}.`, 6),
  ];
}

export function describeFallback(fallback: Fallback): string {
  if (typeof fallback === 'string') return `Default: ${fallback}.`;
  return 'required' in fallback ? 'Required.' : `Default: ${fallback.unset}.`;
}
