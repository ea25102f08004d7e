/**
 * `crony.callback.v1.Callback` for @grpc/grpc-js: the same deliveries, with the payload in place of the body and fields of
 * the request in place of headers; the signature is in the metadata. The proto is in this package
 * (`@crony/sdk/proto/crony/callback/v1/callback.proto`).
 */
import { CALLBACK_HEADERS } from './callback-headers.js';
import type { Answer } from './receiver/answer.js';
import type { Receiver } from './receiver/create-receiver.js';

/** The little of grpc-js that is used here, so that nothing of it is loaded by this package. */
export interface InvokeCall {
  /** With names as in the proto or in camel case, and 64-bit numbers of any kind: as the caller has loaded it. */
  request: object;
  metadata: { get(name: string): (string | Uint8Array)[] };
  on(event: 'cancelled', listener: () => void): unknown;
}

export interface InvokeResponse {
  /** True: the outcome will be reported. */
  accepted: boolean;
  output: string;
}

export type InvokeCallback = (error: { code: number; details: string } | null, response?: InvokeResponse) => void;

/** Status codes of gRPC, by the status that the same answer has over HTTP. */
const STATUS_CODES: Readonly<Record<number, number>> = {
  400: 3, // INVALID_ARGUMENT
  401: 16, // UNAUTHENTICATED
  403: 7, // PERMISSION_DENIED
  404: 5, // NOT_FOUND
  409: 10, // ABORTED
  413: 8, // RESOURCE_EXHAUSTED
  429: 8, // RESOURCE_EXHAUSTED
  503: 14, // UNAVAILABLE
};
const INTERNAL = 13;

/** Where the request says what a header says over HTTP. */
const FIELDS: Readonly<Record<string, string>> = {
  [CALLBACK_HEADERS.job]: 'job_id',
  [CALLBACK_HEADERS.run]: 'run_id',
  [CALLBACK_HEADERS.attempt]: 'attempt',
  [CALLBACK_HEADERS.plannedAt]: 'planned_at',
  [CALLBACK_HEADERS.timeoutMs]: 'timeout_ms',
  [CALLBACK_HEADERS.retryLimit]: 'retry_limit',
  [CALLBACK_HEADERS.reportUrl]: 'report_url',
  [CALLBACK_HEADERS.reportToken]: 'report_token',
  [CALLBACK_HEADERS.reportTimeoutMs]: 'report_timeout_ms',
  [CALLBACK_HEADERS.heartbeatMs]: 'heartbeat_ms',
};
/** proto3 does not tell "none" from zero: of these zero is none, and of those none is zero. */
const ZERO_IS_NONE = new Set(['report_timeout_ms', 'heartbeat_ms']);
const NONE_IS_ZERO = new Set(['timeout_ms', 'retry_limit']);

/**
 * `server.addService(Callback.service, callbackService(receiver))`. There are no paths: `handlers` are found by the name
 * of the job, or by its id.
 */
export function callbackService(receiver: Receiver): { Invoke: (call: InvokeCall, callback: InvokeCallback) => void } {
  return {
    Invoke(call, callback) {
      const gone = new AbortController();
      call.on('cancelled', () => gone.abort());
      const payload = fieldOf(call.request, 'payload');
      void receiver
        .receive({
          header: (name) => headerOf(call, name),
          path: textOf(fieldOf(call.request, 'job_name')) ?? '',
          body: payload instanceof Uint8Array ? payload : new Uint8Array(),
          signal: gone.signal,
        })
        .then((answer) => respond(answer, callback));
    },
  };
}

function headerOf({ request, metadata }: InvokeCall, name: string): string | undefined {
  const field = FIELDS[name];
  if (field === undefined) return metadata.get(name)[0]?.toString();
  const text = textOf(fieldOf(request, field)) ?? (NONE_IS_ZERO.has(field) ? '0' : undefined);
  return text === '' || (text === '0' && ZERO_IS_NONE.has(field)) ? undefined : text;
}

function fieldOf(request: object, name: string): unknown {
  const fields = request as Record<string, unknown>;
  return fields[name] ?? fields[name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())];
}

/** 64-bit numbers come as a number, text, or an object that writes itself. */
function textOf(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : (value as { toString(): string }).toString();
}

function respond({ status, body }: Answer, callback: InvokeCallback): void {
  if (status < 300) callback(null, { accepted: status === 202, output: body });
  else callback({ code: STATUS_CODES[status] ?? INTERNAL, details: body });
}
