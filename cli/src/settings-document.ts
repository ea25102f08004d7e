/** docs/configuration.md, made from the list of settings. */
import {
  COMMANDS_WITH_SETTINGS,
  SETTINGS,
  SETTING_KEYS,
  flagOf,
  type AnySetting,
  type Fallback,
} from '@crony/shared/runtime/settings/settings';
import { COMMAND_SUMMARIES } from './command-summaries.js';

export function settingsDocument(): string {
  const commands = COMMANDS_WITH_SETTINGS.map((name) => `- \`crony ${name}\`: ${COMMAND_SUMMARIES[name]}`);
  return `# Configuration

<!-- Made from shared/src/runtime/settings/settings.ts; \`npx vitest run cli/src -u\` writes it anew. -->

${commands.join('\n')}

Each setting is an environment variable, a flag (\`CRONY_NODE_ID\` is \`--node-id\`) or a line of the file that
\`CRONY_SETTINGS_FILE\` names. The flag wins over the variable, and the variable over the file. Flags can be seen by other
users of the machine in the list of processes, so that secrets are better given otherwise. An unknown variable that begins
with \`CRONY_\`, an unknown flag, an unknown or repeated line of the file or a value against the rule is refused at start,
all of them at once. Variables of other commands are left alone: hubs and nodes may share one file of them.

## Reload

At \`SIGHUP\` a hub, a node or standalone reads its settings again. The environment of a process does not change, so what
is to change stands in the settings file. Taken over are
${reloadable()}
and the certificates and keys themselves are read again. All other settings wait for the next start; those that have
changed are named in the log. A file with a mistake in it changes nothing at all, and the log says what is wrong. Connections
that stand are left alone: new certificates count for new ones. (For that reason rules of egress are not among these settings:
a connection that is kept open would outlive its rule.) At a terminal \`SIGHUP\` means that the terminal has gone, and stops
the program.

## Settings

| setting | default | must be | |
|---|---|---|---|
${SETTING_KEYS.map((key) => row(SETTINGS[key])).join('\n')}
`;
}

function reloadable(): string {
  const names = SETTING_KEYS.map((key): AnySetting => SETTINGS[key]).filter(({ reload }) => reload);
  return `${names.map(({ variable }) => `\`${variable}\``).join(',\n')},`;
}

function row({ variable, kind, help, on }: AnySetting): string {
  const cells = [`\`${variable}\`<br>\`${flagOf(variable)}\``, fallbacks(on), kind.rule, help];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** One default for all commands that take it, or each with its own. */
function fallbacks(on: AnySetting['on']): string {
  const takers = COMMANDS_WITH_SETTINGS.filter((command) => on[command] !== undefined);
  const byText = new Map<string, string[]>();
  for (const command of takers) {
    const text = fallbackText(on[command]!);
    byText.set(text, [...(byText.get(text) ?? []), command]);
  }
  return [...byText].map(([text, commands]) => `${text} (${commands.join(', ')})`).join('; ');
}

function fallbackText(fallback: Fallback): string {
  if (typeof fallback === 'string') return `\`${fallback}\``;
  return 'required' in fallback ? '**required**' : fallback.unset;
}
