import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CallbackLedger, type RecordedRequest } from './callback-ledger.js';
import { startCallbackTargetProcess } from './callback-target-process.js';
import { CallbackTarget } from './callback-target.js';

const headers = (runId: string, attempt = 1) => ({
  'crony-run': runId,
  'crony-job': 'j1',
  'crony-attempt': String(attempt),
});
const post = (url: string, runId: string, attempt = 1) =>
  fetch(url, { method: 'POST', body: '{"a":1}', headers: headers(runId, attempt) });

describe('CallbackTarget', () => {
  let target: CallbackTarget;
  beforeEach(async () => {
    target = await CallbackTarget.start();
  });
  afterEach(() => target.stop());

  it('records what it receives, and counts by run, attempt and job', async () => {
    const before = Date.now();
    await post(target.url('/a?x=1'), 'r1');
    await post(target.url(), 'r1', 2);
    await post(target.url(), 'r1', 2);
    await post(target.url(), 'r2');
    const [first] = target.ledger.records({ runId: 'r1' });
    expect(first).toMatchObject({ number: 1, method: 'POST', url: '/a?x=1', runId: 'r1', jobId: 'j1', attempt: 1 });
    expect(first!.body.toString()).toBe('{"a":1}');
    expect(first!.arrivedAtMs).toBeGreaterThanOrEqual(before);
    expect(target.ledger.run('r1')).toEqual({ requests: 3, attempts: [1, 2, 2] });
    expect(target.ledger.jobs().get('j1')).toBe(4);
    expect(target.ledger.summary()).toEqual({ requests: 4, runs: 2, duplicates: 1, repeatedRuns: 1, forgotten: 0 });
  });

  it('answers as it is told, and fails the first requests of each run', async () => {
    target.answer('/flaky', { failFirst: 2, failure: { status: 503 }, body: 'at last' });
    const statuses = async (runId: string) => {
      const seen = [];
      for (let n = 0; n < 3; n += 1) seen.push((await post(target.url('/flaky'), runId)).status);
      return seen;
    };
    expect(await statuses('r1')).toEqual([503, 503, 200]);
    expect(await statuses('r2')).toEqual([503, 503, 200]);
    expect((await post(target.url('/flaky?failFirst=0&status=204'), 'r3')).status).toBe(204);
  });

  it('wakes who waits, and says what it saw when it waited in vain', async () => {
    const waiting = target.waitFor(({ ledger }) => ledger.summary().requests === 2, 5_000);
    await post(target.url(), 'r1');
    await post(target.url(), 'r2');
    await waiting;
    const inVain = target.waitFor(() => false, 30, 'a third request');
    await expect(inVain).rejects.toThrow(/not within 30 ms: a third request; .*"requests":2/);
  });

  it('serves its ledger from a process of its own, which ends with its parent’s interest', async () => {
    const child = await startCallbackTargetProcess();
    await child.answer('/slow', { delayMs: 1, status: 201 });
    expect((await post(`${child.url}/slow`, 'r1')).status).toBe(201);
    expect(await child.summary()).toMatchObject({ requests: 1, runs: 1, duplicates: 0 });
    expect(await child.runs()).toEqual(new Map([['r1', [1]]]));
    expect(await child.records(0, 10)).toMatchObject([{ number: 1, runId: 'r1', body: '{"a":1}' }]);
    expect(await child.records(1, 10)).toEqual([]);
    await child.stop();
    expect(() => process.kill(child.pid, 0)).toThrow('ESRCH');
  });
});

describe('CallbackLedger', () => {
  const request = (runId: string, bodyBytes = 10): Omit<RecordedRequest, 'number'> => ({
    arrivedAtMs: 0,
    arrivedMonotonicMs: 0,
    method: 'POST',
    url: '/',
    headers: {},
    body: Buffer.alloc(bodyBytes),
    runId,
    jobId: 'j',
    attempt: 1,
  });

  it('forgets the oldest records beyond its limits, and keeps counting', () => {
    const ledger = new CallbackLedger({ records: 100, bodyBytes: 500 });
    for (let n = 1; n <= 5_000; n += 1) ledger.add(request(`r${n}`));
    expect(ledger.records().map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, n) => 4_951 + n));
    expect(ledger.records({ afterNumber: 4_990, limit: 3 }).map(({ number }) => number)).toEqual([4_991, 4_992, 4_993]);
    expect(ledger.summary()).toMatchObject({ requests: 5_000, runs: 5_000, forgotten: 4_950 });
  });

  it('says aloud when there are more runs than it may count', () => {
    const ledger = new CallbackLedger({ runs: 2 });
    ledger.add(request('r1'));
    ledger.add(request('r2'));
    ledger.add(request('r1'));
    expect(() => ledger.add(request('r3'))).toThrow('more than 2 runs');
  });
});
