/**
 * One attempt of a run, step by step: admit → sign → call → classify → retry or finish → record.
 * A run is in the hands of this node from its claim until its verdict is durable, and nobody else fires it meanwhile.
 */
import { setMaxListeners } from 'node:events';
import { isOpen, transition, type RunReason, type RunState } from '@crony/shared/domain/run';
import type { FinishedSpan, SpanSink } from '@crony/shared/trace/span';
import type { ResultWrite, RunningRun } from '@crony/shared/store/store';
import type { CallbackRequest, CallbackResult } from '../callback/callback.js';
import { CancelSwitch } from '../callback/cancel-signal.js';
import type { NodeMetrics } from '../metrics.js';
import type { Recorder } from '../record/recorder.js';
import type { Replayer } from '../record/replayer.js';
import { attemptSpan, runSpan } from '../trace.js';
import { admit, type AdmissionOptions } from './admission.js';
import { conclude } from './conclude.js';
import { closeWithoutAttempt, type RunInHand } from './run-in-hand.js';
import { sendAttempt, type SendOptions } from './send-attempt.js';

/** Of a claimed planned time. */
const FIRST_FENCE = 1;

export interface ExecutorOptions extends Omit<AdmissionOptions, 'replaceHere'>, SendOptions {
  recorder: Recorder;
  /** Takes the results of runs without a claim. */
  replayer: Replayer;
  metrics: NodeMetrics;
  /** Where traces are collected. */
  spans?: SpanSink | undefined;
  /** From 0 to below 1. */
  random: () => number;
  /** An attempt that was under way has been ended because somebody asked for it. Must not reject. */
  onCancelled: (request: CallbackRequest) => Promise<void>;
  /** A run waits for its turn behind another of its job. */
  onWait: (run: RunInHand) => void;
  /** A run waits for its next attempt. */
  onRetry: (run: RunInHand, retryAt: number) => void;
}

export class Executor {
  readonly #options: ExecutorOptions;
  readonly #admission: AdmissionOptions;
  /** Every run in hand, by id. */
  readonly #runs = new Map<string, RunInHand>();
  readonly #stopped = new AbortController();

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.#admission = { ...options, replaceHere: (run) => this.replaceOthers(run) };
    setMaxListeners(0, this.#stopped.signal); // every run that is held back listens
  }

  get size(): number {
    return this.#runs.size;
  }

  /**
   * A run has come into this node's hands. False: it is there already. A claim may be won twice, when an edited or
   * returned job plans a time again that it had claimed before, and must not be fired twice for that.
   */
  take(run: RunInHand): boolean {
    const held = this.#runs.get(run.runId);
    if (held && held.fence >= run.fence) return false;
    // The rescuer took it from this node and gave it back: what is under way here is an older dispatch of the same run.
    if (held) this.#unblock(held);
    this.#runs.set(run.runId, run);
    this.#options.secrets.prepare(run.definition.project);
    return true;
  }

  /**
   * The database has said at last whose a run is that was started without its answer. False: there is no such run here.
   * One whose result lies in the spool stays as it is: the replay finds the row, whosever it is.
   */
  claimAnswered(runId: string, won: boolean): boolean {
    const run = this.#runs.get(runId);
    if (!run || run.claim === 'won') return false;
    if (run.state !== 'claimed' && run.state !== 'running') return true;
    run.claim = won ? 'won' : 'lost';
    if (!won) return true;
    run.fence = FIRST_FENCE;
    this.#options.replayer.forget(runId);
    return true;
  }

  /** Open runs held for longer than `ageMs`. */
  heldLongerThan(ageMs: number): string[] {
    const before = this.#options.clock.monotonic() - ageMs;
    const ids: string[] = [];
    for (const run of this.#runs.values()) {
      if (run.heldSinceMs <= before && !run.cancelRequested && isOpen(run.state)) ids.push(run.runId);
    }
    return ids;
  }

