/**
 * A cron expression in a time zone: `next` joins the expression's calendar (local seconds) to the zone (instants).
 *
 * Where the clocks change, a local time may exist never (in a gap) or twice (in an overlap).
 *
 * - **Fixed times** are met once. A planned local time L is met at the first instant at which the zone's clock shows L
 *   *or later*: in an overlap that is the first pass, and for all times in a gap it is the end of the gap. So the next
 *   one after `after` is the first named L that is later than everything the clock has shown up to `after`.
 * - **Intervals** run through. They are met whenever the clock shows a named time: not in a gap, and twice in an
 *   overlap.
 *
 * `next` is pure: its answer depends on `after` alone. Zones and spans are memory of what Intl said, nothing more.
 */
import type { CronCalendar } from './cron-calendar.js';
import { FIRST_INSTANT_MS, LAST_INSTANT_MS, refuseNaN, type Schedule } from './schedule.js';
import { CALENDAR_CYCLE, WIDEST_OFFSET, type TimeZone } from './time-zone.js';

/** Two instants this far apart are shown in their true order by any clock. */
const WIDEST_SWING = 2 * WIDEST_OFFSET;
/** From here on expressions and zones repeat every 400 years: what is not found within one cycle is never found. */
const CYCLIC_FROM = Date.UTC(2200, 0, 1) / 1_000;

export class CronSchedule implements Schedule {
  readonly #calendar: CronCalendar;
  readonly #zone: TimeZone;
  readonly #isInterval: boolean;

  constructor(calendar: CronCalendar, zone: TimeZone, isInterval: boolean) {
    this.#calendar = calendar;
    this.#zone = zone;
    this.#isInterval = isInterval;
  }

  next(after: number): number | null {
    refuseNaN(after);
    if (after >= LAST_INSTANT_MS) return null;
    const second = Math.floor(Math.max(after, FIRST_INSTANT_MS - 1) / 1_000);
    const found = (this.#isInterval ? this.#nextInterval(second) : this.#nextFixed(second)) * 1_000;
    return found <= LAST_INSTANT_MS ? found : null;
  }

  #nextFixed(after: number): number {
    const planned = this.#calendar.firstAtOrAfter(this.#latestShownUpTo(after) + 1);
    return planned === Infinity ? Infinity : this.#firstInstantShowing(planned);
  }

  /** The latest local second that the clock has shown up to an instant. */
  #latestShownUpTo(instant: number): number {
    let span = this.#zone.spanAt(instant);
    let latest = instant + span.offset;
    while (span.start > instant - WIDEST_SWING) {
      const lastInstant = span.start - 1;
      span = this.#zone.spanAt(lastInstant);
      latest = Math.max(latest, lastInstant + span.offset);
    }
    return latest;
  }

  /** The first instant at which the clock shows `local` or later. */
  #firstInstantShowing(local: number): number {
    let span = this.#zone.spanAt(local - WIDEST_OFFSET);
    while (span.end + span.offset <= local) span = this.#zone.spanAt(span.end);
    return Math.max(span.start, local - span.offset);
  }

  #nextInterval(after: number): number {
    const giveUpAt = Math.max(after, CYCLIC_FROM) + CALENDAR_CYCLE;
    let from = after + 1;
    while (from < giveUpAt) {
      const span = this.#zone.spanAt(from);
      const planned = this.#calendar.firstAtOrAfter(from + span.offset);
      if (planned - span.offset < span.end) return planned - span.offset;
      // Nothing before the end of this span. If that is far enough away, the clock never again shows what it showed
      // before `from`, so nothing happens before it comes near `planned`.
      const isFar = span.end >= from + WIDEST_SWING;
      from = isFar ? Math.max(span.end, planned - WIDEST_OFFSET) : span.end;
    }
    return Infinity;
  }
}
