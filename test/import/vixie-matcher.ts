/**
 * When cron would run a line, minute by minute: written from the manual page and from how cron's loop treats a clock
 * that jumps, apart from everything that the importer and the schedule engine do.
 *
 * Time is given as what a wall clock shows at each minute of real time, so that a change of the clocks is nothing but
 * two neighbours that are not one minute apart.
 */

export interface WallMinute {
  /** Milliseconds since the epoch. */
  instant: number;
  year: number;
  month: number;
  date: number;
  weekday: number;
  hour: number;
  minute: number;
}

const MINUTE_MS = 60_000;
/** Clocks are asked at each quarter of an hour: today none is changed in between, and no offset is a part of one. */
const QUARTER_MINUTES = 15;
const WORDS = 'jan feb mar apr may jun jul aug sep oct nov dec sun mon tue wed thu fri sat'.split(' ');

/** Each minute of real time from `from` (included, a full quarter) to `to` (not), as clocks in the zone show it. */
export function wallMinutes(timeZone: string, from: number, to: number): WallMinute[] {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    weekday: 'short',
    hourCycle: 'h23',
  });
  const minutes: WallMinute[] = [];
  for (let quarter = from; quarter < to; quarter += QUARTER_MINUTES * MINUTE_MS) {
    const shown: Record<string, string> = {};
    for (const { type, value } of format.formatToParts(quarter)) shown[type] = value;
    for (let more = 0; more < QUARTER_MINUTES && quarter + more * MINUTE_MS < to; more += 1) {
      minutes.push({
        instant: quarter + more * MINUTE_MS,
        year: Number(shown['year']),
        month: Number(shown['month']),
        date: Number(shown['day']),
        weekday: WORDS.indexOf(shown['weekday']!.toLowerCase()) - 12,
        hour: Number(shown['hour']),
        minute: Number(shown['minute']) + more,
      });
    }
  }
  return minutes;
}

/** Whether one field, such as `1-5,20-40/5`, names a value. */
function names(field: string, value: number, low: number, high: number): boolean {
  return field.split(',').some((item) => {
    const [span, step = '1'] = item.split('/');
    const number = (word: string): number => {
      const at = WORDS.indexOf(word.toLowerCase());
      return at < 0 ? Number(word) : at < 12 ? at + 1 : at - 12;
    };
    const [first, last] = span === '*' ? [low, high] : (span!.split('-').map(number) as [number, number?]);
    return value >= first && value <= (last ?? first) && (value - first) % Number(step) === 0;
  });
}

const MEANING: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

export function cronMatches(times: string, at: Omit<WallMinute, 'instant' | 'year'>): boolean {
  const [minute, hour, date, month, weekday] = (MEANING[times] ?? times).split(/\s+/) as [
    string,
    string,
    string,
    string,
    string,
  ];
  if (!names(minute, at.minute, 0, 59) || !names(hour, at.hour, 0, 23) || !names(month, at.month, 1, 12)) return false;
  const onDate = names(date, at.date, 1, 31);
  const onWeekday = names(weekday, at.weekday, 0, 7) || (at.weekday === 0 && names(weekday, 7, 0, 7));
  return date[0] === '*' || weekday[0] === '*' ? onDate && onWeekday : onDate || onWeekday;
}

/** Lines with `*` at the beginning of minute or hour follow the clock; all others are made up for, and not repeated. */
function followsTheClock(times: string): boolean {
  const [minute, hour] = (MEANING[times] ?? times).split(/\s+/);
  return minute!.startsWith('*') || hour!.startsWith('*');
}

const MINUTES_PER_DAY = 1_440;

function wallNumber({ year, month, date, hour, minute }: WallMinute): number {
  return (Date.UTC(year, month - 1, date) / 86_400_000) * MINUTES_PER_DAY + hour * 60 + minute;
}

function wallAt(number: number): Omit<WallMinute, 'instant' | 'year'> {
  const day = new Date(number * MINUTE_MS);
  return {
    month: day.getUTCMonth() + 1,
    date: day.getUTCDate(),
    weekday: day.getUTCDay(),
    hour: day.getUTCHours(),
    minute: day.getUTCMinutes(),
  };
}

/**
 * The instants at which cron starts the command; one that stands twice is started twice. Clocks that jump forward less
 * than three hours: fixed times in between are started at once, each. Back: fixed times wait until the clock shows
 * something new.
 */
export function cronTimes(times: string, minutes: readonly WallMinute[]): number[] {
  const started: number[] = [];
  const follows = followsTheClock(times);
  let latest: number | null = null;
  for (const at of minutes) {
    const shown = wallNumber(at);
    if (follows) {
      if (cronMatches(times, at)) started.push(at.instant);
      continue;
    }
    const first: number = latest === null ? shown : latest + 1;
    for (let virtual = first; virtual <= shown; virtual += 1) {
      if (cronMatches(times, wallAt(virtual))) started.push(at.instant);
    }
    latest = Math.max(latest ?? shown, shown);
  }
  return started;
}
