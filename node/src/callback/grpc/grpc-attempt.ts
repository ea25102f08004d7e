/** One attempt over gRPC: it settles once, by the answer, its deadline or a cancel, whichever is first. */
import { Metadata, status as Status, type ClientUnaryCall, type StatusObject } from '@grpc/grpc-js';
import { CALLBACK_HEADERS } from '@crony/shared/domain/callback-headers';
import type { GrpcCallback } from '@crony/shared/domain/callback';
import { signCallback, SigningSecretError } from '@crony/shared/domain/signature';
import { childTraceparent } from '@crony/shared/domain/traceparent';
import type { Clock, TimerHandle } from '@crony/shared/runtime/clock';
import { RESPONSE_CAP_BYTES, type CallbackRequest, type CallbackResult } from '../callback.js';
import { ResponseBody } from '../http/response-body.js';
import { ACCEPTED, failure, SUCCESS, type Verdict } from '../verdict.js';
import type { Channel } from './channels.js';
import { messageFromJson, messageToJson, PayloadError } from './json-message.js';
import { codeName, isExpected, judgeFailure } from './judge-status.js';
import { MethodError, type MethodDescription, type MethodDescriptions } from './method-description.js';

/** The client's own deadline comes after ours, and only tells the server. */
const DEADLINE_MARGIN_MS = 50;
/** By which a service that has no message of its own for it says that it will report. */
const ACCEPTED_METADATA = 'crony-accepted';

export interface GrpcAttemptContext {
  clock: Clock;
  methods: MethodDescriptions;
}

interface Answered {
  statusCode: number;
  text: string | null;
}

export class GrpcAttempt {
  readonly #startedAt: number;
  readonly #startedMs: number;
  readonly #deadline: TimerHandle;
  readonly #target: string;
  #call: ClientUnaryCall | null = null;
  #sentMs: number | null = null;
  #firstByteMs: number | null = null;
  #over = false;

