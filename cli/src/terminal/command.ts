/** What a command of the terminal is: help, completion and the reading of arguments are made from this alone. */
import type { Readable, Writable } from 'node:stream';
import type { Clock } from '@crony/shared/runtime/clock';

export interface Option {
  short?: string;
  /** Stands for the value in help; without one the option is a switch. */
  value?: string;
  /** May be given several times. */
  many?: true;
  choices?: readonly string[];
  help: string;
}

export type Options = Readonly<Record<string, Option>>;

export interface Command {
  /** Such as `jobs plan`. */
  name: string;
  /** What stands behind the name, such as `JOB`. */
  operands: readonly string[];
  summary: string;
  /** Paragraphs below the summary. */
  details?: readonly string[];
  options: Options;
  run(given: Given, terminal: Terminal): Promise<number>;
}

/** The arguments of one call, checked against the command's options. */
export interface Given {
  operands: readonly string[];
  has(option: string): boolean;
  text(option: string): string | undefined;
  texts(option: string): readonly string[];
  /** Refused unless it is a whole number within the bounds. */
  integer(option: string, bounds: { min: number; max: number }): number | undefined;
}

/** Where a command reads and writes. */
export interface Terminal {
  env: Readonly<Record<string, string | undefined>>;
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean; columns?: number };
  stderr: Writable & { isTTY?: boolean };
  clock: Clock;
  /** Aborted by Ctrl-C: what follows or waits comes to its end. */
  interrupted: AbortSignal;
}

/** What the exit codes mean; docs/jobs-as-code.md has the same table. */
export const EXIT = {
  done: 0,
  /** The hub refused, did not answer, or a file cannot be used. */
  failed: 1,
  /** What was written cannot be understood. */
  usage: 2,
  /** `plan --detailed-exitcode` and `diff`: something differs. */
  differs: 3,
  /** Somebody else was there first; nothing was changed. */
  conflict: 4,
  /** The plan holds what must not be done without a flag; nothing was changed. Of an import: not all was carried over. */
  refused: 5,
  /** `--wait`: the run has ended otherwise than well. */
  unsuccessful: 6,
} as const;

/** Ends a command with a sentence on standard error. */
export class CommandError extends Error {
  override name = 'CommandError';

  constructor(
    message: string,
    readonly exitCode: number = EXIT.failed,
  ) {
    super(message);
  }
}

export function usageError(message: string): CommandError {
  return new CommandError(message, EXIT.usage);
}
