/** Finds the command of the terminal that the words mean, runs it, and tells in a sentence what went wrong. */
import { systemClock } from '@crony/shared/runtime/clock';
import { didYouMean } from '@crony/shared/runtime/settings/did-you-mean';
import { COMMANDS } from '../commands/commands.js';
import { CommandError, EXIT, type Command, type Terminal } from './command.js';
import { explainProblem } from './connect.js';
import { helpOfCommand, helpOfGroup } from './command-help.js';
import { say } from './output.js';
import { readArguments } from './read-arguments.js';

const INTERRUPTED = 130;
const BROKEN_PIPE = 141;

/** The first words of the commands. */
export const GROUPS: readonly string[] = [...new Set(COMMANDS.map(({ name }) => name.split(' ')[0]!))];

const isHelp = (word: string): boolean => word === '--help' || word === '-h';

/** `argv`: all words, the group first. */
export async function runTerminalCommand(argv: readonly string[], env: Terminal['env']): Promise<number> {
  const [group = '', verb] = argv;
  const { stdin, stdout, stderr } = process;
  const interruption = new AbortController();
  const terminal: Terminal = { env, stdin, stdout, stderr, clock: systemClock, interrupted: interruption.signal };
  const own = COMMANDS.filter(({ name }) => name.split(' ')[0] === group);
  const single = own.find(({ name }) => name === group);
  const command = single ?? own.find(({ name }) => name === `${group} ${verb}`);
  const rest = argv.slice(single === undefined ? 2 : 1);
  if (command === undefined) return withoutCommand(group, verb, own, terminal);
  if (rest.some(isHelp)) return show(terminal, helpOfCommand(command));

  // The first Ctrl-C ends what is under way in order; after it the system's own way is open again.
  const interrupt = (): void => interruption.abort(new CommandError('interrupted', INTERRUPTED));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  // Whoever reads the output has enough, as `head` does.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(BROKEN_PIPE);
    throw error;
  });
  try {
    return await command.run(readArguments(command, rest), terminal);
  } catch (error) {
    return failed(command, error, terminal);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function failed({ name }: Command, error: unknown, terminal: Terminal): number {
  if (terminal.interrupted.aborted) return INTERRUPTED;
  if (error instanceof CommandError) {
    say(terminal, `crony ${name}: ${error.message}`);
    if (error.exitCode === EXIT.usage) say(terminal, `See crony ${name} --help.`);
    return error.exitCode;
  }
  const sentence = explainProblem(error);
  say(
    terminal,
    sentence === null ? `crony ${name}: ${String((error as Error).stack ?? error)}` : `crony ${name}: ${sentence}`,
  );
  return EXIT.failed;
}

function withoutCommand(group: string, verb: string | undefined, own: readonly Command[], terminal: Terminal): number {
  const help = helpOfGroup(group, own);
  if (verb !== undefined && isHelp(verb)) return show(terminal, help);
  if (verb !== undefined) {
    const near = didYouMean(verb, own.map(({ name }) => name.split(' ')[1] ?? '')); // prettier-ignore
    say(
      terminal,
      `crony ${group} has no command ${JSON.stringify(verb)}.${near === null ? '' : ` Did you mean "${near}"?`}\n`,
    );
  }
  say(terminal, help);
  return EXIT.usage;
}

/** Of a group or of one command; null where there is none. */
export function terminalHelp(words: readonly string[]): string | null {
  const command = COMMANDS.find(({ name }) => name === words.slice(0, name.split(' ').length).join(' '));
  if (command !== undefined) return helpOfCommand(command);
  const own = COMMANDS.filter(({ name }) => name.split(' ')[0] === words[0]);
  return own.length === 0 ? null : helpOfGroup(words[0]!, own);
}

function show({ stdout }: Terminal, text: string): number {
  stdout.write(`${text}\n`);
  return EXIT.done;
}
