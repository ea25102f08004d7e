/** The node's process stands still, as under SIGSTOP or when its machine is suspended, while a service answers. */
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@crony/shared/runtime/clock';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHttpCallbackRunner } from '../../node/src/callback/http.js';
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

async function callAndStandStill(path: string) {
  const call = runner.call(requestFor(http(`${target.url}${path}`), { timeoutMs: 400 }), never);
  await sleep(150); // the request is under way
  await setImmediate(); // behind which timers come before sockets, as after a SIGCONT
  standStill(1_200);
  return call;
}

it('an answer that came meanwhile counts, although the deadline is noticed first', async () => {
  expect(await callAndStandStill('/any?delayMs=200')).toMatchObject({ outcome: 'succeeded', statusCode: 200 });
});

it('none that came meanwhile is a timeout', async () => {
  expect(await callAndStandStill('/any?kind=hang')).toMatchObject({ outcome: 'timed_out', errorCode: 'timeout' });
});
