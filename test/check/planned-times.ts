/**
 * Which planned times a schedule has, by brute force: every second is asked. An own idea of it, and not Crony's; it knows
 * as much of cron as the workloads use.
 */
import type { ScheduleSpec } from '@crony/shared/domain/job';

const SECOND = 1_000;

/** After `from`, up to and with `to`; UTC. */
export function plannedTimes(schedule: ScheduleSpec, from: number, to: number): number[] {
  const { cron, everyMs, phaseMs = 0, at } = schedule;
  const found: number[] = [];
  if (at !== undefined) {
    if (at > from && at <= to) found.push(at);
  } else if (everyMs !== undefined) {
    for (let t = Math.floor((from - phaseMs) / everyMs) * everyMs + phaseMs; t <= to; t += everyMs) {
      if (t > from) found.push(t);
    }
  } else if (cron !== undefined) {
    const matches = cronMatcher(cron);
    for (let t = Math.floor(from / SECOND) * SECOND; t <= to; t += SECOND) {
      if (t > from && matches(new Date(t))) found.push(t);
    }
  }
  return found;
}

function cronMatcher(expression: string): (date: Date) => boolean {
  const fields = expression.split(' ');
  if (fields.length !== 6) throw new Error(`the checker reads cron of six fields only, and not: ${expression}`);
  const readers: ((date: Date) => number)[] = [
    (date) => date.getUTCSeconds(),
    (date) => date.getUTCMinutes(),
    (date) => date.getUTCHours(),
    (date) => date.getUTCDate(),
    (date) => date.getUTCMonth() + 1,
    (date) => date.getUTCDay(),
  ];
  const tests = fields.map(fieldMatcher);
  return (date) => tests.every((test, i) => test(readers[i]!(date)));
}

function fieldMatcher(field: string): (value: number) => boolean {
  const parts = field.split(',').map((part) => {
    const step = /^(?:\*|(\d+)-(\d+))\/(\d+)$/.exec(part);
    if (part === '*') return () => true;
    if (step) {
      const [, low = '0', high = '59', every] = step;
      return (value: number) => value >= +low && value <= +high && (value - +low) % +every! === 0;
    }
    const range = /^(\d+)-(\d+)$/.exec(part);
    if (range) return (value: number) => value >= +range[1]! && value <= +range[2]!;
    if (!/^\d+$/.test(part)) throw new Error(`the checker does not read this part of cron: ${part}`);
    return (value: number) => value === +part;
  });
  return (value) => parts.some((test) => test(value));
}
