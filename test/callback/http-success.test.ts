import type { HttpSuccess } from '@crony/shared/domain/callback';
import { describe, expect, it } from 'vitest';
import type { ReportTicket } from '../../node/src/callback/callback.js';
import { http, useHttpFixture } from './http-fixture.js';

describe('HTTP, what counts as success', () => {
  const at = useHttpFixture();

  it.each<[string[], number, string | null]>([
    [['204'], 204, null],
    [['204'], 200, 'http_status'],
    [['2xx'], 299, null],
    [['2XX'], 300, 'redirect'],
    [['200-204'], 200, null],
    [['200-204'], 204, null],
    [['200-204'], 205, 'http_status'],
    [['2xx', '404'], 404, null],
    [['2xx', '404'], 410, 'http_status'],
    [['5xx'], 503, null],
    [['302'], 302, null],
    [['304'], 304, null],
  ])('of %j the status %i: %s', async (statuses, status, errorCode) => {
    const result = await at.callWith(
      { status, body: [204, 304].includes(status) ? '' : 'why' },
      { success: { statuses } },
    );
    expect(result).toMatchObject({
      outcome: errorCode === null ? 'succeeded' : 'failed',
      errorCode,
      statusCode: status,
    });
  });

  it('says of a 2xx that it is none of the job’s', async () => {
    const { errorMessage } = await at.callWith({ status: 202 }, { success: { statuses: ['200'] } });
    expect(errorMessage).toBe(`127.0.0.1:${at.target.port} answered 202 Accepted, which is no success of this job`);
  });

  it('does not follow a redirect that is a success', async () => {
    const behaviour = { status: 303, headers: { location: '/elsewhere' } };
    const result = await at.callWith(behaviour, { success: { statuses: ['303'] }, maxRedirects: 3 });
    expect(result).toMatchObject({ outcome: 'succeeded', statusCode: 303 });
    expect(at.target.ledger.summary().requests).toBe(1);
  });

  it('still asks for the whole answer where a 4xx is a success', async () => {
    const result = await at.callWith({ kind: 'cut', status: 404 }, { success: { statuses: ['404'] } });
    expect(result).toMatchObject({ outcome: 'failed', errorCode: 'connection_reset', statusCode: 404 });
  });

  it.each<[HttpSuccess, string, string | null]>([
    [{ bodyPattern: '"ok":\\s*true' }, '{"ok": true}', null],
    [{ bodyPattern: '"ok":\\s*true' }, '{"ok": false}', 'response_mismatch'],
    [{ bodyPattern: '^done$' }, 'well done', 'response_mismatch'],
    [{ bodyPattern: '(?i)DONE' }, 'well done', null],
    [{ bodyPattern: '结算' }, '已结算', null],
    [{ bodyPattern: '^$' }, '', null],
    [{ bodyPattern: 'ok', statuses: ['404'] }, 'ok', 'http_status'],
  ])('%j of the body %j: %s', async (success, body, errorCode) => {
    const result = await at.callWith({ body }, { success });
    expect(result).toMatchObject({ errorCode, statusCode: 200, response: body });
    expect(result.retryable).toBe(errorCode !== null);
  });

  it('looks at what is kept of a long body, and does not show it', async () => {
    const success = { bodyPattern: 'end$' };
    const long = await at.callWith({ body: `hush${'x'.repeat(70_000)}end` }, { success });
    expect(long).toMatchObject({ errorCode: 'response_mismatch', responseBytes: 70_007 });
    expect(long.errorMessage).not.toMatch(/hush|end\$/);
    expect((await at.callWith({ kind: 'endless' }, { success: { bodyPattern: '^xxx' } })).outcome).toBe('succeeded');
  });

  it('takes a pattern that would never end in other engines', async () => {
    const startedAt = performance.now();
    const result = await at.callWith({ body: 'a'.repeat(60_000) }, { success: { bodyPattern: '^(a+)+$b' } });
    expect(result.errorCode).toBe('response_mismatch');
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it.each([{ bodyPattern: '(' }, { bodyPattern: '(?=a)' }, { statuses: ['20'] }, { statuses: ['299-200'] }])(
    'cannot be %j',
    async (success) => {
      expect(await at.callWith({}, { success })).toMatchObject({ errorCode: 'invalid_request', retryable: false });
    },
  );
});

describe('HTTP, a job that completes asynchronously', () => {
  const at = useHttpFixture();
  const report: ReportTicket = {
    url: 'http://hub.internal/api/v1/runs/1/report',
    token: 'ticket',
    reportTimeoutMs: 60_000,
    heartbeatMs: 5_000,
  };
  const call = (query: string, change: Partial<ReportTicket> = {}, success?: HttpSuccess) =>
    at.call(http(at.target.url(`/?${query}`), success && { success }), { report: { ...report, ...change } });

  it('tells the service where to report', async () => {
    await call('status=202');
    await call('status=202', { heartbeatMs: null });
    await at.call(http(at.target.url()));
    const [first, second, third] = at.target.ledger.records().map(({ headers }) => headers);
    expect(first).toMatchObject({
      'crony-report-url': report.url,
      'crony-report-token': 'ticket',
      'crony-report-timeout-ms': '60000',
      'crony-heartbeat-ms': '5000',
    });
    expect(second).toMatchObject({ 'crony-report-token': 'ticket' });
    expect(second).not.toHaveProperty('crony-heartbeat-ms');
    expect(Object.keys(third!).filter((name) => /report|heartbeat/.test(name))).toEqual([]);
  });

  it('is accepted with 202, and done with any other success', async () => {
    const accepted = await call('status=202');
    expect(accepted).toMatchObject({ outcome: 'accepted', errorCode: null, statusCode: 202, retryable: false });
    expect(await call('status=200')).toMatchObject({ outcome: 'succeeded' });
    expect(await call('status=204&bodyBytes=0')).toMatchObject({ outcome: 'succeeded' });
    expect(await call('status=500')).toMatchObject({ outcome: 'failed', errorCode: 'http_status' });
  });

  it('is accepted whatever the job counts as success of a report at once', async () => {
    const success = { statuses: ['200'], bodyPattern: 'settled' };
    expect(await call('status=202', {}, success)).toMatchObject({ outcome: 'accepted' });
    expect(await call('status=200', {}, success)).toMatchObject({ errorCode: 'response_mismatch' });
  });

  it('is not accepted by an answer that breaks off', async () => {
    expect(await call('kind=cut&status=202')).toMatchObject({ outcome: 'failed', errorCode: 'connection_reset' });
  });
});
