/** What the end of a command means for the attempt, and why one could not be started. */
import { stat } from 'node:fs/promises';
import { constants } from 'node:os';
import { failure, SUCCESS, type Verdict } from '../verdict.js';
import type { CommandEnd, CommandSpec } from './running-command.js';

const DEFAULT_SUCCESS_CODES: readonly number[] = [0];

export function judgeExit(
  end: Extract<CommandEnd, { kind: 'exited' }>,
  successCodes: readonly number[] = DEFAULT_SUCCESS_CODES,
): Verdict {
  if (end.code !== null && successCodes.includes(end.code)) return SUCCESS;
  return failure('exit_code', `the command ${describeExit(end)}`);
}

export function describeExit({ code, signal }: Extract<CommandEnd, { kind: 'exited' }>): string {
  if (code === null) return `was ended by ${signal ?? 'a signal'}`;
  return `ended with exit code ${code}${hintOf(code)}`;
}

/** What shells say by a code, and few people know by heart. */
function hintOf(code: number): string {
  if (code === 126) return ' (in a shell: something is not executable)';
  if (code === 127) return ' (in a shell: a command was not found)';
  const signal = Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0];
  return signal === undefined ? '' : ` (in a shell: a command was ended by ${signal})`;
}

/** Want of something that may be there at the next attempt; a program that is being written counts among it. */
const PASSING = new Set(['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE', 'EIO', 'ETXTBSY', 'EINTR']);
/** Errors of starting a program that say something of the program, its folder or what it is given. */
const OF_THE_JOB = new Set(['ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG', 'ENOEXEC', 'EINVAL', 'EPERM', 'ELIBBAD']);

export async function judgeStart(error: unknown, { file, cwd }: Pick<CommandSpec, 'file' | 'cwd'>): Promise<Verdict> {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? 'unknown';
  const program = `the program ${shown(file)}`;
  switch (code) {
    // The system names the program also where it is the folder that it did not find, or may not enter.
    case 'ENOENT':
      if (!(await isDirectory(cwd))) return failure('invalid_request', `there is no directory ${shown(cwd)}`);
      return failure('invalid_request', `${program} was not found, or the interpreter that it names`);
    case 'EACCES':
      return failure('invalid_request', `the node may not run ${program} in ${shown(cwd)} (EACCES)`);
    case 'E2BIG':
      return failure('invalid_request', 'arguments and environment together are longer than the system allows (E2BIG)');
    case 'ERR_INVALID_ARG_VALUE':
      return failure('invalid_request', `${program} cannot be started: a NUL is in its arguments or its environment`);
  }
  if (OF_THE_JOB.has(code)) return failure('invalid_request', `${program} cannot be started (${code})`);
  const why = PASSING.has(code) ? `for want of something on the node (${code})` : `inside the node (${code})`;
  return failure('internal', `${program} could not be started ${why}`);
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function shown(path: string): string {
  return JSON.stringify(path.length <= 120 ? path : `${path.slice(0, 120)}…`);
}
