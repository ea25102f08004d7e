/** A payload that is no message of the method; nothing was sent. */
export class PayloadError extends Error {
  override name = 'PayloadError';
}

/** `path` is empty for the payload as a whole. */
export function broken(path: string, rule: string): PayloadError {
  return new PayloadError(`callback.payload${path === '' ? '' : `.${path}`} ${rule}`);
}
