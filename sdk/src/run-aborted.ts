/**
 * - `timeout`: the time that the job gives a run has passed.
 * - `cancelled`: somebody asked Crony to cancel the run.
 * - `ended`: the run has come to an end without this handler, by another attempt or by its silence.
 * - `disconnected`: Crony no longer waits for the answer to a synchronous callback.
 * - `closing`: the receiver is being closed.
 */
export type AbortCode = 'timeout' | 'cancelled' | 'ended' | 'disconnected' | 'closing';

/** The reason of `run.signal` once it has aborted. */
export class RunAborted extends Error {
  override name = 'RunAborted';
  readonly code: AbortCode;

  constructor(code: AbortCode, message: string) {
    super(message);
    this.code = code;
  }
}
