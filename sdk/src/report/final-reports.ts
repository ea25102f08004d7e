/**
 * Sends the outcomes of runs until the hub has them: for a day and more, across whatever the hub is away for, and with a
 * durable journal across restarts of the service.
 */
import type { Clock } from '../clock.js';
import type { RunJournal, RunRecord } from '../journal/run-journal.js';
import type { ReceiverEvent } from '../receiver/receiver-event.js';
import { backoffMs } from './backoff.js';
import { Gate } from './gate.js';
import type { LogLine, Report } from './report.js';
import type { SendReport, SendResult } from './send-report.js';

/** After an outage every outcome of that time is due at once. */
const MOST_AT_A_TIME = 16;

export interface FinalReportsOptions {
  send: SendReport;
  journal: RunJournal;
  clock: Clock;
  /** Counted from the end of the run. */
  tryForMs: number;
  onEvent: (event: ReceiverEvent) => void;
}

interface Pending {
  record: RunRecord;
  log: LogLine[];
  /** Wakes it out of its pause. */
  wake: AbortController;
  dropped: boolean;
  done: Promise<void>;
}

export class FinalReports {
  readonly #options: FinalReportsOptions;
  readonly #pending = new Map<string, Pending>();
  readonly #gate = new Gate(MOST_AT_A_TIME);
  #closing = false;

  constructor(options: FinalReportsOptions) {
    this.#options = options;
  }

  /** Settles when the hub has it, or nothing more is tried. A later call for the same run takes the earlier's place. */
  send(record: RunRecord, log: LogLine[] = []): Promise<void> {
    this.drop(record.runId);
    const pending: Pending = { record, log, wake: new AbortController(), dropped: false, done: Promise.resolve() };
    this.#pending.set(record.runId, pending);
    pending.done = this.#deliver(pending).finally(() => {
      if (this.#pending.get(record.runId) === pending) this.#pending.delete(record.runId);
    });
    return pending.done;
  }

  /** The outcome is overtaken, by another attempt. */
  drop(runId: string): void {
    const pending = this.#pending.get(runId);
    if (pending === undefined) return;
    pending.dropped = true;
    pending.wake.abort();
    this.#pending.delete(runId);
  }

  /** Requests under way are waited for; what fails now stays in the journal. */
  async close(): Promise<void> {
    this.#closing = true;
    while (this.#pending.size > 0) {
      const waiting = [...this.#pending.values()];
      for (const { wake } of waiting) wake.abort();
      await Promise.all(waiting.map(({ done }) => done));
    }
  }

  async #deliver(pending: Pending): Promise<void> {
    const { clock, tryForMs, onEvent } = this.#options;
    const { record, wake } = pending;
    let report = finalReport(record, pending.log);
    for (let failures = 0; !pending.dropped; failures += 1) {
      const result = await this.#gate.pass(() => this.#attempt(pending, report));
      if (result === null) return;
      if (result.kind === 'answered') return this.#settle(pending);
      if (result.kind === 'refused') {
        const smaller = smallest(report);
        if (!isAboutContent(result.status) || smaller === null) {
          onEvent({ type: 'report_refused', runId: record.runId, message: result.why });
          return this.#settle(pending);
        }
        report = smaller;
        continue;
      }
      if (clock.now() - record.endedAtMs! >= tryForMs) {
        onEvent({ type: 'report_given_up', runId: record.runId, message: result.why });
        return this.#settle(pending);
      }
      if (failures === 0) onEvent({ type: 'report_delayed', runId: record.runId, message: result.why });
      if (this.#closing) return;
      await clock.sleep(Math.max(backoffMs(failures), result.afterMs), wake.signal);
      if (this.#closing) return;
    }
  }

  async #attempt({ record, dropped }: Pending, report: Report): Promise<SendResult | null> {
    if (dropped) return null;
    const target = { url: record.reportUrl, token: record.reportToken, attempt: record.attempt };
    return this.#options.send(target, report);
  }

  async #settle({ record, dropped }: Pending): Promise<void> {
    if (dropped) return;
    const { journal, clock, onEvent } = this.#options;
    try {
      await journal.write({ ...record, settledAtMs: clock.now() });
    } catch (error) {
      // Sent again after a restart, which the hub takes for the repetition that it is.
      onEvent({ type: 'journal_failed', runId: record.runId, message: String(error) });
    }
  }
}

function finalReport({ attempt, outcome }: RunRecord, log: LogLine[]): Report {
  const { status, output, message, retryable, reportId } = outcome!;
  return {
    attempt,
    status,
    reportId,
    ...(message === undefined ? {} : { message }),
    ...(output === undefined || output === '' ? {} : { output }),
    ...(status === 'failed' && retryable === false ? { retryable } : {}),
    ...(log.length === 0 ? {} : { log }),
  };
}

function isAboutContent(status: number): boolean {
  return status === 400 || status === 413 || status === 422;
}

const SHORT_MESSAGE = 200;

/** The verdict alone: rather that than none. Null when there is nothing left to leave out. */
function smallest({ attempt, status, reportId, message, output, retryable, log }: Report): Report | null {
  if (output === undefined && log === undefined && (message ?? '').length <= SHORT_MESSAGE) return null;
  return {
    attempt,
    status,
    ...(reportId === undefined ? {} : { reportId }),
    ...(message === undefined ? {} : { message: message.slice(0, SHORT_MESSAGE) }),
    ...(retryable === undefined ? {} : { retryable }),
  };
}
