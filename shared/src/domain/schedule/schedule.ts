import type { ScheduleSpec } from '../job.js';

/** One pure function serves timer, preview and API. */
export interface Schedule {
  /** The first planned time strictly after `after` (milliseconds since the epoch), or null when there is none ever. */
  next(after: number): number | null;
}

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
