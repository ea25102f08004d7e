import { expect, it } from 'vitest';
import type { Notification } from '@crony/shared/store/store';
import { afterSending, nextMessage, restAfter } from './throttle.js';

const NEVER = { from: 0, sent: 0 };
const NOW = 1_000_000;

function waiting(count: number, batchId: string | null = null): Notification[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `n${i}`,
    channelId: 'c',
    kind: 'alert',
    alertId: 'a',
    runId: null,
    state: 'pending',
    dueAt: 0,
    tries: 0,
    batchId,
    lastError: null,
    createdAt: 0,
    sentAt: null,
  }));
}

it('up to three go out one by one, more as a digest', () => {
  expect(nextMessage([], NEVER, NOW)).toEqual({ do: 'nothing' });
  expect(nextMessage(waiting(3), NEVER, NOW)).toMatchObject({ do: 'single', notification: { id: 'n0' } });
  expect(nextMessage(waiting(4), NEVER, NOW)).toEqual({ do: 'digest' });
});

it('what comes one after the other is three, a digest, and rest until the minute is over', () => {
  let window = NEVER;
  const sent: string[] = [];
  for (let at = NOW; at < NOW + 120_000; at += 1_000) {
    const next = nextMessage(waiting(1), window, at);
    sent.push(next.do);
    if (next.do === 'single' || next.do === 'digest') window = afterSending(next.do, window, at);
  }
  expect(sent.slice(0, 5)).toEqual(['single', 'single', 'single', 'digest', 'rest']);
  expect(sent.filter((what) => what === 'digest')).toHaveLength(2);
  expect(sent.filter((what) => what === 'single')).toHaveLength(6);
});

it('rests until the minute is over, and no longer', () => {
  const window = afterSending('digest', NEVER, NOW);
  expect(nextMessage(waiting(9), window, NOW + 59_000)).toEqual({ do: 'rest', forMs: 1_000 });
  expect(nextMessage(waiting(9), window, NOW + 60_000)).toEqual({ do: 'digest' });
  // The clock was set back by an hour.
  expect(nextMessage(waiting(1), window, NOW - 3_600_000)).toMatchObject({ do: 'single' });
});

it('what was tried before goes first, even in the rest', () => {
  const window = afterSending('digest', NEVER, NOW);
  expect(nextMessage([...waiting(1, 'b'), ...waiting(2)], window, NOW)).toEqual({ do: 'again', batchId: 'b' });
});

it.each([
  [0, null, 5_000],
  [3, null, 40_000],
  [60, null, 300_000],
  [0, 90_000, 90_000],
  [9, 1_000, 300_000],
  [0, 1e12, 3_600_000],
])('after %i tries, asked for %s, it rests %i ms', (tries, asked, expected) => {
  expect(restAfter(tries, asked)).toBe(expected);
});
