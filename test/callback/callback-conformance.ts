/** What every kind of callback must do; each kind says how it is brought into each situation. */
import type { Callback } from '@crony/shared/domain/job';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RESPONSE_CAP_BYTES, type CallbackRequest, type CallbackRunner } from '../../node/src/callback/callback.js';
import { requestFor } from './request-for.js';

export interface CallbackSubject {
  /** A fresh runner; the suite closes it. */
  createRunner(): CallbackRunner;
  /** Answers "ok". */
  succeeding: Callback;
  /** Is reached, and says no. */
  failing: Callback;
  /** Is reached, and never answers. */
  hanging: Callback;
  /** Succeeds with 300,000 bytes. */
  talkative: Callback;
  /** Never ends its answer, a little at a time. */
  dripping: Callback;
  /** Cannot be reached. */
  unreachable: Callback;
  /** Cannot even be tried. */
  impossible: Callback;
  /** Resolves when `count` attempts are under way at the other side. */
  underWay(count: number): Promise<void>;
  /** Resolves when nothing of an ended attempt is left there. */
  atRest(): Promise<void>;
  close(): Promise<void>;
}

export function describeCallback(kind: string, create: () => Promise<CallbackSubject>): void {
  describe(`callback over ${kind}`, () => {
    let subject: CallbackSubject;
    let runner: CallbackRunner;
    const never = new AbortController().signal;
    const call = (callback: Callback, change: Partial<CallbackRequest> = {}) =>
      runner.call(requestFor(callback, change), never);

    beforeAll(async () => {
      subject = await create();
      runner = subject.createRunner();
    });
    afterAll(async () => {
      await runner.close();
      await subject.close();
    });

    it('succeeds, with the answer and the time it took', async () => {
      const before = Date.now();
      const result = await call(subject.succeeding);
      expect(result).toMatchObject({ outcome: 'succeeded', errorCode: null, errorMessage: null, response: 'ok' });
      expect(result).toMatchObject({ responseBytes: 2, retryable: false, resent: false });
      expect(result.startedAt).toBeGreaterThanOrEqual(before);
      expect(result.finishedAt).toBeGreaterThanOrEqual(result.startedAt);
      expect(result.finishedAt).toBeLessThanOrEqual(Date.now() + 1);
    });

    it('says who refused, and leaves another try to the retry policy', async () => {
      const result = await call(subject.failing);
      expect(result).toMatchObject({ outcome: 'failed', retryable: true });
      expect(result.errorMessage).toMatch(/:\d+/);
    });

    it('ends a silent attempt at its timeout, and lets go of it', async () => {
      const result = await call(subject.hanging, { timeoutMs: 150 });
      expect(result).toMatchObject({ outcome: 'timed_out', errorCode: 'timeout', retryable: true, response: null });
      expect(result.errorMessage).toMatch(/no answer .* within 150 ms/);
      const tookMs = result.finishedAt - result.startedAt;
      expect(tookMs).toBeGreaterThanOrEqual(149);
      expect(tookMs).toBeLessThan(1_500);
      await subject.atRest();
    });

    it('ends an answer that only drips at the timeout of the whole attempt', async () => {
      const result = await call(subject.dripping, { timeoutMs: 400 });
      expect(result).toMatchObject({ outcome: 'timed_out', errorCode: 'timeout' });
      expect(result.errorMessage).toMatch(/was not complete within 400 ms/);
      await subject.atRest();
    });

    it('keeps the beginning of a long answer, and says how long it was', async () => {
      const result = await call(subject.talkative);
      expect(result).toMatchObject({ outcome: 'succeeded', responseBytes: 300_000 });
      expect(Buffer.byteLength(result.response!)).toBe(RESPONSE_CAP_BYTES);
    });

    it('says that nothing is there', async () => {
      const result = await call(subject.unreachable);
      expect(result).toMatchObject({ outcome: 'failed', errorCode: 'connection_refused', retryable: true });
      expect(result).toMatchObject({ statusCode: null, response: null, responseBytes: null });
    });

    it('does not ask for another try of what cannot be tried', async () => {
      const result = await call(subject.impossible);
      expect(result).toMatchObject({ outcome: 'failed', errorCode: 'invalid_request', retryable: false });
    });

    it('is cancelled under way, at once', async () => {
      const abort = new AbortController();
      const called = runner.call(requestFor(subject.hanging, { timeoutMs: 15_000 }), abort.signal);
      await subject.underWay(1);
      abort.abort();
      const result = await called;
      expect(result).toMatchObject({ outcome: 'cancelled', errorCode: 'cancelled', retryable: false });
      expect(result.errorMessage).toContain('had been sent');
      await subject.atRest();
    });

    it('sends nothing when it is cancelled before it begins', async () => {
      const result = await runner.call(requestFor(subject.succeeding), AbortSignal.abort());
      expect(result).toMatchObject({ outcome: 'cancelled', response: null });
    });

    it('closes: what is under way is cancelled, what comes later too, and nothing is left open', async () => {
      const own = subject.createRunner();
      const called = [1, 2, 3].map(() => own.call(requestFor(subject.hanging, { timeoutMs: 15_000 }), never));
      await subject.underWay(3);
      await own.close();
      for (const result of await Promise.all(called)) expect(result.outcome).toBe('cancelled');
      expect((await own.call(requestFor(subject.succeeding), never)).outcome).toBe('cancelled');
      await own.close();
      await subject.atRest();
    });
  });
}
