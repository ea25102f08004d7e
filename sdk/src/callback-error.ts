export interface CallbackErrorOptions {
  /** The status of the answer to a synchronous callback, 400 to 599. Default: 500. */
  status?: number;
  /** False: neither this service nor Crony tries the run again. Asynchronous runs only. Default: true. */
  retryable?: boolean;
  cause?: unknown;
}

/** Thrown by a handler that wants to say more than "failed". */
export class CallbackError extends Error {
  override name = 'CallbackError';
  readonly status: number;
  readonly retryable: boolean;

  constructor(message: string, { status = 500, retryable = true, cause }: CallbackErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    if (!Number.isInteger(status) || status < 400 || status > 599) {
      throw new RangeError(`CallbackError: status must be 400 to 599, not ${status}`);
    }
    this.status = status;
    this.retryable = retryable;
  }
}
