/** What an import says at its end: a table for people, or JSON. */
import type { Import, Verdict } from './imported-row.js';

const SHOWN_SOURCE = 200;

export function totalsOf({ rows }: Import): Record<Verdict, number> {
  const totals: Record<Verdict, number> = { translated: 0, changed: 0, refused: 0, setting: 0 };
  for (const { verdict } of rows) totals[verdict] += 1;
  return totals;
}

export function reportAsJson(done: Import): string {
  return JSON.stringify({ from: done.from, totals: totalsOf(done), remarks: done.remarks, rows: done.rows }, null, 2);
}

export function reportAsText(done: Import): string {
  const { rows, remarks } = done;
  const columns = [
    Math.max(...rows.map(({ where }) => where.length), 5),
    Math.max(...rows.map(({ verdict }) => verdict.length), 7),
    Math.max(...rows.map(({ job }) => job?.name.length ?? 0), 3),
  ];
  const cells = (where: string, verdict: string, job: string, rest: string): string =>
    `${[where, verdict, job].map((text, at) => text.padEnd(columns[at]!)).join('  ')}  ${rest}`.trimEnd();
  const indent = ' '.repeat(columns[0]! + 2);
  const totals = totalsOf(done);
  return [
    done.from,
    '',
    cells('WHERE', 'VERDICT', 'JOB', 'SCHEDULE'),
    ...rows.flatMap(({ where, verdict, job, source, notes }) => [
      cells(where, verdict, job?.name ?? '-', scheduleText(job?.schedule)),
      `${indent}${oneLine(source)}`,
      ...notes.map((note) => `${indent}- ${note}`),
    ]),
    '',
    ...remarks.flatMap((remark) => [`* ${remark}`]),
    '',
    `Jobs: ${totals.translated + totals.changed} (${totals.translated} translated, ${totals.changed} changed). ` +
      `Refused: ${totals.refused}. Settings: ${totals.setting}.`,
  ].join('\n');
}

function scheduleText(schedule: { cron?: string; everyMs?: number; timeZone?: string } | undefined): string {
  if (schedule === undefined) return '';
  const times = schedule.cron ?? (schedule.everyMs === undefined ? '' : `every ${schedule.everyMs / 1_000} s`);
  return `${times} (${schedule.timeZone ?? 'UTC'})`;
}

/** A terminal shows what it is given; control characters of a source shall not move its cursor. */
function oneLine(text: string): string {
  const line = text.replace(/\p{Cc}+/gu, ' ');
  return line.length <= SHOWN_SOURCE ? line : `${line.slice(0, SHOWN_SOURCE)}…`;
}
