/**
 * Runs that are accepted now and reported later. The order that keeps a run from being lost: journal, answer, work,
 * journal, report, journal. Whatever arrives meanwhile for the same run waits for its turn.
 */
import type { RunOutcome, RunRecord } from '../journal/run-journal.js';
import { FinalReports } from '../report/final-reports.js';
import type { LogLine } from '../report/report.js';
import type { SendReport } from '../report/send-report.js';
import { ActiveRun } from './active-run.js';
import { accepted, refusal, type Answer } from './answer.js';
import type { ReceiverSettings } from './receiver-options.js';
import { acceptedRecord, adopted, answersFor, recordedDelivery, type AsyncDelivery } from './run-records.js';
import type { Handler } from './run.js';
import { Turns } from './turns.js';
import { failed } from './work.js';

export class AsyncRuns {
  readonly #settings: ReceiverSettings;
  readonly #send: SendReport;
  readonly #reports: FinalReports;
  readonly #turns = new Turns();
  readonly #active = new Map<string, ActiveRun>();
  /** Let in, but still being written to the journal. */
  #admitting = 0;
  #closing = false;
  #onIdle: () => void = () => {};

  constructor(settings: ReceiverSettings, send: SendReport) {
    const { journal, clock, reportForMs: tryForMs, onEvent } = settings;
    this.#settings = settings;
    this.#send = send;
    this.#reports = new FinalReports({ send, journal, clock, tryForMs, onEvent });
  }

