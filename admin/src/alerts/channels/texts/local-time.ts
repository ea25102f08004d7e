import { findTimeZone } from '@crony/shared/domain/schedule/time-zone';

/**
 * `2026-01-01 08:00:00 +08:00 (Asia/Shanghai)`: readers sit in other zones than the job. In UTC where the zone is not
 * known, as it may be to a hub with other zone data than the one that took the job.
 */
export function formatLocalTime(instantMs: number, timeZone: string | undefined): string {
  const zone = timeZone === undefined || timeZone === 'UTC' ? undefined : findTimeZone(timeZone);
  const offsetS = zone === undefined ? 0 : zone.spanAt(Math.floor(instantMs / 1_000)).offset;
  const shifted = new Date(instantMs + offsetS * 1_000).toISOString();
  const local = `${shifted.slice(0, -'T00:00:00.000Z'.length)} ${shifted.slice(-13, -5)}`;
  const name = zone === undefined ? 'UTC' : timeZone!;
  return `${local} ${formatOffset(offsetS)} (${name})`;
}

function formatOffset(offsetS: number): string {
  const [minutes, seconds] = [Math.floor(Math.abs(offsetS) / 60), Math.abs(offsetS) % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  const text = `${offsetS < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return seconds === 0 ? text : `${text}:${two(seconds)}`;
}
