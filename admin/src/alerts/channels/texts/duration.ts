import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@crony/shared/domain/durations';

export interface DurationUnits {
  day: string;
  hour: string;
  minute: string;
  second: string;
  millisecond: string;
}

/** In at most two units: `2 d 3 h`, `5 min 3 s`, `3.2 s`, `250 ms`. */
export function formatDuration(durationMs: number, units: DurationUnits): string {
  const ms = Math.round(Math.abs(durationMs));
  if (ms < SECOND_MS) return `${ms}${units.millisecond}`;
  // Beyond ten seconds nobody reads tenths.
  if (ms < 10 * SECOND_MS) return `${Number((ms / SECOND_MS).toFixed(1))}${units.second}`;
  const [large, small] = pairFor(ms, units);
  const total = Math.round(ms / small.ms);
  const perLarge = large.ms / small.ms;
  const [whole, rest] = [Math.floor(total / perLarge), total % perLarge];
  if (whole === 0) return `${rest}${small.unit}`;
  return rest === 0 ? `${whole}${large.unit}` : `${whole}${large.unit} ${rest}${small.unit}`;
}

interface Unit {
  ms: number;
  unit: string;
}

function pairFor(ms: number, units: DurationUnits): [Unit, Unit] {
  const second = { ms: SECOND_MS, unit: units.second };
  const minute = { ms: MINUTE_MS, unit: units.minute };
  const hour = { ms: HOUR_MS, unit: units.hour };
  if (ms < HOUR_MS - SECOND_MS / 2) return [minute, second];
  if (ms < DAY_MS - MINUTE_MS / 2) return [hour, minute];
  return [{ ms: DAY_MS, unit: units.day }, hour];
}
