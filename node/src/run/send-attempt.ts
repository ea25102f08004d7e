/**
 * The callback of one attempt: its templates filled in, signed and called, and no secret in what comes back.
 */
import { ATTEMPT_ERRORS } from '@crony/shared/domain/attempt-error';
import { DEFAULT_REPORT_TIMEOUT_MS } from '@crony/shared/domain/job';
import { TemplateError, type TemplateValues } from '@crony/shared/domain/template';
import { childTraceparent } from '@crony/shared/domain/traceparent';
import type { Clock } from '@crony/shared/runtime/clock';
import type { CallbackRequest, CallbackResult, CallbackRunner, ReportTicket } from '../callback/callback.js';
import type { CancelSignal } from '../callback/cancel-signal.js';
import { failure, unsentResult } from '../callback/verdict.js';
import type { NodeMetrics } from '../metrics.js';
import type { OutputWriter } from '../record/output-writer.js';
import type { OpenedSecrets, ProjectSecrets } from './project-secrets.js';
import { redact } from './redact.js';
import { renderCallback, templateValues, type RenderedCallback } from './render-callback.js';
import type { RunInHand } from './run-in-hand.js';

export interface SendOptions {
  secrets: ProjectSecrets;
  /** How services report on runs that they accept. */
  reports: { urlOf: (runId: string) => string; tokenOf: (runId: string) => string };
  /** Takes what runs say while they go on. */
  output: OutputWriter;
  callbacks: CallbackRunner;
  clock: Clock;
  metrics: Pick<NodeMetrics, 'lateness'>;
}

/** Never rejects. `sent` null: nothing went out. */
export async function sendAttempt(
  run: RunInHand,
  options: SendOptions,
  signal: CancelSignal,
): Promise<{ sent: CallbackRequest | null; result: CallbackResult }> {
  const { callbacks, clock, metrics } = options;
  let sent: CallbackRequest | null = null;
  try {
    if (run.circuitIsOpen) {
      const verdict = failure('circuit_open', ATTEMPT_ERRORS.circuit_open.meaning);
      return { sent, result: unsentResult(verdict, clock.now()) };
    }
    const { rendered, signing } = renderNow(run, options.secrets) ?? (await render(run, options.secrets));
    if (run.attempt === 1) metrics.lateness.observe(Math.max(0, clock.now() - run.plannedAt) / 1_000);
    sent = requestOf(run, rendered, signing, options);
    const result = await callbacks.call(sent, signal);
    const errorMessage = redact(result.errorMessage, rendered.used);
    const response = redact(result.response, rendered.used);
    return { sent, result: { ...result, errorMessage, response } };
  } catch (error) {
    // A template that cannot be filled in is the job's fault; all else, such as a missing signing secret, may pass.
    const code = error instanceof TemplateError ? 'invalid_request' : 'internal';
    const verdict = failure(code, error instanceof Error ? error.message : String(error));
    return { sent, result: unsentResult(verdict, clock.now()) };
  }
}

interface Rendered {
  rendered: RenderedCallback;
  signing: readonly string[];
}

/** Null: the table has to be asked first, for the project's secrets or for one of them that is missing. */
function renderNow(run: RunInHand, secrets: ProjectSecrets): Rendered | null {
  const known = secrets.known(run.definition.project);
  if (!known) return null;
  try {
    return renderWith(run, known);
  } catch (error) {
    if (error instanceof TemplateError) return null;
    throw error;
  }
}

/** A secret that is missing may have been added a moment ago: the table is asked once. */
async function render(run: RunInHand, secrets: ProjectSecrets): Promise<Rendered> {
  return renderWith(run, await secrets.getFresh(run.definition.project));
}

function renderWith(run: RunInHand, { named, signing }: OpenedSecrets): Rendered {
  const valuesOf = (): TemplateValues => templateValues(run);
  return { rendered: renderCallback(run.definition.callback, valuesOf, named), signing };
}

function requestOf(
  run: RunInHand,
  rendered: RenderedCallback,
  signingSecrets: readonly string[],
  { output, reports }: SendOptions,
): CallbackRequest {
  const { runId, jobId, attempt, plannedAt, traceparent, definition } = run;
  return {
    runId,
    jobId,
    jobName: definition.name,
    attempt,
    plannedAt,
    timeoutMs: definition.timeoutMs,
    retryLimit: definition.retry.limit,
    traceparent: childTraceparent(traceparent),
    callback: rendered.callback,
    report: ticketOf(run, reports),
    secretEnvironment: rendered.environment,
    onOutput: (stream, text) => output.add(run, stream, redact(text, rendered.used)),
    signingSecrets,
  };
}

function ticketOf({ runId, definition }: RunInHand, { urlOf, tokenOf }: SendOptions['reports']): ReportTicket | null {
  const { completion, reportTimeoutMs = DEFAULT_REPORT_TIMEOUT_MS, heartbeatMs = null } = definition;
  if (completion !== 'async') return null;
  return { url: urlOf(runId), token: tokenOf(runId), reportTimeoutMs, heartbeatMs };
}