  /** Claimed rows whose callback has not begun, also where others have tried before. */
  unstarted(): { runId: string; fence: number; state: RunState }[] {
    return [...this.#runs.values()]
      .filter(({ claim, state }) => claim === 'won' && state === 'claimed')
      .map(({ runId, fence, state }) => ({ runId, fence, state }));
  }

  /** First attempts under way since `before`, which the table knows as claimed; longest first, at most `limit`. */
  runningSince(before: number, limit: number): RunningRun[] {
    const found: RunningRun[] = [];
    for (const run of this.#runs.values()) {
      if (run.abort === null || run.calledAt > before) continue;
      run.isShown = true;
      found.push({ runId: run.runId, attempt: run.attempt, startedAt: run.calledAt });
    }
    return found.sort((a, b) => a.startedAt - b.startedAt).slice(0, limit);
  }

  holds(runId: string): boolean {
    return this.#runs.has(runId);
  }

  /** In hand, and its row will be written: it is claimed, or its callback has begun. */
  answersFor(runId: string): boolean {
    const run = this.#runs.get(runId);
    return run !== undefined && (run.claim === 'won' || run.state !== 'claimed');
  }

  /** In hand, and neither cancelled nor ended otherwise. A run that was closed stays in hand until its row says so. */
  isOpen(run: RunInHand): boolean {
    return this.#runs.get(run.runId) === run && isOpen(run.state);
  }

  /** Jobs with a run here that waits for its start, or may have a next attempt. */
  jobsWithOpenRuns(jobIds: ReadonlySet<string>): Set<string> {
    const found = new Set<string>();
    for (const run of this.#runs.values()) {
      if (isOpen(run.state) && jobIds.has(run.jobId)) found.add(run.jobId);
    }
    return found;
  }

  /** Somebody asked for it: an attempt under way is ended, a waiting run never starts. */
  cancel(runId: string): void {
    const run = this.#runs.get(runId);
    if (run) this.#end(run, 'requested');
  }

  /** Ends the runs of its job that were planned before it; false: a later one is open, which would end it in turn. */
  replaceOthers(by: RunInHand): boolean {
    const others = [...this.#runs.values()].filter(
      (run) => run !== by && run.jobId === by.jobId && run.blocking && isOpen(run.state),
    );
    if (others.some(({ plannedAt }) => plannedAt > by.plannedAt)) return false;
    for (const run of others) this.#end(run, 'replaced');
    return true;
  }

  #end(run: RunInHand, reason: RunInHand['cancelReason']): void {
    if (run.cancelRequested || !isOpen(run.state)) return;
    run.cancelRequested = true;
    run.cancelReason = reason;
    if (run.abort) run.abort.abort();
    else if (run.state !== 'running') this.#close(run, 'cancelled', reason);
    // Else it is about to call, and sees the flag.
  }

