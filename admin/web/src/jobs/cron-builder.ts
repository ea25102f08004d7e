/** The common shapes of cron expressions, as fields to fill in. */

export const FREQUENCIES = ['minutes', 'hourly', 'daily', 'weekly', 'monthly', 'custom'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

export interface CronShape {
  frequency: Frequency;
  /** Of `minutes`. */
  step: number;
  minute: number;
  hour: number;
  /** 0 is Sunday. */
  weekdays: number[];
  day: number;
}

const START: CronShape = { frequency: 'custom', step: 5, minute: 0, hour: 8, weekdays: [1, 2, 3, 4, 5], day: 1 };

const NUMBER = /^\d{1,2}$/;
const STEP = /^\*\/(\d{1,2})$/;

/** The shape that an expression has, `custom` where it is another one. */
export function shapeOf(cron: string): CronShape {
  let fields = cron.trim().split(/\s+/);
  if (fields.length === 6 && fields[0] === '0') fields = fields.slice(1);
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  if (fields.length !== 5 || month !== '*') return START;
  const m = Number(minute);
  const h = Number(hour);
  const step = STEP.exec(minute)?.[1];
  if (step !== undefined && hour === '*' && day === '*' && weekday === '*') {
    return { ...START, frequency: 'minutes', step: Number(step) };
  }
  if (!NUMBER.test(minute)) return START;
  if (hour === '*' && day === '*' && weekday === '*') return { ...START, frequency: 'hourly', minute: m };
  if (!NUMBER.test(hour)) return START;
  if (day === '*' && weekday === '*') return { ...START, frequency: 'daily', minute: m, hour: h };
  const weekdays = weekdaysOf(weekday);
  if (day === '*' && weekdays) return { ...START, frequency: 'weekly', minute: m, hour: h, weekdays };
  if (NUMBER.test(day) && weekday === '*')
    return { ...START, frequency: 'monthly', minute: m, hour: h, day: Number(day) };
  return START;
}

function weekdaysOf(field: string): number[] | null {
  const days: number[] = [];
  for (const part of field.split(',')) {
    const [from, to = from] = part.split('-');
    if (!/^[0-7]$/.test(from ?? '') || !/^[0-7]$/.test(to ?? '')) return null;
    for (let day = Number(from); day <= Number(to); day += 1) days.push(day % 7);
  }
  return days;
}

/** Null for `custom`: that is as somebody wrote it. */
export function cronOf({ frequency, step, minute, hour, weekdays, day }: CronShape): string | null {
  switch (frequency) {
    case 'minutes':
      return `*/${step} * * * *`;
    case 'hourly':
      return `${minute} * * * *`;
    case 'daily':
      return `${minute} ${hour} * * *`;
    case 'weekly':
      return `${minute} ${hour} * * ${[...weekdays].sort((a, b) => a - b).join(',') || '*'}`;
    case 'monthly':
      return `${minute} ${hour} ${day} * *`;
    case 'custom':
      return null;
  }
}
