import type { Clock } from '../clock.js';
import { fitLines } from './fit-text.js';
import { MOST_LINES_PER_REPORT, type LogLine } from './report.js';

/** Lines of one run that have not reached the hub. The oldest go first, and the log says how many. */
export class LogBuffer {
  readonly #clock: Clock;
  readonly #most: number;
  #lines: LogLine[] = [];
  #dropped = 0;

  constructor(clock: Clock, most: number) {
    this.#clock = clock;
    this.#most = most;
  }

  get size(): number {
    return this.#lines.length;
  }

  add(text: string): void {
    const at = new Date(this.#clock.now()).toISOString();
    for (const line of fitLines(text)) this.#lines.push({ at, line });
    this.#trim();
  }

  /** The next report's lines. */
  take(): LogLine[] {
    const room = MOST_LINES_PER_REPORT - (this.#dropped > 0 ? 1 : 0);
    const lines = this.#lines.splice(0, room);
    if (this.#dropped > 0) {
      const at = lines[0]?.at ?? new Date(this.#clock.now()).toISOString();
      lines.unshift({ at, line: `(${this.#dropped} lines dropped here: they came faster than they could be sent)` });
      this.#dropped = 0;
    }
    return lines;
  }

  /** Lines that were taken and did not get through. */
  giveBack(lines: LogLine[]): void {
    this.#lines = [...lines, ...this.#lines];
    this.#trim();
  }

  /** What a final report can still carry: the newest lines, the end being what a reader looks for. */
  takeLast(): LogLine[] {
    const surplus = this.#lines.length - (MOST_LINES_PER_REPORT - 1);
    if (surplus > 0) {
      this.#lines.splice(0, surplus);
      this.#dropped += surplus;
    }
    return this.take();
  }

  #trim(): void {
    const surplus = this.#lines.length - this.#most;
    if (surplus <= 0) return;
    this.#lines.splice(0, surplus);
    this.#dropped += surplus;
  }
}
