/** The job as it stands makes no request. Says which part of it and why, without showing values. */
export class InvalidRequestError extends Error {
  override name = 'InvalidRequestError';
}
