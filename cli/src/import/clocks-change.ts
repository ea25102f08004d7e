import type { TimeZone } from '@crony/shared/domain/schedule/time-zone';

const YEARS_AHEAD_S = 5 * 366 * 86_400;

/** Whether the clocks of a zone are put forward or back within the next years, as far as is known today. */
export function clocksChange(zone: TimeZone, now: number): boolean {
  const from = Math.floor(now / 1_000);
  const { offset } = zone.spanAt(from);
  for (let at = from; at < from + YEARS_AHEAD_S;) {
    const span = zone.spanAt(at);
    if (span.offset !== offset) return true;
    at = span.end;
  }
  return false;
}
