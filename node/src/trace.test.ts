import { expect, test } from 'vitest';
import type { CallbackRequest, CallbackResult } from './callback/callback.js';
import { attemptSpan, runSpan } from './trace.js';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const run = {
  runId: 'r',
  jobId: 'j',
  traceparent: `00-${trace}-00f067aa0ba902b7-01`,
  attempt: 1,
  trigger: 'schedule',
  plannedAt: 1_000,
  definition: { name: 'settle', project: 'pay' },
} as Parameters<typeof attemptSpan>[0] & Parameters<typeof runSpan>[0];
const result = { startedAt: 1_005, finishedAt: 1_050, outcome: 'failed', statusCode: null, errorCode: 'invalid_request', errorMessage: 'no address' } as CallbackResult; // prettier-ignore
const sent = (url: string) =>
  ({
    traceparent: `00-${trace}-1111111111111111-01`,
    callback: { type: 'http', method: 'POST', url },
  }) as CallbackRequest;

test('an attempt is told with host and port, and nothing that a secret may be filled into', () => {
  const span = attemptSpan(run, sent('https://user:pass@pay.example/hook/s3cret?key=s3cret'), result)!;
  expect(span).toMatchObject({ traceId: trace, spanId: '1111111111111111', parentSpanId: '00f067aa0ba902b7' });
  expect(span.attributes).toMatchObject({ 'server.address': 'pay.example', 'server.port': 443, 'url.scheme': 'https' });
  expect(JSON.stringify(span)).not.toMatch(/s3cret|pass/);
});

test('an address that is none stops nothing', () => {
  expect(attemptSpan(run, sent('no address at all'), result)!.attributes).not.toHaveProperty('server.address');
});

test('what is not sampled is not told', () => {
  const quiet = { ...run, traceparent: run.traceparent.replace(/01$/, '00') };
  expect(attemptSpan(quiet, sent('http://a'), result)).toBeNull();
  expect(runSpan(quiet, { state: 'failed', reason: null, at: 2_000 })).toBeNull();
});

test('a run begins at its planned time, also where the clock was set back', () => {
  expect(runSpan(run, { state: 'succeeded', reason: null, at: 1_050 })).toMatchObject({
    startedAt: 1_000,
    error: null,
  });
  expect(runSpan(run, { state: 'lost', reason: null, at: 900 })).toMatchObject({ startedAt: 900, error: 'lost' });
});