  constructor(
    readonly context: GrpcAttemptContext,
    readonly channel: Channel,
    readonly request: CallbackRequest<GrpcCallback>,
    readonly settled: (result: CallbackResult) => void,
  ) {
    const { clock } = context;
    const { timeoutMs, callback } = request;
    this.#startedAt = clock.now();
    this.#startedMs = clock.monotonic();
    this.#target = callback.target;
    this.#deadline = clock.setTimeout(() => {
      // Whether a connection has come about the client keeps to itself.
      this.#end(failure('timeout', `no answer came from ${this.#target} within ${timeoutMs} ms`), null);
    }, timeoutMs);
  }

  async begin(): Promise<void> {
    const { context, channel, request } = this;
    const { callback, timeoutMs } = request;
    const deadline = new Date(this.#startedAt + timeoutMs + DEADLINE_MARGIN_MS);
    try {
      const method = await context.methods.of(callback, channel, deadline);
      if (this.#over) return;
      const payload = callback.payload ?? '{}';
      const message = method.isOwn
        ? this.#ownMessage(method, payload)
        : messageFromJson(method.request, parse(payload));
      const signed = method.isOwn ? Buffer.from(payload) : message;
      this.#send(method, message, this.#metadata(signed), deadline);
    } catch (error) {
      if (!this.#over) this.#end(this.#judgeUnsent(error), null);
    }
  }

  cancel(): void {
    const when = this.#sentMs === null ? 'the request was not sent' : 'the request had been sent, no answer had come';
    this.#end(failure('cancelled', `cancelled; ${when}`), null);
  }

  #send(method: MethodDescription, message: Uint8Array, metadata: Metadata, deadline: Date): void {
    const { clock } = this.context;
    const identity = (bytes: Buffer): Buffer => bytes;
    let accepted = false;
    let bytes: Buffer | null = null;
    this.#sentMs = clock.monotonic();
    const call = this.channel.client.makeUnaryRequest<Buffer, Buffer>(
      method.path,
      identity,
      identity,
      Buffer.from(message),
      metadata,
      { deadline },
      (_error, answer) => {
        bytes = answer ?? null; // the status comes after it, with the last metadata
      },
    );
    call.on('metadata', (initial: Metadata) => {
      this.#firstByteMs = clock.monotonic() - (this.#sentMs ?? 0);
      accepted ||= saysAccepted(initial);
    });
    call.on('status', ({ code, details, metadata: trailing }: StatusObject) => {
      if (this.#over) return;
      accepted ||= saysAccepted(trailing);
      if (code === Status.OK && bytes !== null) this.#answered(method, bytes, accepted);
      else this.#failed(code, details);
    });
    this.#call = call;
  }

  #answered(method: MethodDescription, bytes: Buffer, acceptedByMetadata: boolean): void {
    let json: unknown;
    try {
      json = messageToJson(method.response, bytes);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.context.methods.forget(this.request.callback, this.channel.target);
      return this.#end(failure('invalid_response', `what ${this.#target} sent cannot be read (${why})`), null);
    }
    const own = json as { accepted?: boolean; output?: string };
    const text = method.isOwn ? (own.output ?? '') : JSON.stringify(json);
    const accepted = (method.isOwn && own.accepted === true) || acceptedByMetadata;
    const isOk = isExpected(0, this.request.callback.expectedCodes);
    const refused = failure('grpc_status', `${this.#target} answered OK, which the job does not expect`);
    const verdict = accepted && this.request.report !== null ? ACCEPTED : isOk ? SUCCESS : refused;
    this.#end(verdict, { statusCode: 0, text });
  }

  #failed(code: number, details: string): void {
    const { request, context, channel } = this;
    if (isExpected(code, request.callback.expectedCodes))
      return this.#end(SUCCESS, { statusCode: code, text: details });
    if (codeName(code) === 'UNIMPLEMENTED') context.methods.forget(request.callback, channel.target);
    // A status of the server comes with its headers; the client's own comes without anything.
    const answered = this.#firstByteMs !== null;
    const verdict = judgeFailure({ code, details, answered }, this.#target);
    this.#end(verdict, verdict.errorCode === 'grpc_status' ? { statusCode: code, text: null } : null);
  }

  #judgeUnsent(error: unknown): Verdict {
    if (error instanceof PayloadError || error instanceof MethodError || error instanceof SigningSecretError) {
      return failure('invalid_request', error.message);
    }
    const { code, details } = error as { code?: unknown; details?: unknown };
    if (typeof code === 'number') {
      return judgeFailure({ code, details: typeof details === 'string' ? details : '', answered: false }, this.#target);
    }
    const why = error instanceof Error ? error.message : String(error);
    return judgeFailure({ code: 14, details: why, answered: false }, this.#target);
  }

  #ownMessage({ request: type }: MethodDescription, payload: string): Uint8Array {
    parse(payload); // what is no JSON shall not reach the service
    const { runId, jobId, jobName, attempt, plannedAt, timeoutMs, retryLimit, report } = this.request;
    const facts = {
      payload: Buffer.from(payload),
      runId,
      jobId,
      jobName,
      attempt,
      plannedAt: new Date(plannedAt).toISOString(),
      timeoutMs,
      retryLimit,
      reportUrl: report?.url ?? '',
      reportToken: report?.token ?? '',
      reportTimeoutMs: report?.reportTimeoutMs ?? 0,
      heartbeatMs: report?.heartbeatMs ?? 0,
    };
    return type.encode(type.fromObject(facts)).finish();
  }

  #metadata(signed: Uint8Array): Metadata {
    const { request, context } = this;
    const { callback, runId, jobId, attempt, plannedAt, timeoutMs, retryLimit, report, signingSecrets } = request;
    const metadata = new Metadata();
    for (const [name, value] of Object.entries(callback.metadata ?? {})) metadata.set(name, value);
    const signature = signCallback({
      secrets: signingSecrets,
      runId,
      timestampS: Math.floor(context.clock.now() / 1_000),
      body: signed,
    });
    const own: [string, string][] = [
      [CALLBACK_HEADERS.idempotencyKey, runId],
      [CALLBACK_HEADERS.job, jobId],
      [CALLBACK_HEADERS.run, runId],
      [CALLBACK_HEADERS.attempt, String(attempt)],
      [CALLBACK_HEADERS.plannedAt, new Date(plannedAt).toISOString()],
      [CALLBACK_HEADERS.timeoutMs, String(timeoutMs)],
      [CALLBACK_HEADERS.retryLimit, String(retryLimit)],
      [CALLBACK_HEADERS.traceparent, childTraceparent(request.traceparent)],
      ...Object.entries(signature as unknown as Record<string, string>),
    ];
    if (report) {
      own.push([CALLBACK_HEADERS.reportUrl, report.url], [CALLBACK_HEADERS.reportToken, report.token]);
      own.push([CALLBACK_HEADERS.reportTimeoutMs, String(report.reportTimeoutMs)]);
      if (report.heartbeatMs !== null) own.push([CALLBACK_HEADERS.heartbeatMs, String(report.heartbeatMs)]);
    }
    for (const [name, value] of own) metadata.set(name.toLowerCase(), value);
    return metadata;
  }

  #end(verdict: Verdict, answer: Answered | null): void {
    if (this.#over) return;
    this.#over = true;
    this.#deadline.cancel();
    this.#call?.cancel();
    const { clock } = this.context;
    const totalMs = Math.round(clock.monotonic() - this.#startedMs);
    const firstByteMs = this.#firstByteMs === null ? undefined : Math.round(this.#firstByteMs);
    const kept = answer?.text == null ? null : capped(answer.text);
    this.settled({
      startedAt: this.#startedAt,
      finishedAt: this.#startedAt + totalMs,
      ...verdict,
      statusCode: answer?.statusCode ?? null,
      response: kept,
      responseBytes: answer?.text == null ? null : Buffer.byteLength(answer.text),
      retryAfterMs: undefined,
      timing: { waitMs: 0, totalMs, ...(firstByteMs === undefined ? {} : { firstByteMs }) },
      resent: false,
    });
  }
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    throw new PayloadError('callback.payload is not valid JSON');
  }
}

function capped(text: string): string {
  if (Buffer.byteLength(text) <= RESPONSE_CAP_BYTES && !text.includes('\0')) return text;
  const body = new ResponseBody();
  body.add(Buffer.from(text));
  return body.text();
}

function saysAccepted(metadata: Metadata): boolean {
  return metadata.get(ACCEPTED_METADATA).some((value) => value.toString().toLowerCase() === 'true');
}
