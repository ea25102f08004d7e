import type { ScheduleSpec } from '../job.js';

/** One pure function serves timer, preview and API. */
export interface Schedule {
  /**
   * The first planned time strictly after `after` (milliseconds since the epoch), or null when there is none ever.
   * Any number is an answerable question, fractions and infinities included; NaN is refused with a `RangeError`.
   */
  next(after: number): number | null;
}

/** Planned times lie in the years 1 to 9999 (UTC): what ISO 8601 writes with four digits, and databases can keep. */
export const FIRST_INSTANT_MS = Date.parse('0001-01-01T00:00:00.000Z');
export const LAST_INSTANT_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** A schedule that cannot be: names the field, the value and the rule. */
export class ScheduleError extends Error {
  override name = 'ScheduleError';
  constructor(
    /** Below `schedule`, such as `cron` or `timeZone`. */
    readonly field: keyof ScheduleSpec | '',
    readonly value: unknown,
    readonly rule: string,
  ) {
    super(`schedule${field && `.${field}`}: ${rule}`);
  }
}

export function refuseNaN(after: number): void {
  if (Number.isNaN(after)) throw new RangeError('a schedule cannot count from NaN');
}
