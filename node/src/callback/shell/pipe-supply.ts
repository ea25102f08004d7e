/**
 * Pipes for what commands say. What Node itself gives a child for a pipe is a socket, and nobody can open a socket by
 * name: a script that writes to `/dev/stderr` would fail here and nowhere else. Node cannot make a pipe, but `mkfifo`
 * can: many at once, each used once and without a name as soon as it is open. Where that does not work, sockets do.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, rmSync, unlinkSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Made at once: enough that it costs nothing, and few enough for one command line. */
const BATCH = 64;
/** The directory belongs to this process alone: what is named otherwise was left by one that is no more. */
const OF_THIS_PROCESS = `${randomBytes(6).toString('hex')}-`;

/** Names of two that nobody has opened yet. */
export type NamedPipes = readonly [string, string];

export interface OpenPipe {
  readFd: number;
  writeFd: number;
}

/** By all supplies of this process: two may have one directory. */
let made = 0;

export class PipeSupply {
  readonly #directory: string;
  #names: string[] = [];
  #making: Promise<boolean> | null = null;
  #isHopeless = false;
  #isCleared = false;

  constructor(dataDirectory: string) {
    this.#directory = join(resolve(dataDirectory), 'shell-pipes');
  }

  /** For stdout and stderr; null where there are none to be had. Never rejects. */
  async take(): Promise<NamedPipes | null> {
    while (this.#names.length < 2) {
      if (this.#isHopeless) return null;
      this.#making ??= this.#make().finally(() => {
        this.#making = null;
      });
      if (!(await this.#making)) return null;
    }
    return [this.#names.pop()!, this.#names.pop()!];
  }

  /** They were not needed after all. */
  giveBack(pipes: NamedPipes | null): void {
    if (pipes === null) return;
    if (this.#isHopeless) for (const name of pipes) rmSync(name, { force: true });
    else this.#names.push(...pipes);
  }

  /** Commands that are under way keep theirs: those have no name any more. */
  async close(): Promise<void> {
    this.#isHopeless = true;
    await this.#making;
    const names = this.#names;
    this.#names = [];
    await Promise.all(names.map((name) => rm(name, { force: true })));
  }

  async #make(): Promise<boolean> {
    try {
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      if (!this.#isCleared) await this.#clear();
      this.#isCleared = true;
    } catch {
      return false; // the next attempt may find it better
    }
    const names = Array.from({ length: BATCH }, () => join(this.#directory, `${OF_THIS_PROCESS}${(made += 1)}`));
    const error = await new Promise<Error | null>((resolve) => {
      execFile('mkfifo', ['-m', '600', ...names], (failed) => resolve(failed));
    });
    if (error === null) {
      this.#names.push(...names);
      return true;
    }
    const { code } = error as { code?: string | number };
    // There is no such program, or it says that this file system has no pipes: neither will change.
    this.#isHopeless = code === 'ENOENT' || typeof code === 'number';
    return false;
  }

  async #clear(): Promise<void> {
    const others = (await readdir(this.#directory)).filter((name) => !name.startsWith(OF_THIS_PROCESS));
    await Promise.all(others.map((name) => rm(join(this.#directory, name), { force: true })));
  }
}

/** Null where somebody has removed it. Throws where file descriptors are short. */
export function openPipe(name: string): OpenPipe | null {
  let readFd: number | null = null;
  try {
    // The reader comes first, and does not wait for a writer; then the writer need not wait either.
    readFd = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
    const writeFd = openSync(name, constants.O_WRONLY);
    unlinkSync(name);
    return { readFd, writeFd };
  } catch (error) {
    if (readFd !== null) closeSync(readFd);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
