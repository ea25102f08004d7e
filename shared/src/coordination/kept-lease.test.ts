import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/kit/fake-clock.js';
import { createMemoryCoordination } from './memory/memory-coordination.js';

const TTL_MS = 6_000;
/** TTL − margin. */
const WINDOW_MS = 4_800;

async function granted() {
  const clock = new FakeClock();
  const coordination = createMemoryCoordination({ clock });
  const lease = await coordination.grantLease(TTL_MS / 1_000);
  return { clock, coordination, lease, link: coordination.link };
}

describe('the trust in a lease', () => {
  it('ends exactly TTL − margin after the newest answered renewal was sent', async () => {
    const { clock, lease, link } = await granted();
    await clock.advance(4_000); // renewed at 2 s and at 4 s
    link.setState('cut');
    await clock.advance(WINDOW_MS - 1);
    expect(lease.isTrusted()).toBe(true);
    await clock.advance(1);
    expect([lease.isTrusted(), lease.lost.aborted]).toEqual([false, true]);
  });

  it('needs no question to be told as lost', async () => {
    const { clock, lease, link } = await granted();
    let told = 0;
    lease.lost.addEventListener('abort', () => (told += 1));
    link.setState('stalled');
    await clock.advance(WINDOW_MS);
    expect(told).toBe(1);
  });

  it('has ended by the first question after the process was stopped, before any timer ran', async () => {
    const { clock, lease } = await granted();
    clock.stall(WINDOW_MS);
    expect([lease.isTrusted(), lease.lost.aborted]).toEqual([false, true]);
  });

  it('has ended after a suspension during which the monotonic clock stood still', async () => {
    const { clock, lease } = await granted();
    clock.stepWall(WINDOW_MS);
    expect(lease.isTrusted()).toBe(false);
  });

  it('is not stretched by a wall clock that is set back', async () => {
    const { clock, lease, link } = await granted();
    clock.stepWall(-3_600_000);
    link.setState('cut');
    await clock.advance(WINDOW_MS);
    expect(lease.isTrusted()).toBe(false);
  });

  it('does not come back with an answer that was under way', async () => {
    const { clock, coordination, lease, link } = await granted();
    await coordination.put('key', 'x', { lease });
    link.setState('stalled');
    await clock.advance(TTL_MS / 3);
    clock.stall(WINDOW_MS - TTL_MS / 3);
    link.heal();
    await clock.settle();
    expect(await coordination.get('key')).not.toBeNull();
    expect(lease.isTrusted()).toBe(false);
    await clock.advance(TTL_MS);
    expect(await coordination.get('key')).toBeNull();
  });

  it('survives a short outage by trying again before the next third', async () => {
    const { clock, lease, link } = await granted();
    await clock.advance(1_900);
    link.setState('cut');
    await clock.advance(2_500);
    link.heal();
    await clock.advance(500);
    link.setState('cut');
    await clock.advance(2_000);
    expect(lease.isTrusted()).toBe(true);
  });

  it('ends with the client, which leaves no timer', async () => {
    const { clock, coordination, lease } = await granted();
    const follower = coordination.follow('', { apply: () => {}, keys: () => [], synced: () => {} });
    await follower.started;
    await coordination.close();
    expect(lease.lost.aborted).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });
});
