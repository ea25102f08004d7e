import type { Clock } from '../runtime/clock.js';

/** An instant on both of the clock's times. */
export interface Instant {
  wall: number;
  monotonic: number;
}

export function instant(clock: Clock): Instant {
  return { wall: clock.now(), monotonic: clock.monotonic() };
}

/**
 * Milliseconds since `start`, by the larger of both times: monotonic time may stand still while the machine is
 * suspended, and wall time may be set back. To believe that too much time has passed is the safe error.
 */
export function elapsedMs(clock: Clock, start: Instant): number {
  return Math.max(clock.now() - start.wall, clock.monotonic() - start.monotonic);
}
