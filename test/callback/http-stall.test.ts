/** The node's process stands still, as under SIGSTOP or when its machine is suspended, while a service answers. */
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@crony/shared/runtime/clock';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHttpCallbackRunner } from '../../node/src/callback/http/http-callback-runner.js';
import { startCallbackTargetProcess, type CallbackTargetProcess } from '../kit/callback-target-process.js';
import { http, never } from './http-fixture.js';
import { requestFor } from './request-for.js';

const runner = createHttpCallbackRunner({ clock: systemClock });
let target: CallbackTargetProcess;

beforeAll(async () => {
  target = await startCallbackTargetProcess();
});
afterAll(async () => {
  await runner.close();
  await target.stop();
});

function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

const TIMEOUT_MS = 400;

/** Goes on so long after the deadline. */
async function callAndStandStill(path: string, beyondMs = 800) {
  const startedAt = performance.now();
  const call = runner.call(requestFor(http(`${target.url}${path}`), { timeoutMs: TIMEOUT_MS }), never);
  await sleep(150); // the request is under way
  await setImmediate(); // behind which timers come before sockets, as after a SIGCONT
  standStill(startedAt + TIMEOUT_MS + beyondMs - performance.now());
  return call;
}

it.each([3, 30, 800])('an answer that came meanwhile counts, although %i ms after the deadline', async (beyondMs) => {
  const answer = await callAndStandStill('/any?delayMs=200', beyondMs);
  expect(answer).toMatchObject({ outcome: 'succeeded', statusCode: 200 });
});

it('none that came meanwhile is a timeout', async () => {
  expect(await callAndStandStill('/any?kind=hang')).toMatchObject({ outcome: 'timed_out', errorCode: 'timeout' });
});
