/** One attempt over gRPC: it settles once, by the answer, its deadline or a cancel, whichever is first. */
import {
  connectivityState as ConnectivityState,
  status as Status,
  type ClientUnaryCall,
  type Metadata,
  type StatusObject,
} from '@grpc/grpc-js';
import type { GrpcCallback } from '@crony/shared/domain/callback';
import { SigningSecretError } from '@crony/shared/domain/signature';
import type { Clock, TimerHandle } from '@crony/shared/runtime/clock';
import { RESPONSE_CAP_BYTES, type CallbackRequest, type CallbackResult } from '../callback.js';
import { InvalidRequestError } from '../http/invalid-request-error.js';
import { ResponseBody } from '../http/response-body.js';
import { ACCEPTED, failure, SUCCESS, type Verdict } from '../verdict.js';
import { callMetadata } from './call-metadata.js';
import type { ChannelUse } from './channels.js';
import { messageFromJson, messageToJson } from './json-message.js';
import { codeName, hasHeaders, isExpected, judgeFailure } from './judge-status.js';
import { MethodError, type MethodDescription, type MethodDescriptions } from './method-description.js';
import { PayloadError } from './payload-error.js';
import { ReflectionRefusal } from './reflection.js';

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
    readonly use: ChannelUse,
    readonly request: CallbackRequest<GrpcCallback>,
    readonly settled: (result: CallbackResult) => void,
  ) {
    const { clock } = context;
    const { timeoutMs, callback } = request;
    this.#startedAt = clock.now();
    this.#startedMs = clock.monotonic();
    this.#target = callback.target;
    this.#deadline = clock.setTimeout(() => this.#timeOut(timeoutMs), timeoutMs);
  }

  async begin(): Promise<void> {
    const { context, use, request } = this;
    const { callback, timeoutMs } = request;
    const deadline = new Date(this.#startedAt + timeoutMs + DEADLINE_MARGIN_MS);
    try {
      const method = await context.methods.of(callback, use.channel);
      if (this.#over) return;
      const payload = callback.payload ?? '{}';
      const json = parse(payload);
      const message = method.isOwn ? this.#ownMessage(method, payload) : messageFromJson(method.request, json);
      const signed = method.isOwn ? Buffer.from(payload) : message;
      this.#send(method, message, callMetadata(request, signed, context.clock.now()), deadline);
    } catch (error) {
      if (!this.#over) this.#end(this.#judgeUnsent(error), null);
    }
  }

  cancel(): void {
    const when = this.#wasSent() ? 'the request had been sent, no answer had come' : 'the request was not sent';
    this.#end(failure('cancelled', `cancelled; ${when}`), null);
  }

  /** As far as the client tells: it keeps a call to itself until a connection has come about. */
  #wasSent(): boolean {
    const channel = this.use.channel.client.getChannel();
    if (this.#firstByteMs !== null) return true;
    return this.#sentMs !== null && channel.getConnectivityState(false) === ConnectivityState.READY;
  }

  #timeOut(timeoutMs: number): void {
    const within = `within ${timeoutMs} ms`;
    if (this.#firstByteMs !== null) {
      return this.#end(failure('timeout', `the answer of ${this.#target} was not complete ${within}`), null);
    }
    if (this.#sentMs === null) {
      return this.#end(failure('timeout', `no description of the method came from ${this.#target} ${within}`), null);
    }
    if (!this.#wasSent()) {
      return this.#end(failure('timeout', `no connection to ${this.#target} came about ${within}`), null);
    }
    this.use.retire();
    this.#end(failure('timeout', `no answer came from ${this.#target} ${within}`), null);
  }

  #send(method: MethodDescription, message: Uint8Array, metadata: Metadata, deadline: Date): void {
    const { clock } = this.context;
    const identity = (bytes: Buffer): Buffer => bytes;
    let accepted = false;
    let bytes: Buffer | null = null;
    this.#sentMs = clock.monotonic();
    const call = this.use.channel.client.makeUnaryRequest<Buffer, Buffer>(
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
      if (code !== Status.OK) this.#failed(code, details, hasHeaders(trailing));
      else if (bytes !== null) this.#answered(method, bytes, accepted);
      else this.#end(failure('invalid_response', `${this.#target} answered OK without a message`), null);
    });
    this.#call = call;
  }

  #answered(method: MethodDescription, bytes: Buffer, acceptedByMetadata: boolean): void {
    let json: unknown;
    try {
      json = messageToJson(method.response, bytes);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.context.methods.forget(this.request.callback, this.use.channel.target);
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

  #failed(code: number, details: string, fromServer: boolean): void {
    const { request, context, use } = this;
    const begun = this.#firstByteMs !== null;
    const verdict = judgeFailure({ code, details, begun, fromServer }, this.#target);
    if (verdict.errorCode !== 'grpc_status') return this.#end(verdict, null);
    if (isExpected(code, request.callback.expectedCodes)) {
      return this.#end(SUCCESS, { statusCode: code, text: details });
    }
    if (codeName(code) === 'UNIMPLEMENTED') context.methods.forget(request.callback, use.channel.target);
    this.#end(verdict, { statusCode: code, text: null });
  }

  #judgeUnsent(error: unknown): Verdict {
    const isOfJob =
      error instanceof PayloadError ||
      error instanceof MethodError ||
      error instanceof InvalidRequestError ||
      error instanceof SigningSecretError;
    if (isOfJob) return failure('invalid_request', error.message);
    // The reflection failed: as the call itself would have, or by a word of the server.
    const { code, details, metadata } = error as { code?: unknown; details?: unknown; metadata?: Metadata };
    if (typeof code !== 'number' || typeof details !== 'string') {
      return failure('internal', error instanceof Error ? error.message : String(error));
    }
    const fromServer = error instanceof ReflectionRefusal || hasHeaders(metadata);
    return judgeFailure({ code, details, begun: false, fromServer }, this.#target);
  }

  #ownMessage({ request: type }: MethodDescription, payload: string): Uint8Array {
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
