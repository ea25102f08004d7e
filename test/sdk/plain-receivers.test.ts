/** Receivers written from docs/protocol.md alone, against a hub that is strict about reports. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { waitUntil } from '../kit/wait-until.js';
import { startService, type ServiceProcess } from './example-process.js';
import { python } from './python.js';
import { ReportHub } from './report-hub.js';
import { OTHER_SECRET, signedRequest, type CallbackFacts } from './signed-request.js';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

describe.each([
  ['plain Node', 'node', 'plain-receiver.mjs'],
  ['Python', python, 'plain_receiver.py'],
])('a receiver in %s', (_name, command, file) => {
  const isThere = command !== null;
  const hub = new ReportHub();
  let service: ServiceProcess;
  let runs = 0;
  let runId = '';
  beforeAll(async () => {
    if (!isThere) return;
    await hub.listen();
    service = await startService(command, here(file));
  });
  afterAll(async () => {
    await service?.kill('SIGKILL');
    await hub.close();
    expect(hub.complaints).toEqual([]);
  });
  beforeEach(() => {
    runs += 1;
    runId = `run-${runs}`;
  });

  const call = async (work: object, facts: CallbackFacts = {}) => {
    const answer = await fetch(service.url, signedRequest({ runId, body: JSON.stringify(work), ...facts }));
    return [answer.status, await answer.text()];
  };
  const accept = async (work: object, facts: CallbackFacts & { heartbeatMs?: number } = {}) => {
    const { heartbeatMs, ...rest } = facts;
    const { url, token } = hub.runs.has(runId) ? hub.addressOf(runId) : hub.expect(runId);
    hub.run(runId).attempt = facts.attempt ?? 1;
    const report = { url, token, ...(heartbeatMs === undefined ? {} : { heartbeatMs }) };
    expect(await call(work, { report, ...rest })).toEqual([202, '']);
  };
  const ended = () => waitUntil('the outcome', 15_000, () => hub.run(runId).status !== 'accepted');

  it.skipIf(!isThere)('answers at once, and refuses what is not signed', async () => {
    expect(await call({ work: 'succeed', ms: 20 })).toEqual([200, 'worked for 20 ms']);
    expect(await call({ work: 'fail' })).toEqual([500, 'as it was told']);
    expect(await call({}, { secrets: [OTHER_SECRET] })).toEqual([401, 'no_match']);
    expect(await call({}, { nowMs: Date.now() - 400_000 })).toEqual([401, 'timestamp_too_far']);
  });

  it.skipIf(!isThere)('reports a success, with heartbeats before it', async () => {
    await accept({ work: 'succeed', ms: 700 }, { heartbeatMs: 600 });
    await ended();
    expect(hub.run(runId)).toMatchObject({ status: 'succeeded', output: 'worked for 700 ms' });
    expect(hub.run(runId).lines.length).toBeGreaterThan(1);
  });

  it.skipIf(!isThere)('reports failures of both kinds', async () => {
    await accept({ work: 'fail' });
    await ended();
    expect(hub.run(runId)).toMatchObject({ status: 'failed', message: 'as it was told', retryable: true });
    runId += '-final';
    await accept({ work: 'refuse' });
    await ended();
    expect(hub.run(runId)).toMatchObject({ status: 'failed', retryable: false });
  });

  it.skipIf(!isThere)('works once on a run that comes twice, and again on a retry', async () => {
    await accept({ work: 'fail', ms: 200 });
    await accept({ work: 'fail', ms: 200 });
    await ended();
    const finals = () => hub.reportsOf(runId).filter(({ status }) => status !== 'running');
    expect(finals()).toHaveLength(1);
    hub.run(runId).status = 'accepted';
    await accept({ work: 'succeed' }, { attempt: 2 });
    await ended();
    expect(finals().map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 'failed'],
      [2, 'succeeded'],
    ]);
    await accept({ work: 'fail' }, { attempt: 3 });
    await waitUntil('the outcome again', 5_000, () => finals().length === 3);
    expect(finals().at(-1)).toMatchObject({ attempt: 3, status: 'succeeded' });
  });

  it.skipIf(!isThere)('stops when the run is cancelled, whichever way it hears of it', async () => {
    await accept({ work: 'wait' }, { heartbeatMs: 300 });
    hub.run(runId).cancelRequested = true;
    await ended();
    expect(hub.run(runId)).toMatchObject({ status: 'failed', message: 'stopped', retryable: false });
    runId += '-by-callback';
    await accept({ work: 'wait' });
    expect(await call({ event: 'cancel' }, { headers: { 'crony-event': 'cancel' } })).toEqual([200, '']);
    await ended();
    expect(hub.run(runId)).toMatchObject({ status: 'failed', message: 'stopped', retryable: false });
  });

  it.skipIf(!isThere)('reports through an outage', async () => {
    hub.outage = 'cut';
    await accept({ work: 'succeed' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    hub.outage = { status: 404, headers: { 'content-type': 'text/plain' }, body: 'default backend - 404' };
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(hub.run(runId).status).toBe('accepted');
    hub.outage = null;
    await ended();
    expect(hub.run(runId).status).toBe('succeeded');
  });
});
