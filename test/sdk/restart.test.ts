/** A service that is killed with SIGKILL, and what its journal makes of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../kit/free-port.js';
import { waitUntil } from '../kit/wait-until.js';
import { startService, type ServiceProcess } from './example-process.js';
import { ReportHub } from './report-hub.js';
import { RUN_ID, signedRequest } from './signed-request.js';

const MAIN = fileURLToPath(new URL('./journal-service.ts', import.meta.url));

let directory: string;
let hub: ReportHub;
let service: ServiceProcess | undefined;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'crony-restart-'));
  hub = new ReportHub();
  await hub.listen(await freePort());
});
afterEach(async () => {
  await service?.kill('SIGKILL');
  await hub.close();
  rmSync(directory, { recursive: true, force: true });
  expect(hub.complaints).toEqual([]);
});

async function start(onRestart: 'report' | 'rerun' = 'report'): Promise<void> {
  service = await startService('node', MAIN, { JOURNAL: join(directory, 'runs.jsonl'), ON_RESTART: onRestart });
}

async function accept(body: object, attempt = 1): Promise<void> {
  const report = hub.runs.has(RUN_ID) ? hub.addressOf(RUN_ID) : hub.expect(RUN_ID);
  const answer = await fetch(service!.url, signedRequest({ report, attempt, body: JSON.stringify(body) }));
  expect(answer.status).toBe(202);
}

const ended = () => waitUntil('the outcome', 10_000, () => hub.run(RUN_ID).status !== 'accepted');

describe('killed while the hub is away', () => {
  it('it sends the outcome after its restart', async () => {
    await start();
    hub.outage = 'cut';
    await accept({ ms: 0 });
    await waitUntil('a try', 5_000, async () => (await (await fetch(`${service!.url}/done`)).text()) === '1');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await service!.kill('SIGKILL');
    hub.outage = null;
    await start();
    await ended();
    expect(hub.run(RUN_ID)).toMatchObject({ status: 'succeeded', output: 'done' });
    // And knows the run again.
    await accept({ ms: 0 });
    await waitUntil('the repetition', 5_000, () => hub.reportsOf(RUN_ID).length === 2);
    expect(await (await fetch(`${service!.url}/done`)).text()).toBe('0');
  });
});

describe('killed in the middle of a run', () => {
  it('it reports a failure that Crony may retry, and works on the retry', async () => {
    await start();
    await accept({ ms: 60_000 });
    await service!.kill('SIGKILL');
    await start();
    await ended();
    expect(hub.run(RUN_ID)).toMatchObject({ status: 'failed', retryable: true });
    expect(hub.run(RUN_ID).message).toContain('restarted');
    Object.assign(hub.run(RUN_ID), { status: 'accepted', attempt: 2 });
    await accept({ ms: 0 }, 2);
    await ended();
    expect(hub.run(RUN_ID)).toMatchObject({ status: 'succeeded', output: 'done' });
  });

  it('or runs it again, if that is wanted', async () => {
    await start('rerun');
    await accept({ ms: 1_500 });
    await service!.kill('SIGKILL');
    await start('rerun');
    await ended();
    expect(hub.run(RUN_ID)).toMatchObject({ status: 'succeeded', output: 'done' });
    expect(await (await fetch(`${service!.url}/done`)).text()).toBe('1');
  });

  it('again and again, and not one run of many is lost', async () => {
    const ids = Array.from({ length: 40 }, (_, n) => `run-${n}`);
    for (const [n, runId] of ids.entries()) {
      if (n % 10 === 0) {
        await service?.kill('SIGKILL');
        await start();
      }
      const report = hub.expect(runId);
      const answer = await fetch(service!.url, signedRequest({ runId, report, body: `{"ms":${(n % 5) * 200}}` }));
      expect(answer.status).toBe(202);
    }
    await service!.kill('SIGKILL');
    await start();
    await waitUntil('every outcome', 15_000, () => ids.every((id) => hub.run(id).status !== 'accepted'));
    const failed = ids.filter((id) => hub.run(id).status === 'failed');
    expect(failed.every((id) => hub.run(id).message!.includes('restarted'))).toBe(true);
  });
});
