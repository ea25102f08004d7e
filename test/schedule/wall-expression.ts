/**
 * The oracle's reading of a cron expression: a question about one wall-clock time, answered from the text's definition
 * item by item. Shares nothing with the engine, which turns the same text into masks and tables.
 */
export interface WallExpression {
  namesDay(year: number, month: number, day: number): boolean;
  hours: boolean[];
  minutes: boolean[];
  seconds: number[];
  /** `*` or a step in hour or minute. */
  runsThrough: boolean;
}

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const WEEKDAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');

export function readWallExpression(text: string): WallExpression {
  const fields = text.trim().split(/\s+/);
  const [second, minute, hour, monthDay, month, weekday, year = '*'] = fields.length === 5 ? ['0', ...fields] : fields;
  const all = (field: string, from: number, to: number): boolean[] =>
    Array.from({ length: to + 1 }, (_, value) => value >= from && isNamed(field, value, from, to));
  const months = all(numbered(month!, MONTHS, 1), 1, 12);
  const weekdays = numbered(weekday!, WEEKDAYS, 0);
  const namesDay = (y: number, m: number, d: number): boolean => {
    if (!months[m] || (year !== '*' && !isNamed(year, y, 1970, 2199))) return false;
    const byMonthDay = monthDay!.split(',').some((item) => isMonthDay(item, y, m, d));
    const byWeekday = weekdays.split(',').some((item) => isWeekday(item, y, m, d));
    const monthDayFree = monthDay === '*' || monthDay === '?';
    const weekdayFree = weekday === '*' || weekday === '?';
    if (monthDayFree && weekdayFree) return true;
    if (monthDayFree) return byWeekday;
    return weekdayFree ? byMonthDay : byMonthDay || byWeekday;
  };
  const known = new Map<number, boolean>();
  return {
    namesDay(y, m, d) {
      const key = (y * 12 + m) * 31 + d;
      const named = known.get(key) ?? namesDay(y, m, d);
      known.set(key, named);
      return named;
    },
    hours: all(hour!, 0, 23),
    minutes: all(minute!, 0, 59),
    seconds: all(second!, 0, 59).flatMap((named, value) => (named ? [value] : [])),
    runsThrough: [hour!, minute!].some((field) => field.includes('*') || field.includes('/')),
  };
}

function numbered(field: string, names: string[], first: number): string {
  return names.reduce((text, name, index) => text.replaceAll(name, String(first + index)), field.toUpperCase());
}

function isNamed(field: string, value: number, min: number, max: number): boolean {
  return field.split(',').some((item) => {
    const [range, step] = item.split('/');
    const [from, to] = range === '*' ? [min, max] : range!.split('-').map(Number);
    const last = to ?? (step === undefined ? from! : max);
    return value >= from! && value <= last && (value - from!) % Number(step ?? 1) === 0;
  });
}

const weekdayOf = (y: number, m: number, d: number): number => new Date(Date.UTC(y, m - 1, d)).getUTCDay();
const lastDayOf = (y: number, m: number): number => new Date(Date.UTC(y, m, 0)).getUTCDate();

function isMonthDay(item: string, y: number, m: number, d: number): boolean {
  const last = lastDayOf(y, m);
  const workdays = Array.from({ length: last }, (_, i) => i + 1).filter(
    (day) => ![0, 6].includes(weekdayOf(y, m, day)),
  );
  if (item === 'LW') return d === workdays.at(-1);
  if (item === 'L') return d === last;
  if (item.startsWith('L-')) return d === last - Number(item.slice(2));
  if (item.endsWith('W')) {
    const target = Number.parseInt(item, 10);
    if (target > last) return false;
    return d === workdays.reduce((best, day) => (Math.abs(day - target) < Math.abs(best - target) ? day : best));
  }
  return item === '?' || isNamed(item, d, 1, 31);
}

function isWeekday(item: string, y: number, m: number, d: number): boolean {
  const today = weekdayOf(y, m, d);
  const last = lastDayOf(y, m);
  if (item === '?') return true;
  if (/L$/.test(item)) return Number.parseInt(item, 10) % 7 === today && d + 7 > last;
  if (item.includes('#')) {
    const [day, nth] = item.split('#').map(Number);
    return day! % 7 === today && d > (nth! - 1) * 7 && d <= nth! * 7;
  }
  return (
    isNamed(item, today, 0, 6) || (today === 0 && item !== '*' && !/^\d\/|^\*/.test(item) && isNamed(item, 7, 0, 7))
  );
}
