/** What Intl knows of time zones. */

export function allZones(): string[] {
  const zones = Intl.supportedValuesOf('timeZone');
  return zones.includes('UTC') ? zones : ['UTC', ...zones];
}

/** Minutes east of UTC at an instant. */
export function offsetMinutes(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return Math.round((wall - Math.floor(at / 1_000) * 1_000) / 60_000);
}

export interface ZoneChange {
  /** The first instant with the new offset, to the minute. */
  at: number;
  /** By how many minutes clocks are put forward; negative when they are put back. */
  byMinutes: number;
}

/** The first change of a zone's offset within a stretch. */
export function nextZoneChange(from: number, to: number, zone: string): ZoneChange | null {
  const stepMs = 7 * 24 * 3_600_000;
  let before = from;
  for (let after = Math.min(from + stepMs, to); before < to; after = Math.min(after + stepMs, to)) {
    const byMinutes = offsetMinutes(after, zone) - offsetMinutes(before, zone);
    if (byMinutes !== 0) return { at: findChange(before, after, zone), byMinutes };
    before = after;
  }
  return null;
}

function findChange(from: number, to: number, zone: string): number {
  const old = offsetMinutes(from, zone);
  let [low, high] = [from, to];
  while (high - low > 60_000) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMinutes(middle, zone) === old) low = middle;
    else high = middle;
  }
  return Math.floor(high / 60_000) * 60_000;
}
