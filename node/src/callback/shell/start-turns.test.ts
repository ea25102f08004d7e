import { expect, it } from 'vitest';
import { FakeClock } from '../../../../test/kit/fake-clock.js';
import { StartTurns } from './start-turns.js';

it('lets the first start at once, and the others one by one in their order', async () => {
  const clock = new FakeClock();
  const turns = new StartTurns(clock);
  const started: number[] = [];
  for (let n = 0; n < 4; n += 1) void turns.next().then(() => started.push(n));
  await clock.settle();
  expect(started).toEqual([0]);
  await clock.advance(1);
  expect(started).toEqual([0, 1]);
  await clock.advance(10);
  expect(started).toEqual([0, 1, 2, 3]);
  expect(clock.pendingTimers).toBe(0);
});
