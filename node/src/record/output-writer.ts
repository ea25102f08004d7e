/**
 * Brings what runs say while they go on into the table, in batches, so that whoever watches sees it within half a second.
 * For people only: nothing is decided by it, so nothing waits for it, and while the database is away it is dropped.
 */
import { randomUUID } from 'node:crypto';
import type { Clock, TimerHandle } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import type { OutputChunk, OutputStore } from '@crony/shared/store/store';

const LINGER_MS = 250;
/** In memory, over all runs. */
const MOST_QUEUED_CHARACTERS = 8 * 1_024 * 1_024;
/** Of one attempt; what comes beyond is left out, and that is said once. */
const MOST_CHARACTERS_OF_ATTEMPT = 1_024 * 1_024;
const MOST_ATTEMPTS = 10_000;

export interface OutputWriterOptions {
  store: OutputStore;
  clock: Clock;
  logger: Logger;
}

interface Speaker {
  runId: string;
  attempt: number;
}

export class OutputWriter {
  readonly #options: OutputWriterOptions;
  #queue: OutputChunk[] = [];
  #queuedCharacters = 0;
  /** Characters that attempts have said so far. */
  readonly #said = new Map<string, number>();
  #timer: TimerHandle | null = null;
  #writing: Promise<void> | null = null;
  #dropped = 0;

  constructor(options: OutputWriterOptions) {
    this.#options = options;
  }

  add({ runId, attempt }: Speaker, stream: OutputChunk['stream'], text: string): void {
    const key = `${runId}/${attempt}`;
    const before = this.#said.get(key) ?? 0;
    if (before >= MOST_CHARACTERS_OF_ATTEMPT) return;
    if (this.#said.size >= MOST_ATTEMPTS) this.#said.delete(this.#said.keys().next().value!);
    this.#said.set(key, before + text.length);
    const isLast = before + text.length >= MOST_CHARACTERS_OF_ATTEMPT;
    this.#enqueue({ runId, attempt }, stream, isLast ? `${text}\n[more is not kept]\n` : text);
  }

  /** Writes what is left, once. */
  async stop(): Promise<void> {
    await this.#writing;
    this.#timer?.cancel();
    this.#timer = null;
    await this.#write();
  }

  #enqueue({ runId, attempt }: Speaker, stream: OutputChunk['stream'], text: string): void {
    const last = this.#queue.at(-1);
    if (last?.runId === runId && last.attempt === attempt && last.stream === stream) last.text += text;
    else {
      const at = this.#options.clock.now();
      this.#queue.push({ runId, attempt, stream, at, chunkId: randomUUID(), text });
    }
    this.#queuedCharacters += text.length;
    while (this.#queuedCharacters > MOST_QUEUED_CHARACTERS) {
      this.#queuedCharacters -= this.#queue.shift()!.text.length;
      this.#dropped += 1;
    }
    this.#writeSoon();
  }

  #writeSoon(): void {
    if (this.#writing !== null) return; // its end comes back here
    this.#timer ??= this.#options.clock.setTimeout(() => {
      this.#timer = null;
      this.#writing = this.#write().finally(() => {
        this.#writing = null;
        if (this.#queue.length > 0) this.#writeSoon();
      });
    }, LINGER_MS);
  }

  async #write(): Promise<void> {
    const { store, logger } = this.#options;
    const chunks = this.#queue;
    this.#queue = [];
    this.#queuedCharacters = 0;
    if (chunks.length === 0) return;
    try {
      await store.append(chunks);
    } catch (error) {
      this.#dropped += chunks.length;
      logger.warn({ err: error, chunks: this.#dropped }, 'output of runs could not be written and is lost');
    }
  }
}
