/** One trace from the request for a run to the service, by a collector that takes OTLP over HTTP. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiClient } from '../kit/api-client.js';
import { CallbackTarget } from '../kit/callback-target.js';
import { startCrony, type CronyProcess } from '../kit/crony-process.js';
import { freePort } from '../kit/free-port.js';
import { waitUntil } from '../kit/wait-until.js';

const TOKEN = 'token-of-the-trace-tests';
const LIMIT_MS = 20_000;

interface Span {
  service: string;
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  status: { code?: number; message?: string };
  attributes: { key: string; value: Record<string, unknown> }[];
}

let folder: string;
let collector: Server;
let target: CallbackTarget;
let crony: CronyProcess;
let api: ApiClient;
const spans: Span[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crony-traces-'));
  target = await CallbackTarget.start();
  collector = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      spans.push(...spansOf(Buffer.concat(parts).toString()));
      response.setHeader('content-type', 'application/json').end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  api = new ApiClient(() => url, TOKEN);
  crony = await startCrony(
    'standalone',
    url,
    {
      CRONY_PORT: String(port),
      CRONY_DATA_DIR: join(folder, 'data'),
      CRONY_API_TOKEN: TOKEN,
      CRONY_TRACES_URL: `http://127.0.0.1:${(collector.address() as AddressInfo).port}/v1/traces`,
    },
    { folder },
  );
});

afterAll(async () => {
  await crony?.stop();
  await target?.stop();
  collector?.close();
  rmSync(folder, { recursive: true, force: true });
});

function spansOf(text: string): Span[] {
  interface Sent {
    resourceSpans: { resource: { attributes: { key: string; value: { stringValue: string } }[] }; scopeSpans: { spans: Omit<Span, 'service'>[] }[] }[]; // prettier-ignore
  }
  return (JSON.parse(text) as Sent).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = resource.attributes.find(({ key }) => key === 'service.name')!.value.stringValue;
    return scopeSpans.flatMap((scope) => scope.spans.map((span) => ({ ...span, service })));
  });
}

const found = (traceId: string, name: string): Promise<Span> =>
  waitUntil(
    `span ${name}`,
    LIMIT_MS,
    () => spans.find((span) => span.traceId === traceId && span.name === name) ?? false,
  );
const attributesOf = (span: Span): Record<string, unknown> =>
  Object.fromEntries(span.attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

test('a run that somebody asked for: request, run, attempts and the service are one trace', async () => {
  const job = await api.post<{ id: string }>('/jobs', {
    name: 'asked',
    schedule: { cron: '0 0 1 1 *' },
    callback: { type: 'http', url: `${target.url('/asked')}?secret=1`, method: 'POST' },
  });
  const incoming = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
  const response = await fetch(`${crony.url}/api/v1/jobs/${job.id}/run`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, traceparent: `00-${incoming.traceId}-${incoming.spanId}-01` },
  });
  expect(response.status).toBe(201);
  const run = (await response.json()) as { id: string; traceparent: string };
  const [server, asked, call, whole] = await Promise.all([
    found(incoming.traceId, 'POST /api/v1/jobs/:id/run'),
    found(incoming.traceId, 'ask for a run of asked'),
    found(incoming.traceId, 'call asked'),
    found(incoming.traceId, 'run asked'),
  ]);
  expect([server.service, asked.service, call.service, whole.service]).toEqual(['crony-hub', 'crony-hub', 'crony-node', 'crony-node']); // prettier-ignore
  expect(server.parentSpanId).toBe(incoming.spanId);
  expect(asked.parentSpanId).toBe(server.spanId);
  expect(run.traceparent).toBe(`00-${incoming.traceId}-${asked.spanId}-01`);
  expect([call.parentSpanId, whole.parentSpanId]).toEqual([asked.spanId, asked.spanId]);
  const received = target.ledger.records().find(({ jobId }) => jobId === job.id)!;
  expect(received.headers['traceparent']).toBe(`00-${incoming.traceId}-${call.spanId}-01`);
  expect(attributesOf(call)).toMatchObject({
    'crony.run.id': run.id,
    'crony.job.id': job.id,
    'http.request.method': 'POST',
    'server.address': '127.0.0.1',
    'server.port': Number(new URL(target.url('/')).port),
    'http.response.status_code': 200,
    'crony.outcome': 'succeeded',
  });
  expect(JSON.stringify(spans)).not.toContain('/asked');
});

test('a scheduled run that fails: a trace of its own, its attempts marked as failed', async () => {
  const job = await api.post<{ id: string }>('/jobs', {
    name: 'failing',
    schedule: { everyMs: 1_000 },
    callback: { type: 'http', url: target.url('/failing?status=503') },
    retry: { limit: 1, delayMs: 100 },
    concurrency: 'allow',
  });
  const ended = await waitUntil('a run has failed', LIMIT_MS, async () => {
    const { items } = await api.get<{
      items: { id: string; traceparent: string; status: string; plannedAt: string }[];
    }>(`/runs?jobId=${job.id}&status=failed&limit=1`);
    return items[0] ?? false;
  });
  const [, traceId, spanId] = ended.traceparent.split('-') as [string, string, string];
  const whole = await found(traceId, 'run failing');
  const calls = await waitUntil('both attempts', LIMIT_MS, () => {
    const all = spans.filter((span) => span.traceId === traceId && span.name === 'call failing');
    return all.length === 2 ? all : false;
  });
  expect(whole.spanId).toBe(spanId);
  expect(whole.parentSpanId ?? '').toBe('');
  expect(whole.status).toMatchObject({ code: 2, message: 'failed' });
  expect(Number(whole.startTimeUnixNano) / 1e6).toBeCloseTo(Date.parse(ended.plannedAt), -1);
  for (const call of calls) {
    expect(call.parentSpanId).toBe(spanId);
    expect(call.status.code).toBe(2);
    expect(attributesOf(call)).toMatchObject({ 'error.type': 'http_status', 'http.response.status_code': 503 });
  }
  await api.delete(`/jobs/${job.id}`);
});
