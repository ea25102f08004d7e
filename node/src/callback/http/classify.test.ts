import { describe, expect, it } from 'vitest';
import { ATTEMPT_ERRORS, type AttemptErrorCode } from '@crony/shared/domain/attempt-error';
import { codeOf, judgeError, judgeRefusal, judgeTimeout, type Phase } from './classify.js';

function errorWith(code: string | undefined, message = 'what the system says, with a secret'): Error {
  return Object.assign(new Error(message), { code });
}

/** What the system, the TLS library and the HTTP client are known to say. */
const known: Partial<Record<AttemptErrorCode, string[]>> = {
  connection_refused: ['ECONNREFUSED'],
  host_unreachable: ['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL'],
  dns_failure: ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA'],
  tls_failure: [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'CERT_REVOKED',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR',
    'EPROTO',
  ],
  connection_reset: ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET'],
  timeout: ['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT'],
  invalid_response: ['HPE_INVALID_CONSTANT', 'UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'],
  invalid_request: ['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED'],
  internal: ['EMFILE', 'ENFILE', 'ENOMEM', 'UND_ERR_MAX_ORIGINS_REACHED', 'SOMETHING_NEW'],
};
const rows = Object.entries(known).flatMap(([expected, codes]) => codes.map((code) => [code, expected] as const));

describe('classify', () => {
  it.each(rows)('%s is %s, in a sentence without the text of the error', (code, expected) => {
    expect(codeOf(errorWith(code))).toBe(expected);
    for (const phase of ['waiting', 'connecting', 'sent', 'answering'] satisfies Phase[]) {
      const verdict = judgeError(errorWith(code), phase, 1_000, 'orders.internal:80');
      const { outcome, retryable } = ATTEMPT_ERRORS[expected as AttemptErrorCode];
      expect(verdict).toMatchObject({ errorCode: expected, outcome, retryable });
      expect(verdict.errorMessage).toContain('orders.internal:80');
      expect(verdict.errorMessage).not.toContain('secret');
    }
  });

  it('reads an error of several addresses by its members', () => {
    expect(codeOf(new AggregateError([errorWith('ECONNREFUSED'), errorWith('ENETUNREACH')]))).toBe(
      'connection_refused',
    );
    expect(codeOf(new AggregateError([]))).toBe('internal');
  });

  it('knows the HTTP client’s errors that have no code of their own', () => {
    expect(codeOf(errorWith('UND_ERR_SOCKET', 'bad response'))).toBe('invalid_response');
    expect(codeOf(Object.assign(errorWith(undefined), { name: 'HTTPParserError' }))).toBe('invalid_response');
  });

  it.each([undefined, null, 'text', 7, {}, errorWith(undefined)])('takes anything that is thrown: %j', (thrown) => {
    expect(judgeError(thrown, 'sent', 1_000, 'h:1').errorCode).toBe('internal');
  });

  it('judges every status that is no success', () => {
    const code = (status: number) => judgeRefusal(status, '', null, 'so', 'h:1').errorCode;
    for (let status = 200; status < 300; status += 1) expect(code(status)).toBe('http_status');
    for (let status = 300; status < 400; status += 1)
      expect(code(status)).toBe(status === 304 ? 'http_status' : 'redirect');
    for (let status = 400; status < 1_000; status += 1) expect(code(status)).toBe('http_status');
  });

  it.each([
    ['/sign-in?token=secret', 'to /sign-in,'],
    ['https://u:secret@a.example:8443/b?c=secret#d', 'to https://a.example:8443/b,'],
    ['http://[broken', 'to a place that is not a URL,'],
    [`/${'x'.repeat(5_000)}`, 'x…,'],
    [null, 'without saying where,'],
  ])('names where a redirect leads: %j', (location, expected) => {
    const { errorMessage } = judgeRefusal(307, 'Temporary Redirect', location, 'that is why', 'h:1');
    expect(errorMessage).toContain('h:1 answered 307 Temporary Redirect');
    expect(errorMessage).toContain(expected);
    expect(errorMessage).toMatch(/, and that is why$/);
    expect(errorMessage).not.toContain('secret');
    expect(errorMessage!.length).toBeLessThan(400);
  });

  it('says of a timeout how far the attempt had come', () => {
    const said = (phase: Phase) => judgeTimeout(phase, 250, 'h:1').errorMessage;
    expect(said('authorizing')).toBe('no access token for h:1 came within 250 ms');
    expect(said('waiting')).toBe('no connection to h:1 was free within 250 ms');
    expect(said('connecting')).toBe('no connection to h:1 came about within 250 ms');
    expect(said('sent')).toBe('no answer came from h:1 within 250 ms');
    expect(said('answering')).toBe('the answer of h:1 was not complete within 250 ms');
  });
});
