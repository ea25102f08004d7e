/**
 * One program under way, with everything that it starts: its output is read at the runner's pace, and its group of
 * processes is ended as a whole.
 *
 * Its end is the end of the leader. What the leader leaves behind may hold the pipes open for ever, so they are read a
 * moment longer only, and then the rest of the group is ended too.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { Clock, TimerHandle } from '@crony/shared/runtime/clock';
import { OutputLines } from './output-lines.js';
import { openPipe, type NamedPipes, type OpenPipe, type PipeSupply } from './pipe-supply.js';
import { ProcessGroup } from './process-group.js';
import type { PacedReader, ReadingPace } from './reading-pace.js';
import type { StartTurns } from './start-turns.js';

/** After the leader's end, for what still lies in the pipes. */
const DRAIN_MS = 250;
/** Timers come before pipes: a process that stood still all the while reads once before it goes on. */
const UNTIL_READ_MS = 1;

export interface CommandSpec {
  file: string;
  args: readonly string[];
  cwd: string;
  env: Record<string, string>;
  stdin: string | undefined;
  /** For what it says; null: sockets must do. */
  pipes: NamedPipes | null;
}

export type CommandEnd =
  { kind: 'exited'; code: number | null; signal: NodeJS.Signals | null } | { kind: 'unstarted'; error: unknown };

export interface CommandHandlers {
  /** Whole lines as far as possible, and whole characters. */
  onPiece(stream: 'stdout' | 'stderr', piece: Buffer): void;
  /** Once, unless the command is abandoned before. Its output has been handed over. */
  onEnd(end: CommandEnd): void;
}

export interface CommandContext {
  clock: Clock;
  pace: ReadingPace;
  pipes: PipeSupply;
  starts: StartTurns;
  /** Commands of which something may be left; a runner that closes waits for them. */
  alive: Set<RunningCommand>;
}

export class RunningCommand implements PacedReader {
  readonly #context: CommandContext;
  readonly #handlers: CommandHandlers;
  #child: ChildProcess | null = null;
  #group: ProcessGroup | null = null;
  readonly #pipes = new Map<Readable, OutputLines>();
  #exit: Extract<CommandEnd, { kind: 'exited' }> | null = null;
  #drain: TimerHandle | null = null;
  /** It has been told how it ended, or nobody wants to know. */
  #over = false;

  constructor(context: CommandContext, spec: CommandSpec, handlers: CommandHandlers) {
    this.#context = context;
    this.#handlers = handlers;
    try {
      this.#start(spec);
    } catch (error) {
      // As for the errors that come later: nobody expects to hear of an end before the beginning.
      queueMicrotask(() => this.#settle({ kind: 'unstarted', error }));
    }
  }

  /** The leader has ended by itself; only its output may still be on its way. */
  get hasExited(): boolean {
    return this.#exit !== null;
  }

  /** True: the leader has ended, and its end is told now, whatever its output still is about. */
  tellExit(): boolean {
    if (this.#exit !== null) this.#settle(this.#exit);
    return this.#exit !== null;
  }

  #start({ file, args, cwd, env, stdin, pipes }: CommandSpec): void {
    const [out, err] = pipes ? this.#open(pipes) : [];
    const input = stdin === undefined ? 'ignore' : 'pipe';
    let child: ChildProcess;
    try {
      child = spawn(file, args, {
        cwd,
        env,
        detached: true, // a session and a group of its own
        stdio: [input, out?.writeFd ?? 'pipe', err?.writeFd ?? 'pipe'],
      });
    } finally {
      // The command alone may hold these, or reading would never come to an end.
      if (out) closeSync(out.writeFd);
      if (err) closeSync(err.writeFd);
    }
    this.#child = child;
    child.on('error', (error) => this.#settle({ kind: 'unstarted', error }));
    // Without a process id there is no process, and short of file descriptors there are no pipes either.
    if (child.pid === undefined) return;
    this.#group = new ProcessGroup(this.#context.clock, child.pid);
    this.#context.alive.add(this);
    child.on('exit', (code, signal) => this.#exited({ kind: 'exited', code, signal }));
    if (child.stdout) this.#read(child.stdout, 'stdout');
    if (child.stderr) this.#read(child.stderr, 'stderr');
    // Who does not read all that it is given ends as it likes.
    child.stdin?.on('error', () => {});
    child.stdin?.end(stdin);
  }

  /** Both or none. */
  #open(names: NamedPipes): OpenPipe[] {
    const opened: OpenPipe[] = [];
    try {
      for (const name of names) {
        const pipe = openPipe(name);
        if (pipe) opened.push(pipe);
      }
    } catch (error) {
      for (const { readFd, writeFd } of opened) {
        closeSync(readFd);
        closeSync(writeFd);
      }
      throw error;
    }
    opened.forEach(({ readFd }, index) => {
      this.#read(new Socket({ fd: readFd, readable: true, writable: false }), index === 0 ? 'stdout' : 'stderr');
    });
    return opened;
  }

  #read(pipe: Readable, stream: 'stdout' | 'stderr'): void {
    const { clock, pace } = this.#context;
    const lines = new OutputLines(clock, (piece) => {
      if (!this.#over) this.#handlers.onPiece(stream, piece);
    });
    this.#pipes.set(pipe, lines);
    pipe.on('data', (chunk: Buffer) => {
      if (!this.#over) lines.add(chunk);
      pace.spend(this, chunk.length);
    });
    pipe.on('error', () => {}); // `close` follows
    pipe.on('close', () => {
      lines.end();
      this.#pipes.delete(pipe);
      if (this.#pipes.size === 0) this.tellExit();
    });
  }

  pause(): void {
    for (const pipe of this.#pipes.keys()) pipe.pause();
  }

  resume(): void {
    for (const pipe of this.#pipes.keys()) pipe.resume();
  }

  #exited(exit: Extract<CommandEnd, { kind: 'exited' }>): void {
    this.#exit = exit;
    if (this.#over) return;
    if (this.#pipes.size === 0) return this.#settle(exit);
    const { clock } = this.#context;
    this.#drain = clock.setTimeout(() => {
      this.#drain = clock.setTimeout(() => this.#settle(exit), UNTIL_READ_MS);
    }, DRAIN_MS);
  }

  /** Hands over what has been said so far, up to the last byte. */
  flush(): void {
    if (!this.#over) for (const lines of this.#pipes.values()) lines.end();
  }

  /** Tells nobody any more, and ends everything. */
  abandon(): void {
    if (this.#over) return;
    this.#over = true;
    for (const lines of this.#pipes.values()) lines.end();
    void this.end();
  }

  /** Resolves when nothing is left of it, or nothing more can be done. Until then what it says is thrown away. */
  async end(): Promise<void> {
    await this.#group?.end();
    this.#close();
  }

  #settle(end: CommandEnd): void {
    if (this.#over) return;
    this.flush();
    this.#over = true;
    void this.end();
    this.#handlers.onEnd(end);
  }

  #close(): void {
    const { pace, alive } = this.#context;
    this.#drain?.cancel();
    pace.leave(this);
    for (const pipe of this.#pipes.keys()) pipe.destroy();
    for (const stream of [this.#child?.stdin, this.#child?.stdout, this.#child?.stderr]) stream?.destroy();
    // One that cannot be ended must not keep this process alive.
    this.#child?.unref();
    alive.delete(this);
  }
}
