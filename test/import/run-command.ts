import { Readable, Writable } from 'node:stream';
import { systemClock } from '@crony/shared/runtime/clock';
import { COMMANDS } from '../../cli/src/commands/commands.js';
import { CommandError, type Terminal } from '../../cli/src/terminal/command.js';
import { readArguments } from '../../cli/src/terminal/read-arguments.js';

export interface Said {
  code: number;
  stdout: string;
  stderr: string;
}

/** A command of the terminal, in this process: `import crontab -`. */
export async function runCommand(
  argv: readonly string[],
  { env = {}, stdin = '' }: { env?: Record<string, string>; stdin?: string } = {},
): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const into = (stream: keyof typeof said): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        said[stream] += chunk.toString();
        done();
      },
    });
  const terminal: Terminal = {
    env,
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: into('stdout'),
    stderr: into('stderr'),
    clock: systemClock,
    interrupted: new AbortController().signal,
  };
  const command = COMMANDS.find(({ name }) => name === argv.slice(0, 2).join(' '))!;
  try {
    const code = await command.run(readArguments(command, argv.slice(2)), terminal);
    return { code, ...said };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { code: error.exitCode, ...said, stderr: `${said.stderr}${error.message}\n` };
  }
}
