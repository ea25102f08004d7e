/** Between instants and the wall clock of a zone, for fields that people fill in. */
import { offsetMinutes } from './zones';

const MINUTE_MS = 60_000;

/** `2027-01-31T08:00:00` in the zone; empty for none. */
export function toWallTime(iso: string | undefined, zone: string): string {
  if (iso === undefined) return '';
  const at = Date.parse(iso);
  return new Date(at + offsetMinutes(at, zone) * MINUTE_MS).toISOString().slice(0, 19);
}

/** The instant at which the zone's clock shows this; of a repeated hour the first. Undefined for no time. */
export function fromWallTime(wall: string, zone: string): string | undefined {
  const asUtc = Date.parse(`${wall.length === 16 ? `${wall}:00` : wall}Z`);
  if (wall === '' || Number.isNaN(asUtc)) return undefined;
  const offsets = [asUtc - 24 * 60 * MINUTE_MS, asUtc + 24 * 60 * MINUTE_MS].map((near) => offsetMinutes(near, zone));
  const found = [...new Set(offsets)]
    .map((offset) => asUtc - offset * MINUTE_MS)
    .filter((at) => offsetMinutes(at, zone) * MINUTE_MS === asUtc - at);
  // In a gap neither fits; the one before it is what the engine would move on from.
  return new Date(found.length > 0 ? Math.min(...found) : asUtc - offsets[0]! * MINUTE_MS).toISOString();
}
