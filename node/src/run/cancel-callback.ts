/**
 * Tells a service that a run which it may be working on is cancelled, where its job says how. A courtesy: the run has its
 * verdict whatever comes of it, and a service that is not reached hears of it in the answer to its next report.
 */
import { compileJob } from '@crony/shared/domain/assignment';
import type { Run } from '@crony/shared/domain/run';
import type { TemplateValues } from '@crony/shared/domain/template';
import { childTraceparent } from '@crony/shared/domain/traceparent';
import type { Logger } from '@crony/shared/runtime/logger';
import type { Store } from '@crony/shared/store/store';
import type { CallbackRequest, CallbackRunner } from '../callback/callback.js';
import type { ProjectSecrets } from './project-secrets.js';
import { renderCallback, templateValues } from './render-callback.js';

/** Runs whose service has been told; a nudge may come more than once. */
const MOST_REMEMBERED = 10_000;

export interface CancelCallbackOptions {
  store: Pick<Store, 'runs' | 'jobs'>;
  secrets: ProjectSecrets;
  callbacks: CallbackRunner;
  logger: Logger;
}

export class CancelCallback {
  readonly #options: CancelCallbackOptions;
  readonly #told = new Set<string>();

  constructor(options: CancelCallbackOptions) {
    this.#options = options;
  }

  /** Of an attempt that was under way here. Never rejects. */
  async afterAttempt(request: CallbackRequest): Promise<void> {
    const { callbacks, logger } = this.#options;
    const { runId, jobId } = request;
    if (callbacks.cancelled === undefined || !this.#isFirst(runId)) return;
    try {
      const result = await callbacks.cancelled(request);
      if (result === null || result.outcome === 'succeeded') return;
      logger.warn(
        { runId, jobId, errorCode: result.errorCode, reason: result.errorMessage },
        'a service was not told of a cancel',
      );
    } catch (error) {
      logger.warn({ err: error, runId, jobId }, 'a service was not told of a cancel');
    }
  }

  /** Of a run that its service has accepted: no node has it in hand any more. Never rejects. */
  async ofAccepted(runId: string): Promise<void> {
    const { store, logger } = this.#options;
    try {
      const found = await store.runs.get(runId);
      const isAsked = found !== null && found.run.state === 'cancelled' && found.run.acceptedAt !== null;
      const request = isAsked ? await this.#requestOf(found.run) : null;
      if (request) await this.afterAttempt(request);
    } catch (error) {
      logger.warn({ err: error, runId }, 'a service was not told of a cancel');
    }
  }

  async #requestOf(run: Run): Promise<CallbackRequest | null> {
    const { store, secrets } = this.#options;
    const job = await store.jobs.get(run.jobId);
    if (!job || job.callback.type !== 'http' || job.callback.cancelUrl === undefined) return null;
    const definition = compileJob(job);
    const { named, signing } = await secrets.get(job.project);
    const { id: runId, jobId, plannedAt, attempt, traceparent } = run;
    const valuesOf = (): TemplateValues => templateValues({ runId, jobId, plannedAt, attempt, definition });
    return {
      runId,
      jobId,
      jobName: job.name,
      attempt,
      plannedAt,
      timeoutMs: job.timeoutMs,
      retryLimit: job.retry.limit,
      traceparent: childTraceparent(traceparent),
      callback: renderCallback(job.callback, valuesOf, named).callback,
      report: null,
      signingSecrets: signing,
    };
  }

  #isFirst(runId: string): boolean {
    if (this.#told.has(runId)) return false;
    if (this.#told.size >= MOST_REMEMBERED) this.#told.delete(this.#told.values().next().value!);
    this.#told.add(runId);
    return true;
  }
}
