import { expect, it } from 'vitest';
import { FakeClock } from '../../../../test/kit/fake-clock.js';
import { ReadingPace, type PacedReader } from './reading-pace.js';

const MIB = 1_024 * 1_024;
const READ = 64 * 1_024;

class Reader implements PacedReader {
  isReading = true;
  pause(): void {
    this.isReading = false;
  }
  resume(): void {
    this.isReading = true;
  }
}

it('holds up nobody who says little', async () => {
  const clock = new FakeClock();
  const pace = new ReadingPace(clock);
  const reader = new Reader();
  for (let window = 0; window < 10; window += 1) {
    pace.spend(reader, MIB / 2);
    expect(reader.isReading).toBe(true);
    await clock.advance(25);
  }
  expect(clock.pendingTimers).toBe(0);
});

it('holds up who has had a share, until the next window', async () => {
  const clock = new FakeClock();
  const pace = new ReadingPace(clock);
  const [flood, other] = [new Reader(), new Reader()];
  pace.spend(flood, MIB);
  pace.spend(other, READ);
  expect([flood.isReading, other.isReading]).toEqual([false, true]);
  await clock.advance(25);
  expect(flood.isReading).toBe(true);
  await clock.advance(25);
  expect(clock.pendingTimers).toBe(0);
});

it('lets many floods read in turns, each as often as any other', async () => {
  const clock = new FakeClock();
  const pace = new ReadingPace(clock);
  const readers = Array.from({ length: 256 }, () => new Reader());
  const reads = new Map(readers.map((reader) => [reader, 0]));
  for (let window = 0; window < 40; window += 1) {
    let bytes = 0;
    for (const reader of readers) {
      if (!reader.isReading) continue;
      // Each takes what it may: all floods are always ready.
      reads.set(reader, reads.get(reader)! + 1);
      bytes += READ;
      pace.spend(reader, READ);
    }
    // At first all begin at once; from then on as many as there is room for.
    if (window > 3) expect(bytes).toBeLessThanOrEqual(12 * MIB);
    await clock.advance(25);
  }
  const counts = [...reads.values()];
  expect(Math.min(...counts)).toBeGreaterThan(0);
});

it('forgets who has left', async () => {
  const clock = new FakeClock();
  const pace = new ReadingPace(clock);
  const reader = new Reader();
  pace.spend(reader, MIB);
  pace.leave(reader);
  await clock.advance(100);
  expect(reader.isReading).toBe(false);
  expect(clock.pendingTimers).toBe(0);
});
