import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heap of this process grow by 70 % of what lives in it before it is collected, where V8 would otherwise allow
 * several times as much. A hub makes much garbage for a short time (100,000 jobs by bulk, a failover) and would keep
 * the room for ever: with 100,000 jobs, 240 MB resident at 40 % instead of 410 MB. At 70 % it is a twentieth more than at
 * 40 %, and a failover takes a tenth less.
 */
const GROWTH_PERCENT = 70;

export function keepHeapLean(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
}
