/**
 * Heartbeats, progress and log of one run under way: one report for all three, at most every 500 ms, one at a time.
 * Best effort: what fails is tried again with the next report, under the same id as long as nothing was added.
 */
import type { Clock, TimerHandle } from '../clock.js';
import type { ReportTarget } from '../receiver/delivery.js';
import { backoffMs } from './backoff.js';
import { fitText, MOST_MESSAGE_CHARACTERS } from './fit-text.js';
import { LogBuffer } from './log-buffer.js';
import type { LogLine, Report, ReportAnswer } from './report.js';
import type { SendReport } from './send-report.js';

const LEAST_GAP_MS = 500;
/** How often a run whose job has no heartbeat asks whether it was cancelled. */
const ASK_EVERY_MS = 30_000;
const MOST_BUFFERED_LINES = 1_000;
/** A log that grows faster than reports travel must not keep the outcome waiting. */
const MOST_REPORTS_AT_END = 10;

export interface ProgressFeedOptions {
  target: ReportTarget;
  heartbeatMs: number | null;
  send: SendReport;
  clock: Clock;
  onAnswer: (answer: ReportAnswer) => void;
}

export class ProgressFeed {
  readonly #options: ProgressFeedOptions;
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #lines: LogBuffer;
  #progress: number | undefined;
  #message: string | undefined;
  /** Sent, but not known to have arrived. */
  #unconfirmed: Report | null = null;
  #timer: TimerHandle | null = null;
  #timerAt = Infinity;
  #notBefore = 0;
  #failures = 0;
  #sending: Promise<void> | null = null;
  #stopped = false;

  constructor(options: ProgressFeedOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#everyMs = options.heartbeatMs === null ? ASK_EVERY_MS : Math.max(options.heartbeatMs / 3, LEAST_GAP_MS);
    this.#lines = new LogBuffer(options.clock, MOST_BUFFERED_LINES);
  }

  start(firstAfterMs: number = this.#everyMs): void {
    this.#wake(firstAfterMs);
  }

  log(text: string): void {
    this.#lines.add(text);
    this.#wake(LEAST_GAP_MS);
  }

  progress(percent: number, message?: string): void {
    if (Number.isFinite(percent)) this.#progress = Math.min(Math.max(percent, 0), 100);
    if (message !== undefined) this.#message = fitText(message, MOST_MESSAGE_CHARACTERS);
    this.#wake(LEAST_GAP_MS);
  }

  heartbeat(): void {
    this.#wake(0);
  }

  /** No more reports on their own. The lines that the final report still has to carry. */
  async finish(): Promise<LogLine[]> {
    this.stop();
    await this.#sending;
    for (let n = 0; n < MOST_REPORTS_AT_END && (this.#unconfirmed?.log || this.#lines.size >= 100); n += 1) {
      const failures = this.#failures;
      await this.#send();
      if (this.#failures > failures) break;
    }
    if (this.#unconfirmed?.log) this.#lines.giveBack(this.#unconfirmed.log);
    this.#unconfirmed = null;
    return this.#lines.takeLast();
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#timer = null;
  }

  #wake(afterMs: number): void {
    if (this.#stopped) return;
    const at = Math.max(this.#clock.now() + afterMs, this.#notBefore);
    if (at >= this.#timerAt || this.#sending !== null) return;
    this.#timer?.cancel();
    this.#timerAt = at;
    this.#timer = this.#clock.setTimeout(() => {
      this.#timerAt = Infinity;
      this.#timer = null;
      this.#sending = this.#send().finally(() => {
        this.#sending = null;
        this.#wake(this.#pauseMs());
      });
    }, at - this.#clock.now());
  }

  #pauseMs(): number {
    if (this.#failures > 0) return 0; // `notBefore` holds it back
    return this.#lines.size > 0 || this.#progress !== undefined || this.#message !== undefined ? 0 : this.#everyMs;
  }

  async #send(): Promise<void> {
    const report = this.#next();
    this.#notBefore = this.#clock.now() + LEAST_GAP_MS;
    const result = await this.#options.send(this.#options.target, report);
    switch (result.kind) {
      case 'answered':
        this.#unconfirmed = null;
        this.#failures = 0;
        this.#options.onAnswer(result.answer);
        return;
      case 'retry':
        this.#holdBack(result.afterMs);
        return;
      case 'refused':
        this.#unconfirmed = null;
        this.#holdBack(0);
        // The run is unknown or the token wrong: nothing that follows would be taken either.
        if (result.status === 401 || result.status === 404) this.stop();
    }
  }

  /** No longer than a heartbeat may wait, unless the hub itself asks for it. */
  #holdBack(afterMs: number): void {
    const pauseMs = Math.max(Math.min(backoffMs(this.#failures), this.#everyMs), afterMs);
    this.#failures += 1;
    this.#notBefore = Math.max(this.#notBefore, this.#clock.now() + pauseMs);
  }

  #next(): Report {
    if (this.#unconfirmed === null) {
      const log = this.#lines.take();
      const { attempt } = this.#options.target;
      this.#unconfirmed = {
        attempt,
        status: 'running',
        ...(log.length === 0 ? {} : { log, reportId: crypto.randomUUID() }),
      };
    }
    if (this.#progress !== undefined) this.#unconfirmed.progress = this.#progress;
    if (this.#message !== undefined) this.#unconfirmed.message = this.#message;
    this.#progress = undefined;
    this.#message = undefined;
    return this.#unconfirmed;
  }
}
