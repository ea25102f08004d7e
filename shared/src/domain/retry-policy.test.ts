import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_RETRY, retryDelayMs, type RetryPolicy, type RetryQuestion } from './retry-policy.js';

const policy: RetryPolicy = {
  limit: 5,
  delayMs: 1_000,
  factor: 2,
  maxDelayMs: 5_000,
  jitter: 0,
  on: ['failed', 'timed_out'],
};
const question: RetryQuestion = { outcome: 'failed', retriesUsed: 0, retryable: true, random: 0.5 };

describe('retryDelayMs', () => {
  it('grows by the factor up to the cap, then says no', () => {
    const delays = [0, 1, 2, 3, 4, 5].map((retriesUsed) => retryDelayMs(policy, { ...question, retriesUsed }));
    expect(delays).toEqual([1_000, 2_000, 4_000, 5_000, 5_000, null]);
  });

  it.each([
    ['a policy without retries', NO_RETRY, {}],
    ['a failure that another try cannot help', policy, { retryable: false }],
    ['an outcome that the policy leaves out', { ...policy, on: ['failed'] as const }, { outcome: 'timed_out' }],
    ['a policy that names no outcome', { ...policy, on: [] }, {}],
  ] as const)('says no to %s', (_, given, change) => {
    expect(retryDelayMs({ ...given, on: [...given.on] }, { ...question, ...change })).toBeNull();
  });

  it('varies both ways by the jitter, and only by it', () => {
    const delay = (random: number): number | null => retryDelayMs({ ...policy, jitter: 0.2 }, { ...question, random });
    expect([delay(0), delay(0.5), delay(0.999_999)]).toEqual([800, 1_000, 1_200]);
  });

  it('lets Retry-After lengthen the pause, never shorten it, and not beyond a day', () => {
    const delay = (retryAfterMs: number): number | null => retryDelayMs(policy, { ...question, retryAfterMs });
    expect(delay(10)).toBe(1_000);
    expect(delay(90_000)).toBe(90_000);
    expect(delay(Number.MAX_SAFE_INTEGER)).toBe(86_400_000);
  });

  it('stays a whole number within its bounds, however long the series', () => {
    fc.assert(
      fc.property(
        fc.record({
          delayMs: fc.nat(100_000),
          factor: fc.double({ min: 1, max: 100, noNaN: true }),
          jitter: fc.double({ min: 0, max: 1, noNaN: true }),
          retriesUsed: fc.nat(5_000),
          random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        }),
        ({ delayMs, factor, jitter, retriesUsed, random }) => {
          const given = { ...policy, limit: 10_000, maxDelayMs: 60_000, delayMs, factor, jitter };
          const delay = retryDelayMs(given, { ...question, retriesUsed, random });
          expect(Number.isInteger(delay)).toBe(true);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(120_000);
        },
      ),
      { examples: [[{ delayMs: 0, factor: 2, jitter: 0, retriesUsed: 5_000, random: 0 }]] },
    );
  });
});
