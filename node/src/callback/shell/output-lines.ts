/**
 * Makes whole lines of what comes out of a pipe, so that lines of stdout and stderr stay whole where they meet, and a
 * secret in a line is found in one piece. A line without an end goes on after a moment (a prompt, dots of progress), or
 * when it is very long, but never in the middle of a character.
 */
import type { Clock, TimerHandle } from '@crony/shared/runtime/clock';
import { cutCharacterBytes } from './kept-output.js';

const LINGER_MS = 200;
const LONGEST_HELD_BYTES = 8_192;
const LINE_FEED = 0x0a;

export class OutputLines {
  #held: Buffer = Buffer.alloc(0);
  /** When the line that is held began. */
  #heldSinceMs = 0;
  #timer: TimerHandle | null = null;

  constructor(
    readonly clock: Clock,
    readonly onPiece: (piece: Buffer) => void,
  ) {}

  add(chunk: Buffer): void {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const lines = bytes.lastIndexOf(LINE_FEED) + 1;
    if (lines > 0 || this.#held.length === 0) this.#heldSinceMs = this.clock.monotonic();
    const isLong = bytes.length - lines > LONGEST_HELD_BYTES;
    const passed = isLong ? bytes.length - cutCharacterBytes(bytes) : lines;
    // A copy: what is held is small, and must not keep a whole chunk alive.
    this.#held = Buffer.from(bytes.subarray(passed));
    if (passed > 0) this.onPiece(bytes.subarray(0, passed));
    if (this.#held.length > 0) this.#timer ??= this.clock.setTimeout(() => this.#linger(), LINGER_MS);
  }

  /** Nothing more comes: what is held goes on as it is. */
  end(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#pass(this.#held.length);
  }

  #linger(): void {
    this.#timer = null;
    const ageMs = this.clock.monotonic() - this.#heldSinceMs;
    if (ageMs >= LINGER_MS - 1) this.#pass(this.#held.length - cutCharacterBytes(this.#held));
    else if (this.#held.length > 0) this.#timer = this.clock.setTimeout(() => this.#linger(), LINGER_MS - ageMs);
  }

  #pass(bytes: number): void {
    const piece = this.#held.subarray(0, bytes);
    this.#held = this.#held.subarray(bytes);
    this.#heldSinceMs = this.clock.monotonic();
    if (piece.length > 0) this.onPiece(piece);
  }
}
