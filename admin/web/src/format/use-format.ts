/** Numbers, instants and durations in the reader's language and time zone. */
import { useMemo } from 'react';
import { useLocale } from '../i18n/locale';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const VIEWER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export interface Format {
  number(value: number): string;
  percent(share: number): string;
  /** `28 Nov, 10:03:21`; the year where it is another one. */
  instant(iso: string | number, zone?: string): string;
  /** With milliseconds and zone, to be exact. */
  exact(iso: string | number, zone?: string): string;
  time(iso: string | number, zone?: string): string;
  day(iso: string | number, zone?: string): string;
  /** `in 3 minutes`, `2 hours ago`. */
  relative(iso: string | number, now: number): string;
  duration(ms: number): string;
  bytes(count: number): string;
}

export function useFormat(): Format {
  const { tag, messages } = useLocale();
  return useMemo(() => createFormat(tag, messages.units), [tag, messages]);
}

type Units = ReturnType<typeof useLocale>['messages']['units'];

function createFormat(tag: string, units: Units): Format {
  const memo = new Map<string, Intl.DateTimeFormat>();
  const dates = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
    const key = JSON.stringify(options);
    const known = memo.get(key) ?? new Intl.DateTimeFormat(tag, { hourCycle: 'h23', ...options });
    memo.set(key, known);
    return known;
  };
  const in_ = (zone: string | undefined) => (zone === undefined ? {} : { timeZone: zone });
  const number = new Intl.NumberFormat(tag);
  const fraction = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    instant(iso, zone) {
      const date = new Date(iso);
      const year = date.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' as const };
      return dates({ month: 'short', day: 'numeric', ...year, ...clock, ...in_(zone) }).format(date);
    },
    exact: (iso, zone) =>
      dates({
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        ...clock,
        fractionalSecondDigits: 3,
        timeZoneName: 'short',
        ...in_(zone),
      }).format(new Date(iso)),
    time: (iso, zone) => dates({ ...clock, ...in_(zone) }).format(new Date(iso)),
    day: (iso, zone) => dates({ weekday: 'short', month: 'short', day: 'numeric', ...in_(zone) }).format(new Date(iso)),
    relative(iso, now) {
      const ms = new Date(iso).getTime() - now;
      const size = Math.abs(ms);
      if (size < MINUTE) return relative.format(Math.trunc(ms / SECOND), 'second');
      if (size < HOUR) return relative.format(Math.trunc(ms / MINUTE), 'minute');
      if (size < 2 * DAY) return relative.format(Math.trunc(ms / HOUR), 'hour');
      return relative.format(Math.trunc(ms / DAY), 'day');
    },
    duration(ms) {
      const size = Math.abs(ms);
      if (size < SECOND) return units.milliseconds(fraction.format(Math.round(ms)));
      if (size < MINUTE) return units.seconds(fraction.format(ms / SECOND));
      if (size < HOUR) return units.minutes(...parts(ms, MINUTE, SECOND));
      if (size < DAY) return units.hours(...parts(ms, HOUR, MINUTE));
      return units.days(...parts(ms, DAY, HOUR));
    },
    bytes(count) {
      if (count < 1_024) return `${number.format(count)} B`;
      if (count < 1_024 ** 2) return `${fraction.format(count / 1_024)} KiB`;
      return `${fraction.format(count / 1_024 ** 2)} MiB`;
    },
  };
}

function parts(ms: number, large: number, little: number): [number, number] {
  const total = Math.round(ms / little);
  return [Math.trunc((total * little) / large), Math.abs(total % (large / little))];
}
