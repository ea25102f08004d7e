/** What the tests of shell callbacks share: a runner on a directory of its own, and a look at the system's processes. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@crony/shared/runtime/clock';
import type { ShellCallback } from '@crony/shared/domain/callback';
import type { CallbackRequest, CallbackResult, OutputStream } from '../../node/src/callback/callback.js';
import {
  createShellCallbackRunner,
  type ShellCallbackOptions,
  type ShellCallbackRunner,
} from '../../node/src/callback/shell/shell-callback-runner.js';
import { waitUntil } from '../kit/wait-until.js';
import { requestFor } from './request-for.js';

export const DEADLINE_MS = 10_000;

export const sh = (command: string, more: Partial<ShellCallback> = {}): ShellCallback => ({
  type: 'shell',
  command,
  ...more,
});

export interface Heard {
  stream: OutputStream;
  text: string;
}

export class ShellFixture {
  /** For the test's own files, outside of the runner's directory. */
  readonly directory = mkdtempSync(join(tmpdir(), 'crony-shell-'));
  readonly dataDirectory = join(this.directory, 'data');
  readonly heard: Heard[] = [];
  readonly runner: ShellCallbackRunner;

  constructor(options: Partial<ShellCallbackOptions> = {}) {
    const { dataDirectory } = this;
    this.runner = createShellCallbackRunner({ clock: systemClock, enabled: true, dataDirectory, ...options });
  }

  call(
    callback: ShellCallback,
    change: Partial<CallbackRequest<ShellCallback>> = {},
    signal = new AbortController().signal,
  ): Promise<CallbackResult> {
    const onOutput = (stream: OutputStream, text: string): void => void this.heard.push({ stream, text });
    return this.runner.call(requestFor(callback, { onOutput, ...change }), signal);
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  /** What a command has written into a file, once it has written a whole line. */
  line(name: string): Promise<string> {
    return waitUntil(`a line in ${name}`, DEADLINE_MS, () => {
      const text = this.read(name);
      return text.endsWith('\n') && text.trim();
    });
  }

  async nothingLeft(): Promise<void> {
    await waitUntil('no command is left', DEADLINE_MS, () => this.runner.counts().commands === 0);
  }

  async close(): Promise<void> {
    await this.runner.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

interface Process {
  id: number;
  group: number;
}

/** All that live; those that have ended and wait for their parent to notice are no more. */
export function livingProcesses(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    let stat: string;
    try {
      stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    } catch {
      return []; // ended since the listing
    }
    // The program's name stands in parentheses, and may hold anything.
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? [] : [{ id: Number(name), group: Number(group) }];
  });
}

export function membersOf(group: number): number[] {
  return livingProcesses()
    .filter((process) => process.group === group)
    .map(({ id }) => id);
}

export async function groupIsGone(group: number): Promise<void> {
  await waitUntil(`no process of group ${group} is left`, DEADLINE_MS, () => membersOf(group).length === 0);
}
