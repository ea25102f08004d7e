/** Help texts, made from the list of settings. */
import { keysOf } from '@crony/shared/runtime/settings/read-settings';
import {
  SETTINGS,
  flagOf,
  type AnySetting,
  type Fallback,
  type SettledCommand,
} from '@crony/shared/runtime/settings/settings';

export const COMMAND_SUMMARIES: Record<SettledCommand, string> = {
  standalone: 'hub and one node in one process, with SQLite: no servers needed',
  admin: 'a hub: API, dashboard, job table; the elected one assigns the jobs',
  node: 'a node: keeps time for the jobs assigned to it and fires their callbacks',
  migrate: 'brings the tables of a database up to date, and ends',
  backup: "copies a standalone's database and secret into a new directory, while it works, and ends",
  reseal: 'encrypts stored secrets anew, under CRONY_SECRET in place of CRONY_SECRET_PREVIOUS, and ends',
};

const WIDTH = 100;

export function programHelp(): string {
  const commands = Object.entries(COMMAND_SUMMARIES).map(([name, summary]) => [name, summary] as const);
  const all = [...commands, ['help', 'this text, or that of a command'], ['version', 'what runs here']] as const;
  return [
    'Usage: crony <command> [--flag value …]',
    '',
    'Commands:',
    ...all.map(([name, summary]) => `  ${name.padEnd(12)}${summary}`),
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

function wrapped(text: string, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => ' '.repeat(indent) + each);
}
