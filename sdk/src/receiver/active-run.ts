/** An asynchronous run under way in this process: its handler, its signal, its feed to the hub. */
import type { TimerHandle } from '../clock.js';
import type { RunOutcome, RunRecord } from '../journal/run-journal.js';
import { ProgressFeed } from '../report/progress-feed.js';
import { isEndState, type LogLine, type ReportAnswer } from '../report/report.js';
import type { SendReport } from '../report/send-report.js';
import { RunAborted, type AbortCode } from '../run-aborted.js';
import type { ReportTarget } from './delivery.js';
import type { ReceiverSettings } from './receiver-options.js';
import { adopted, type AsyncDelivery } from './run-records.js';
import type { Handler } from './run.js';
import { work } from './work.js';

export class ActiveRun {
  readonly #settings: ReceiverSettings;
  readonly #delivery: AsyncDelivery;
  readonly #handler: Handler;
  readonly #abort = new AbortController();
  readonly #feed: ProgressFeed;
  /** Read by the feed with every report, so that a newer attempt speaks at once. */
  readonly #target: ReportTarget;
  #record: RunRecord;
  #deadline: TimerHandle | null = null;
  /** A newer attempt that came when this one had been told to stop: it gets a start of its own. */
  #successor: AsyncDelivery | null = null;

  constructor(
    settings: ReceiverSettings,
    send: SendReport,
    run: { record: RunRecord; delivery: AsyncDelivery; handler: Handler },
  ) {
    const { record, delivery, handler } = run;
    this.#settings = settings;
    this.#record = record;
    this.#delivery = delivery;
    this.#handler = handler;
    this.#target = { url: record.reportUrl, token: record.reportToken, attempt: record.attempt };
    this.#feed = new ProgressFeed({
      target: this.#target,
      heartbeatMs: record.heartbeatMs,
      send,
      clock: settings.clock,
      onAnswer: (answer) => this.#hear(answer),
    });
  }

  get record(): RunRecord {
    return this.#record;
  }

  get handler(): Handler {
    return this.#handler;
  }

  get successor(): AsyncDelivery | null {
    return this.#successor;
  }

  get abortCode(): AbortCode | null {
    const reason: unknown = this.#abort.signal.reason;
    return reason instanceof RunAborted ? reason.code : null;
  }

  /** Never rejects. `again`: the hub has not heard of the run for a while. */
  async work(again: boolean): Promise<RunOutcome> {
    const { clock, retry } = this.#settings;
    this.#setDeadline();
    this.#feed.start(again ? 0 : undefined);
    // The answer goes out before the handler takes the thread.
    await clock.sleep(0, this.#abort.signal);
    return work({
      delivery: this.#delivery,
      handler: this.#handler,
      feed: this.#feed,
      signal: this.#abort.signal,
      retry,
      clock,
    });
  }

  /** No more reports of its own; the log lines that are left for the final one. */
  finish(): Promise<LogLine[]> {
    this.#deadline?.cancel();
    return this.#feed.finish();
  }

  abort(code: AbortCode, message: string): void {
    this.#abort.abort(new RunAborted(code, message));
  }

  /** A delivery of the same run. True: the record has changed. */
  meet(delivery: AsyncDelivery): boolean {
    if (delivery.attempt <= this.#record.attempt) return false;
    this.#record = adopted(this.#record, delivery, this.#settings.clock.now());
    this.#target.url = this.#record.reportUrl;
    this.#target.token = this.#record.reportToken;
    this.#target.attempt = this.#record.attempt;
    if (this.#abort.signal.aborted) this.#successor = delivery;
    else this.#setDeadline();
    return true;
  }

  #setDeadline(): void {
    this.#deadline?.cancel();
    const { reportTimeoutMs, acceptedAtMs } = this.#record;
    if (reportTimeoutMs === null) return;
    const { clock } = this.#settings;
    this.#deadline = clock.setTimeout(
      () => this.abort('timeout', `the run has taken longer than ${reportTimeoutMs} ms`),
      Math.max(acceptedAtMs + reportTimeoutMs - clock.now(), 0),
    );
  }

  #hear(answer: ReportAnswer): void {
    if (answer.cancelRequested || answer.status === 'cancelled') this.abort('cancelled', 'the run was cancelled');
    else if (isEndState(answer.status)) this.abort('ended', `the run has ended already: ${answer.status}`);
  }
}
