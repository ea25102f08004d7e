import { createRoute } from '@hono/zod-openapi';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@crony/shared/domain/durations';
import type { JobHour } from '@crony/shared/store/store';
import { toInstant } from '@crony/shared/wire/instant';
import { LONGEST_HOURS_MS, statsHoursAnswer, statsHoursQuery, type StatsHour } from '@crony/shared/wire/stats-hours';
import { access, API_PREFIX, jsonAnswer, problems, type ApiApp } from './api-route.js';
import { demand, narrowedProjects } from './demand.js';
import type { ApiDependencies } from './dependencies.js';
import { getJob, jobNotFound } from './job-writer.js';
import { keyOf, Remembered } from './remembered.js';

/** Days of projects that are kept in mind. */
const MOST_DAYS = 1_024;
/** What is over changes only by late results and replays. */
const PAST_LIFE_MS = 10 * MINUTE_MS;
/** Of what is long over hardly anything changes, and a month is many days to add up. */
const LONG_OVER_MS = 3 * DAY_MS;
const LONG_PAST_LIFE_MS = 12 * HOUR_MS;
const PRESENT_LIFE_MS = 5 * SECOND_MS;
/** Runs may end long after their planned time, most within this. */
const SETTLED_AFTER_MS = 2 * HOUR_MS;

const read = createRoute({
  ...access('runs:read'),
  method: 'get',
  path: `${API_PREFIX}/stats/hours`,
  operationId: 'getStatsHours',
  tags: ['stats'],
  summary: 'Count runs that ended, hour by hour',
  description: 'Over all jobs, those of a project, or of one job. Answers may be a few seconds old.',
  request: { query: statsHoursQuery },
  responses: {
    200: jsonAnswer(statsHoursAnswer, 'The hours, oldest first.'),
    ...problems('runs:read', 'invalid_input', 'job_not_found'),
  },
});

export function registerStatsHours(app: ApiApp): void {
  let days: Remembered<JobHour[]> | undefined;
  app.openapi(read, async (c) => {
    const { api } = c.var;
    const { project, jobId, from, to } = c.req.valid('query');
    const projects = narrowedProjects(c, 'runs:read', project);
    if (jobId !== undefined) {
      const job = await getJob(jobId, api);
      demand(c, 'runs:read', job.project, () => jobNotFound(jobId));
      const hours = await api.store.counters.hours(jobId, { from, to }, LONGEST_HOURS_MS / HOUR_MS + 1);
      return c.json({ items: hours.map(view) }, 200);
    }
    days ??= new Remembered(api.clock, MOST_DAYS);
    const hours = await readByDay({ from, to }, projects, days, api);
    return c.json({ items: hours.map(view) }, 200);
  });
}

/** A day at a time: with many projects and nodes each is a sum over many rows, and those that are over need no second look. */
async function readByDay(
  { from, to }: { from: number; to: number },
  projects: readonly string[] | undefined,
  days: Remembered<JobHour[]>,
  { store, clock }: ApiDependencies,
): Promise<JobHour[]> {
  const hours: JobHour[] = [];
  const settledBefore = clock.now() - SETTLED_AFTER_MS;
  for (const part of parts(from, to, settledBefore)) {
    const life = lifeOf(part.to, clock.now());
    const key = `${part.from}-${part.to}/${keyOf(projects)}`;
    hours.push(...(await days.get(key, life, () => store.counters.series(part, projects))));
  }
  return hours.filter(({ hourAt }) => hourAt >= from && hourAt < to);
}

function lifeOf(end: number, now: number): number {
  if (end > now - SETTLED_AFTER_MS) return PRESENT_LIFE_MS;
  return end > now - LONG_OVER_MS ? PAST_LIFE_MS : LONG_PAST_LIFE_MS;
}

/** Whole days, cut where the past ends, so that the present is a short part. */
function parts(from: number, to: number, settledBefore: number): { from: number; to: number }[] {
  const cut = Math.floor(settledBefore / HOUR_MS) * HOUR_MS;
  const found: { from: number; to: number }[] = [];
  for (let day = Math.floor(from / DAY_MS) * DAY_MS; day < to; day += DAY_MS) {
    const end = day + DAY_MS;
    if (cut > day && cut < end) found.push({ from: day, to: cut }, { from: cut, to: end });
    else found.push({ from: day, to: end });
  }
  return found;
}

function view({ hourAt, ...counts }: JobHour): StatsHour {
  return { hourAt: toInstant(hourAt), ...counts };
}
