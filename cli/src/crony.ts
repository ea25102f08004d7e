/** The `crony` program: finds the command and hands over to it, or tells what there is. */
import { didYouMean } from '@crony/shared/runtime/settings/did-you-mean';
import { COMMANDS_WITH_SETTINGS } from '@crony/shared/runtime/settings/settings';
import { commandHelp, programHelp } from './help.js';
import { GROUPS, runTerminalCommand, terminalHelp } from './terminal/run-command.js';
import { print } from './print.js';
import { describeVersion } from './version.js';

/** What the user wrote cannot be understood. */
const EXIT_USAGE = 2;

type Environment = Readonly<Record<string, string | undefined>>;

/** Answers with the exit code. */
export async function runCrony(argv: readonly string[], env: Environment): Promise<number> {
  const [word, ...rest] = argv;
  if (word === undefined) return print(programHelp(), 'stderr', EXIT_USAGE);
  if (['version', '--version', '-v', '-V'].includes(word)) return print(describeVersion());
  if (['help', '--help', '-h'].includes(word)) {
    return rest[0] === undefined ? print(programHelp()) : helpOn(rest[0], rest);
  }
  if (GROUPS.includes(word)) return runTerminalCommand(argv, env);
  const command = COMMANDS_WITH_SETTINGS.find((name) => name === word);
  if (command === undefined) return unknownCommand(word);
  if (rest.includes('--help') || rest.includes('-h')) return print(commandHelp(command));
  // Whoever looks at a table in a terminal does not wait for hub, node and their libraries to be loaded.
  const { runSettledCommand } = await import('./run-settled-command.js');
  return runSettledCommand(command, rest, env);
}

function helpOn(word: string, words: readonly string[]): number {
  const terminal = terminalHelp(words);
  if (terminal !== null) return print(terminal);
  const command = COMMANDS_WITH_SETTINGS.find((name) => name === word);
  return command === undefined ? unknownCommand(word) : print(commandHelp(command));
}

function unknownCommand(word: string): number {
  const near = didYouMean(word, [...COMMANDS_WITH_SETTINGS, ...GROUPS, 'help', 'version']);
  const meant = near === null ? '' : ` Did you mean "${near}"?`;
  return print(`crony has no command "${word}".${meant}\n\n${programHelp()}`, 'stderr', EXIT_USAGE);
}
