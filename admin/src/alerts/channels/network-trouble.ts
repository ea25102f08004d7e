/** What keeps a connection from coming about, in words, and whether another try may help. */

/** The other side shows a certificate that nobody here vouches for: so it will the next time. An expired one is renewed. */
const CERTIFICATE_CODES: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

export function isCertificateTrouble(error: unknown): boolean {
  return CERTIFICATE_CODES.has(codeOf(error) ?? '');
}

/** The system's own code, beneath those that libraries put over it. */
export function codeOf(error: unknown): string | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const { code: outer, originalCode } = at as NodeJS.ErrnoException & { originalCode?: string };
    const code = originalCode ?? outer;
    if (typeof code === 'string' && !code.startsWith('UND_ERR')) return code;
  }
  return null;
}

/** An attempt at several addresses fails with one error for each, and with no message of its own. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '' && error.errors.length > 0) {
    return messageOf(error.errors[0]);
  }
  if (!(error instanceof Error)) return 'unknown error';
  return error.message || codeOf(error) || error.name;
}
