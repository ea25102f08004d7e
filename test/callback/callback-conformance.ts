/**
 * What every kind of callback must do; each kind says how it is brought into each situation, and classification.ts what
 * the situation comes to.
 */
import type { Callback } from '@crony/shared/domain/job';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { RESPONSE_CAP_BYTES, type CallbackRequest, type CallbackRunner } from '../../node/src/callback/callback.js';
import { classificationOf } from './classification.js';
import { requestFor } from './request-for.js';

/** A situation that a kind cannot be in, with the reason: the test is skipped, and says so. */
export interface Absent {
  absent: string;
}

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
  talkative: Callback | Absent;
  /** Never ends its answer, a little at a time. */
  dripping: Callback | Absent;
  /** Cannot be reached. */
  unreachable: Callback | Absent;
  /** Cannot even be tried. */
  impossible: Callback | Absent;
  /** Breaks off in the middle of its answer. */
  cut?: Callback | Absent;
  /** Answers what is no answer of this kind. */
  invalid?: Callback | Absent;
  /** What messages say, where it is not what a service behind a host and a port is about. */
  says?: Partial<SaidBy>;
  /** Resolves when `count` attempts are under way at the other side. */
  underWay(count: number): Promise<void>;
  /** Resolves when nothing of an ended attempt is left there. */
  atRest(): Promise<void>;
  close(): Promise<void>;
}

interface SaidBy {
  /** Whom it was about. */
  where: RegExp;
  silence: RegExp;
  drip: RegExp;
  cancelled: RegExp;
}

const SAID_OF_SERVICES: SaidBy = {
  where: /:\d+/,
  silence: /no answer .* within 150 ms/,
  drip: /was not complete within 400 ms/,
  cancelled: /had been sent/,
};

export function describeCallback(kind: string, create: () => Promise<CallbackSubject>): void {
  describe(`callback over ${kind}`, () => {
    let subject: CallbackSubject;
    let runner: CallbackRunner;
    const never = new AbortController().signal;
    const call = (callback: Callback, change: Partial<CallbackRequest> = {}) =>
      runner.call(requestFor(callback, change), never);
    const said = (): SaidBy => ({ ...SAID_OF_SERVICES, ...subject.says });
    const present = (situation: Callback | Absent | undefined, { skip }: TestContext): Callback => {
      if (situation === undefined) return skip(`${kind} does not say how it comes about`);
      return 'absent' in situation ? skip(situation.absent) : situation;
    };

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
      expect(result).toMatchObject(classificationOf(kind, 'success'));
      expect(result).toMatchObject({ errorMessage: null, response: 'ok', responseBytes: 2, resent: false });
      expect(result.startedAt).toBeGreaterThanOrEqual(before);
      expect(result.finishedAt).toBeGreaterThanOrEqual(result.startedAt);
      expect(result.finishedAt).toBeLessThanOrEqual(Date.now() + 1);
    });

    it('says who refused, and leaves another try to the retry policy', async () => {
      const result = await call(subject.failing);
      expect(result).toMatchObject(classificationOf(kind, 'refusal'));
      expect(result.errorMessage).toMatch(said().where);
    });

    it('ends a silent attempt at its timeout, and lets go of it', async () => {
      const result = await call(subject.hanging, { timeoutMs: 150 });
      expect(result).toMatchObject(classificationOf(kind, 'silence'));
      expect(result.response ?? '').toBe('');
      expect(result.errorMessage).toMatch(said().silence);
      const tookMs = result.finishedAt - result.startedAt;
      expect(tookMs).toBeGreaterThanOrEqual(149);
      expect(tookMs).toBeLessThan(1_500);
      await subject.atRest();
    });

    it('ends an answer that only drips at the timeout of the whole attempt', async (context) => {
      const result = await call(present(subject.dripping, context), { timeoutMs: 400 });
      expect(result).toMatchObject(classificationOf(kind, 'drip'));
      expect(result.errorMessage).toMatch(said().drip);
      await subject.atRest();
    });

    it('keeps the beginning of a long answer, and says how long it was', async (context) => {
      const result = await call(present(subject.talkative, context));
      expect(result).toMatchObject({ ...classificationOf(kind, 'huge'), responseBytes: 300_000 });
      expect(Buffer.byteLength(result.response!)).toBe(RESPONSE_CAP_BYTES);
    });

    it('says that nothing is there', async (context) => {
      const result = await call(present(subject.unreachable, context));
      expect(result).toMatchObject(classificationOf(kind, 'unreachable'));
      expect(result).toMatchObject({ statusCode: null, response: null, responseBytes: null });
    });

    it('does not ask for another try of what cannot be tried', async (context) => {
      const result = await call(present(subject.impossible, context));
      expect(result).toMatchObject(classificationOf(kind, 'impossible'));
    });

    it('counts no answer that breaks off in the middle', async (context) => {
      const result = await call(present(subject.cut, context));
      expect(result).toMatchObject(classificationOf(kind, 'cut'));
      expect(result.errorMessage).toMatch(said().where);
      await subject.atRest();
    });

    it('takes nothing for an answer that is none', async (context) => {
      const result = await call(present(subject.invalid, context));
      expect(result).toMatchObject(classificationOf(kind, 'invalid'));
      expect(result.errorMessage).toMatch(said().where);
      await subject.atRest();
    });

    it('says where the time went', async () => {
      const { timing, startedAt, finishedAt } = await call(subject.succeeding);
      if (timing === null) return; // a kind that does not measure it
      const { totalMs, ...parts } = timing;
      expect(totalMs).toBe(finishedAt - startedAt);
      for (const ms of Object.values(parts)) expect(ms).toBeGreaterThanOrEqual(0);
      // Each part is rounded by itself.
      expect(Object.values(parts).reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(totalMs + 3);
    });

    it('is cancelled under way, at once', async () => {
      const abort = new AbortController();
      const called = runner.call(requestFor(subject.hanging, { timeoutMs: 15_000 }), abort.signal);
      await subject.underWay(1);
      abort.abort();
      const result = await called;
      expect(result).toMatchObject(classificationOf(kind, 'cancelled'));
      expect(result.errorMessage).toMatch(said().cancelled);
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