  accept(delivery: AsyncDelivery, handler: Handler): Promise<Answer> {
    return this.#turns.take(delivery.runId, async () => {
      const { runId } = delivery;
      const active = this.#active.get(runId);
      if (active !== undefined) {
        if (active.meet(delivery)) await this.#note(active.record);
        return accepted();
      }
      if (this.#closing) return refusal(503, 'closing', 'the service is shutting down');
      try {
        return await this.#acceptIdle(delivery, handler);
      } catch (error) {
        this.#settings.onEvent({ type: 'journal_failed', runId, message: String(error) });
        return refusal(503, 'journal_unavailable', 'the run cannot be written down, and so is not accepted');
      }
    });
  }

  async #acceptIdle(delivery: AsyncDelivery, handler: Handler): Promise<Answer> {
    const { journal, clock, concurrency } = this.#settings;
    const known = await journal.find(delivery.runId);
    if (known !== undefined && answersFor(known, delivery)) {
      const newest = delivery.attempt > known.attempt ? adopted(known, delivery, known.acceptedAtMs) : known;
      const record = { ...newest, endedAtMs: clock.now(), settledAtMs: null };
      await journal.write(record);
      return accepted(this.#watch(this.#reports.send(record)));
    }
    if (this.#active.size + this.#admitting >= concurrency) {
      return refusal(503, 'busy', `${concurrency} runs are under way, which is as many as this service takes`);
    }
    this.#admitting += 1;
    try {
      const record = acceptedRecord(delivery, clock.now(), journal.durable && this.#settings.onRestart === 'rerun');
      await journal.write(record);
      this.#reports.drop(delivery.runId);
      return accepted(this.#start(record, delivery, handler, false));
    } finally {
      this.#admitting -= 1;
      this.#sayIfIdle();
    }
  }

  /** What a journal shows of an earlier process. */
  async recover(records: readonly RunRecord[]): Promise<void> {
    const { onRestart, onEvent, clock, handlerFor } = this.#settings;
    for (const record of records) {
      if (record.outcome !== null) {
        void this.#watch(this.#reports.send(record));
        continue;
      }
      const { runId } = record;
      const delivery = onRestart === 'rerun' ? recordedDelivery(record) : null;
      const handler = handlerFor(record.path, record.jobId);
      if (delivery !== null && handler !== undefined) {
        onEvent({ type: 'run_recovered', runId, message: 'started again after a restart of the service' });
        void this.#start(record, delivery, handler, true);
        continue;
      }
      const message = 'the service restarted while the run was under way';
      onEvent({ type: 'run_recovered', runId, message });
      const ended = { ...record, body: null, outcome: failed(message, true), endedAtMs: clock.now() };
      await this.#note(ended);
      void this.#watch(this.#reports.send(ended));
    }
  }

  cancel(runId: string): boolean {
    const active = this.#active.get(runId);
    active?.abort('cancelled', 'the run was cancelled');
    return active !== undefined;
  }

  /** Handlers are told to stop and get `graceMs` for it; outcomes are tried once more. */
  async close(graceMs: number): Promise<void> {
    const { clock, journal } = this.#settings;
    this.#closing = true;
    for (const run of this.#active.values()) run.abort('closing', 'the service is shutting down');
    const idle = new AbortController();
    this.#onIdle = () => idle.abort();
    this.#sayIfIdle();
    await clock.sleep(graceMs, idle.signal);
    for (const run of this.#active.values()) this.#abandon(run);
    await this.#reports.close();
    await journal.close();
  }

  #sayIfIdle(): void {
    if (this.#active.size + this.#admitting === 0) this.#onIdle();
  }

  /** Its handler does not heed the signal. With a journal that survives, the next process takes care of the run. */
  #abandon(run: ActiveRun): void {
    this.#active.delete(run.record.runId);
    void run.finish();
    if (this.#settings.journal.durable) return;
    const outcome = failed('the service was shut down while the run was under way', true);
    void this.#watch(this.#reports.send({ ...run.record, outcome, endedAtMs: this.#settings.clock.now() }));
  }

  #start(record: RunRecord, delivery: AsyncDelivery, handler: Handler, again: boolean): Promise<void> {
    const run = new ActiveRun(this.#settings, this.#send, { record, delivery, handler });
    this.#active.set(record.runId, run);
    if (this.#closing) run.abort('closing', 'the service is shutting down');
    return this.#watch(this.#carryOut(run, again));
  }

  async #carryOut(run: ActiveRun, again: boolean): Promise<void> {
    const outcome = await run.work(again);
    const { runId } = run.record;
    if (outcome.status === 'failed') {
      this.#settings.onEvent({ type: 'handler_failed', runId, message: outcome.message ?? '' });
    }
    const log = await run.finish();
    const rest = await this.#turns.take(runId, async () => {
      if (this.#active.get(runId) !== run) return null; // abandoned
      try {
        return await this.#conclude(run, outcome, log);
      } finally {
        if (this.#active.get(runId) === run) this.#active.delete(runId);
        this.#sayIfIdle();
      }
    });
    await rest?.done;
  }

  /** In the run's turn. What goes on beyond it comes back inside an object, as it takes longer than a turn may. */
  async #conclude(run: ActiveRun, outcome: RunOutcome, log: LogLine[]): Promise<{ done: Promise<void> } | null> {
    const { clock, journal, onRestart } = this.#settings;
    const { record, successor } = run;
    const rerun = journal.durable && onRestart === 'rerun';
    if (outcome.status === 'failed' && run.abortCode === 'closing' && rerun) return null; // for the next process
    if (outcome.status === 'failed' && successor !== null && !this.#closing && run.abortCode !== 'cancelled') {
      const fresh = acceptedRecord(successor, record.acceptedAtMs, rerun);
      await this.#note(fresh);
      return { done: this.#start(fresh, successor, run.handler, true) };
    }
    const ended = { ...record, body: null, outcome, endedAtMs: clock.now() };
    await this.#note(ended);
    return { done: this.#reports.send(ended, log) };
  }

  /** The run goes on without: a report that is on its way matters more than the memory of it. */
  async #note(record: RunRecord): Promise<void> {
    try {
      await this.#settings.journal.write(record);
    } catch (error) {
      this.#settings.onEvent({ type: 'journal_failed', runId: record.runId, message: String(error) });
    }
  }

  /** Nobody waits for it, so it must not reject. */
  #watch(work: Promise<void>): Promise<void> {
    return work.catch((error: unknown) => {
      this.#settings.onEvent({ type: 'handler_failed', runId: null, message: `a fault of the SDK: ${String(error)}` });
    });
  }
}