  /**
   * These jobs plan nothing any more, so their claims that have not started are void. A paused job's other runs go on:
   * somebody may have asked for them, or they have begun. Of a deleted job nothing is left to try again.
   */
  supersede(jobIds: ReadonlySet<string>, why: 'paused' | 'deleted'): void {
    for (const run of [...this.#runs.values()]) {
      if (!jobIds.has(run.jobId)) continue;
      if (why === 'deleted') run.jobIsGone = true;
      const isVoid = run.state === 'claimed' && (run.trigger === 'schedule' || why === 'deleted');
      if (isVoid || (run.state === 'retrying' && why === 'deleted')) this.#close(run, 'cancelled', 'superseded');
    }
  }

  /** The run is no longer this node's. */
  drop(run: RunInHand): void {
    if (this.#runs.get(run.runId) === run) this.#runs.delete(run.runId);
    this.#unblock(run);
    // It has not started. Of one that has, the intent stays: whether it reached anybody is in doubt.
    if (run.claim !== 'won' && run.state === 'claimed') this.#options.replayer.forget(run.runId);
  }

  /**
   * Ends what is under way. Nobody asked to cancel these runs, so nothing is recorded: their rows stay in doubt, and
   * the rescuer dispatches them again once this incarnation has said goodbye.
   */
  stop(): void {
    this.#stopped.abort();
    for (const run of [...this.#runs.values()]) {
      if (run.claim !== 'won' && run.state === 'claimed') this.drop(run);
      else run.abort?.abort();
    }
  }

  /** Carries out one attempt. Never rejects. */
  async attempt(run: RunInHand): Promise<void> {
    if (!this.isOpen(run)) return; // cancelled or superseded while it waited
    try {
      if (run.state === 'claimed') {
        const admitted = admit(run, this.#admission, this.#stopped.signal);
        const admission = admitted instanceof Promise ? await admitted : admitted;
        if (!this.isOpen(run)) return this.#unblock(run); // cancelled meanwhile
        // It has not started, and stays in hand to be handed back.
        if (this.#stopped.signal.aborted && run.claim === 'won') return this.#unblock(run);
        if (admission.answer === 'drop') return this.drop(run);
        if (admission.answer === 'wait') return this.#wait(run);
        if (admission.answer === 'close') return this.#close(run, admission.state, admission.reason);
        run.state = transition(run.state, 'running');
      }
      if (this.#stopped.signal.aborted) return this.drop(run);
      await this.#call(run);
    } catch (error) {
      // Nothing above is expected to throw. The row stays claimed, and is rescued when this incarnation ends.
      this.#options.logger.error({ err: error, runId: run.runId, jobId: run.jobId }, 'an attempt broke');
      this.drop(run);
    }
  }

  #wait(run: RunInHand): void {
    this.#unblock(run);
    this.#options.onWait(run);
  }

  async #call(run: RunInHand): Promise<void> {
    const { clock, metrics } = this.#options;
    run.attempt += 1;
    const abort = new CancelSwitch();
    run.abort = abort;
    run.calledAt = clock.now();
    if (run.cancelRequested) abort.abort();
    const { sent, result } = await sendAttempt(run, this.#options, abort);
    run.abort = null;
    run.lastEnd = result;
    run.circuitIsOpen = false;
    if (run.cancelRequested && result.outcome === 'cancelled' && sent) void this.#options.onCancelled(sent);
    if (this.#stopped.signal.aborted && result.outcome === 'cancelled' && !run.cancelRequested) return this.drop(run);
    metrics.duration.observe({ outcome: result.outcome }, (result.finishedAt - result.startedAt) / 1_000);
    if (result.errorCode !== null) metrics.attemptErrors.inc({ code: result.errorCode });
    if (sent && this.#options.spans) this.#tell(attemptSpan(run, sent, result));
    this.#conclude(run, result);
  }

  #conclude(run: RunInHand, result: CallbackResult): void {
    const { clock, metrics, onRetry, random } = this.#options;
    const { write, retryAt } = conclude(run, result, { now: clock.now(), random: random() });
    metrics.runs.inc({ state: run.state });
    this.#tellEnd(run, write);
    this.#record(run, write, retryAt === null ? null : () => onRetry(run, retryAt));
  }

  #close(run: RunInHand, state: 'skipped' | 'cancelled', reason: RunReason): void {
    const write = closeWithoutAttempt(run, state, reason, this.#options.clock.now());
    this.#unblock(run);
    this.#options.metrics.runs.inc({ state });
    this.#tellEnd(run, write);
    this.#record(run, write, null);
  }

  #tellEnd(run: RunInHand, { state, reason, finishedAt }: ResultWrite): void {
    if (this.#options.spans && finishedAt !== null) this.#tell(runSpan(run, { state, reason, at: finishedAt }));
  }

  #tell(span: FinishedSpan | null): void {
    if (span) this.#options.spans?.add(span);
  }

  /** The run leaves this node's hands when the row carries its verdict; `onDurable` instead keeps it for a retry. */
  #record(run: RunInHand, write: ResultWrite, onDurable: (() => void) | null): void {
    if (!isOpen(run.state)) this.#unblock(run); // its callback has ended, wherever the verdict still has to go
    void this.#write(run, write).then((applied) => {
      if (!applied && write.attempt) this.#options.metrics.lateResults.inc();
      if (applied && onDurable) return onDurable();
      // From here on it is open in the service's hands, or waits for its next attempt, as the table knows.
      if (run.state === 'accepted') this.#options.overlap.suspect(run.jobId);
      this.drop(run);
    });
  }

  #write(run: RunInHand, write: ResultWrite): Promise<boolean> {
    return run.claim === 'won' ? this.#options.recorder.record(write) : this.#writeWithoutClaim(run, write);
  }

  async #writeWithoutClaim(run: RunInHand, write: ResultWrite): Promise<boolean> {
    const { recorder, replayer } = this.#options;
    if (run.spooled === null) {
      run.spooled = replayer.record(write).then((result) => {
        if (result.recorded) Object.assign(run, { claim: 'won', fence: result.fence });
        return result.recorded;
      });
      return run.spooled;
    }
    // Cancelled while it waited for its retry, and for the table to hear of its first attempt: one after the other.
    return (await run.spooled) && recorder.record({ ...write, fence: run.fence });
  }

  #unblock(run: RunInHand): void {
    if (!run.blocking) return;
    run.blocking = false;
    this.#options.overlap.ended(run.jobId);
  }
}
