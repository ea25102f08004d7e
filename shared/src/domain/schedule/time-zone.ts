/**
 * Time zones as tables of spans with one offset each, read from Intl.
 *
 * - A zone reads four years at a time, when they are first asked for (well under a millisecond), and keeps them.
 * - Before 1800 every zone is on the local mean time of its first record. From 2200 on only yearly rules are left,
 *   which repeat every 400 years like the calendar, so that a span of the far future is read 400 × n years earlier.
 *   A zone therefore never keeps more than 200 entries, and there are only as many zones as IANA names.
 * - Samples three days apart find every change: the shortest span between two changes on record is four days
 *   (Freetown, 1939), the shortest since 1970 seven. A change is then narrowed down to its second.
 */

/** A stretch of time with one offset from UTC: start ≤ instant < end, in seconds. Ends need not be changes. */
export interface OffsetSpan {
  start: number;
  end: number;
  offset: number;
}

/** No zone was ever further from UTC (−15:56 at Manila, +15:14 at Metlakatla, both before 1900). */
export const WIDEST_OFFSET = 16 * 3_600;

const DAY = 86_400;
const BLOCK = 1_461 * DAY;
const SAMPLE_STEP = 3 * DAY;
const FIRST_RECORD = Date.UTC(1800, 0, 1) / 1_000;
const RULES_ONLY = Date.UTC(2200, 0, 1) / 1_000;
export const CALENDAR_CYCLE = 146_097 * DAY;

export class TimeZone {
  readonly #blocks = new Map<number, readonly OffsetSpan[]>();
  #latest: OffsetSpan | undefined;

  /** `id` as Intl names it; take a zone from `findTimeZone`, which shares them. */
  constructor(readonly id: string) {}

  spanAt(instant: number): OffsetSpan {
    const latest = this.#latest;
    if (latest && instant >= latest.start && instant < latest.end) return latest;
    const span = this.#find(instant);
    this.#latest = span;
    return span;
  }

  #find(instant: number): OffsetSpan {
    if (instant >= RULES_ONLY + CALENDAR_CYCLE) {
      const cycles = Math.floor((instant - RULES_ONLY) / CALENDAR_CYCLE);
      const shift = cycles * CALENDAR_CYCLE;
      const { start, end, offset } = this.#find(instant - shift);
      return { start: start + shift, end: end + shift, offset };
    }
    if (instant < FIRST_RECORD) {
      const { offset } = this.#find(FIRST_RECORD);
      return { start: -Infinity, end: FIRST_RECORD, offset };
    }
    const index = Math.floor(instant / BLOCK);
    let spans = this.#blocks.get(index);
    if (!spans) {
      spans = readSpans(this.id, index * BLOCK, (index + 1) * BLOCK);
      this.#blocks.set(index, spans);
    }
    return spans.find((span) => instant < span.end)!;
  }
}

class FixedOffsetZone extends TimeZone {
  readonly #span: OffsetSpan;

  constructor(id: string, offset: number) {
    super(id);
    this.#span = { start: -Infinity, end: Infinity, offset };
  }

  override spanAt(): OffsetSpan {
    return this.#span;
  }
}

function readSpans(id: string, from: number, to: number): OffsetSpan[] {
  const offsetAt = offsetReader(id);
  const spans: OffsetSpan[] = [];
  let start = from;
  let offset = offsetAt(from);
  for (let sample = from; sample < to; sample += SAMPLE_STEP) {
    const nextSample = Math.min(sample + SAMPLE_STEP, to);
    const offsetThere = offsetAt(nextSample);
    while (offset !== offsetThere) {
      // Invariant: the offset still holds at `before`, and no longer at `change`.
      let before = Math.max(sample, start);
      let change = nextSample;
      while (change - before > 1) {
        const middle = Math.floor((before + change) / 2);
        if (offsetAt(middle) === offset) before = middle;
        else change = middle;
      }
      if (change === to) break; // the next block begins with it
      spans.push({ start, end: change, offset });
      start = change;
      offset = offsetAt(change);
    }
  }
  spans.push({ start, end: to, offset });
  return spans;
}

/** Formatters are large, so they live only while a block is read. */
function offsetReader(id: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: id, timeZoneName: 'longOffset' });
  return (instant) => {
    const text = format.format(instant * 1_000);
    const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text);
    if (!match) throw new Error(`Intl names no offset for ${id}: ${text}`);
    const [, sign, hours = 0, minutes = 0, seconds = 0] = match;
    const offset = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
    return sign === '-' ? -offset : offset;
  };
}

/** Bounded by IANA's names: only names that exist are kept, in small letters and as Intl writes them. */
const zoneByName = new Map<string, TimeZone>();
const zoneById = new Map<string, TimeZone>();

const LONGEST_NAME = 64;
/** Begins with a letter: newer engines accept bare offsets such as +05:30 too, older ones do not. */
const NAME = /^[a-z][a-z0-9_+\-/]*$/;
/** Names that ICU takes besides IANA's: abbreviations that mean several zones (IST, CST), and System V's. */
const NOT_IANA =
  /^(?:act|aet|agt|art|ast|bet|bst|cat|cnt|cst|ctt|eat|ect|iet|ist|jst|mit|net|nst|plt|pnt|prt|pst|sst|vst|systemv\/.*)$/;

/** Finds a zone by its IANA name in any case, an alias as well; undefined when there is none. */
export function findTimeZone(name: string): TimeZone | undefined {
  const asWritten = zoneByName.get(name);
  if (asWritten) return asWritten;
  if (name.length > LONGEST_NAME) return undefined;
  const key = name.toLowerCase();
  const known = zoneByName.get(key);
  if (known) return known;
  if (!NAME.test(key) || NOT_IANA.test(key)) return undefined;
  const id = intlName(name);
  if (id === undefined) return undefined;
  let zone = zoneById.get(id);
  if (!zone) {
    zone = isFixed(id) ? new FixedOffsetZone(id, offsetReader(id)(0)) : new TimeZone(id);
    zoneById.set(id, zone);
  }
  zoneByName.set(key, zone);
  zoneByName.set(id, zone);
  return zone;
}

/** Engines differ in whether they resolve aliases; where they do, aliases share one table. */
function intlName(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** UTC, its aliases, and Etc/GMT±n have one offset by definition. */
function isFixed(id: string): boolean {
  return /^(?:utc|uct|gmt|gmt[+-]?0|zulu|universal|greenwich|etc\/.+)$/i.test(id);
}
