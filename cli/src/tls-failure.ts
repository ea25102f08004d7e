/** In a sentence that names the setting, what stands between two ends that cannot agree on TLS. Time heals none of it. */
export interface TlsSettingNames {
  caFile: string;
  certFile: string;
  url: string;
}

const UNKNOWN_AUTHORITY = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
]);

/** Null: not about TLS. */
export function explainTlsFailure(error: Error, names: TlsSettingNames): string | null {
  const { code = '', reason } = error as NodeJS.ErrnoException & { reason?: string };
  const said = error.message;
  if (UNKNOWN_AUTHORITY.has(code) || /self.signed certificate|unable to (verify|get)/i.test(said)) {
    return `its certificate is from none of the authorities in ${names.caFile} (${said})`;
  }
  if (code === 'CERT_HAS_EXPIRED' || /certificate has expired/i.test(said)) return `its certificate has expired`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || /altnames/i.test(said)) {
    return `its certificate is for another name than that in ${names.url} (${reason ?? said})`;
  }
  if (
    /alert (certificate required|bad certificate|unknown ca|handshake failure)|alert number (42|48|116)/i.test(said)
  ) {
    return `it refuses the client certificate of this process, or misses one: ${names.certFile} (${said.trim()})`;
  }
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || /wrong version number|packet length too long/i.test(said)) {
    return `it does not speak TLS, which ${names.url} asks for`;
  }
  return null;
}
