/** A receiver on a clock that stands still, with a hub that it reports to. */
import { FakeClock } from '../kit/fake-clock.js';
import { createReceiver, type ReceiverEvent, type ReceiverOptions, type Receiver } from '@crony/sdk';
import type { Answer } from '@crony/sdk';
import { ReportHub, type HubRun } from './report-hub.js';
import { RUN_ID, SECRET, signedRequest, type CallbackFacts, type SignedRequest } from './signed-request.js';

export interface ReceiverBench {
  clock: FakeClock;
  hub: ReportHub;
  receiver: Receiver;
  events: ReceiverEvent[];
  /** Delivers a synchronous callback. */
  call: (facts?: CallbackFacts, path?: string) => Promise<Answer>;
  /** Delivers an asynchronous one, of a run that the hub has open. */
  accept: (facts?: CallbackFacts & { heartbeatMs?: number; reportTimeoutMs?: number }) => Promise<Answer>;
  run: (runId?: string) => HubRun;
  /** How many deliveries have got past the signature, which is checked on other threads, and are dealt with. */
  read: () => number;
}

export function receiverBench(
  options: Partial<ReceiverOptions>,
  kept: { clock?: FakeClock; hub?: ReportHub } = {},
): ReceiverBench {
  const { clock = new FakeClock(), hub = new ReportHub() } = kept;
  hub.now = () => clock.now();
  const events: ReceiverEvent[] = [];
  const receiver = createReceiver({
    secrets: SECRET,
    clock,
    fetch: hub.fetch,
    onEvent: (event) => void events.push(event),
    ...options,
  });
  let read = 0;
  const call: ReceiverBench['call'] = (facts = {}, path = '/') => {
    const request = signedRequest({ nowMs: clock.now(), ...facts });
    return deliver(receiver, request, path, (name) => {
      if (name === 'crony-report-url') read += 1; // the last that every delivery is asked for
    });
  };
  return {
    clock,
    hub,
    receiver,
    events,
    call,
    async accept({ heartbeatMs, reportTimeoutMs, ...facts } = {}) {
      const runId = facts.runId ?? RUN_ID;
      const attempt = facts.attempt ?? 1;
      const { url, token } = hub.runs.has(runId) ? hub.addressOf(runId) : hub.expect(runId);
      hub.run(runId).attempt = Math.max(hub.run(runId).attempt, attempt);
      const report = {
        url,
        token,
        ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
        ...(reportTimeoutMs === undefined ? {} : { timeoutMs: reportTimeoutMs }),
      };
      return call({ report, ...facts });
    },
    run: (runId = RUN_ID) => hub.run(runId),
    read: () => read,
  };
}

export function deliver(
  receiver: Receiver,
  { headers, body }: SignedRequest,
  path = '/',
  onHeader: (name: string) => void = () => {},
): Promise<Answer> {
  const header = (name: string): string | undefined => {
    onHeader(name);
    return headers[name];
  };
  return receiver.receive({ header, path, body: Buffer.from(body) });
}

/** A handler that ends when it is told, or when its run is aborted. */
export function gatedHandler() {
  const waiting: { succeed: (value?: unknown) => void; fail: (error: unknown) => void; signal: AbortSignal }[] = [];
  return {
    waiting,
    handler: (run: { signal: AbortSignal }) =>
      new Promise((resolve, reject) => {
        waiting.push({ succeed: resolve, fail: reject, signal: run.signal });
        run.signal.addEventListener('abort', () => reject(run.signal.reason as Error));
      }),
  };
}
