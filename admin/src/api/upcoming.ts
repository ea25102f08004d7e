import { createRoute } from '@hono/zod-openapi';
import { compileSchedule } from '@crony/shared/domain/schedule/compile-schedule';
import { ScheduleError, type Schedule } from '@crony/shared/domain/schedule/schedule';
import { MINUTE_MS, SECOND_MS } from '@crony/shared/domain/durations';
import type { Job } from '@crony/shared/domain/job';
import { toInstant } from '@crony/shared/wire/instant';
import { MOST_UPCOMING_SHOWN, UPCOMING_BUCKETS, upcomingAnswer, upcomingQuery } from '@crony/shared/wire/upcoming';
import { access, API_PREFIX, jsonAnswer, problems, type ApiApp } from './api-route.js';
import { narrowedProjects } from './demand.js';
import type { ApiDependencies } from './dependencies.js';
import { PlannedLoad } from './planned-load.js';
import { keyOf, Remembered } from './remembered.js';

const BUCKET_MS = MINUTE_MS;
/** More are not looked at: it would keep the hub from its other work. */
const MOST_JOBS = 20_000;
const PAGE = 500;
const SCHEDULES_AT_ONCE = 50;
const LIFE_MS = 30 * SECOND_MS;
const MOST_PROJECTS = 64;
/** Planned times that pass while the answer is remembered are left out of it then. */
const KEPT = 4 * MOST_UPCOMING_SHOWN;

const read = createRoute({
  ...access('jobs:read'),
  method: 'get',
  path: `${API_PREFIX}/schedules/upcoming`,
  operationId: 'getUpcoming',
  tags: ['schedules'],
  summary: 'Show what fires next, and how much in each minute of the next 24 hours',
  description: `Looks at no more than ${MOST_JOBS} jobs. Answers may be some seconds old.`,
  request: { query: upcomingQuery },
  responses: { 200: jsonAnswer(upcomingAnswer, 'What is planned.'), ...problems('jobs:read', 'invalid_input') },
});

interface Looked {
  load: PlannedLoad<Pick<Job, 'id' | 'name' | 'project'>>;
  from: number;
  jobs: number;
  complete: boolean;
}

export function registerUpcoming(app: ApiApp): void {
  let looks: Remembered<Looked> | undefined;
  app.openapi(read, async (c) => {
    const { api } = c.var;
    const { project, limit } = c.req.valid('query');
    const projects = narrowedProjects(c, 'jobs:read', project);
    looks ??= new Remembered(api.clock, MOST_PROJECTS);
    const { load, from, jobs, complete } = await looks.get(keyOf(projects), LIFE_MS, () => look(projects, api));
    const now = api.clock.now();
    const items = load
      .soonest()
      .filter(({ at }) => at > now)
      .slice(0, limit)
      .map(({ job, at }) => ({ jobId: job.id, jobName: job.name, project: job.project, plannedAt: toInstant(at) }));
    return c.json({ items, from: toInstant(from), bucketMs: BUCKET_MS, planned: load.counts, jobs, complete }, 200);
  });
}

async function look(projects: readonly string[] | undefined, { store, clock }: ApiDependencies): Promise<Looked> {
  const now = clock.now();
  const from = Math.floor(now / BUCKET_MS) * BUCKET_MS;
  const groups = new Map<string, Group>();
  let jobs = 0;
  let complete = true;
  for (let cursor: string | undefined; ;) {
    const page = await store.jobs.list({ projects, enabled: true }, { limit: PAGE, cursor });
    for (const job of page.items) addTo(groups, job, now);
    jobs += page.items.length;
    if (page.nextCursor === null) break;
    if (jobs >= MOST_JOBS) {
      complete = false;
      break;
    }
    cursor = page.nextCursor;
    await clock.sleep(0); // leases are renewed by the same thread
  }
  const load: Looked['load'] = new PlannedLoad({ from, bucketMs: BUCKET_MS, buckets: UPCOMING_BUCKETS, keep: KEPT });
  let walked = 0;
  for (const { named, schedule, after } of groups.values()) {
    load.add(named, schedule, after);
    walked += 1;
    if (walked % SCHEDULES_AT_ONCE === 0) await clock.sleep(0);
  }
  return { load, from, jobs, complete };
}

/** Jobs that fire at the same times from now on. */
interface Group {
  schedule: Schedule;
  after: number;
  named: Pick<Job, 'id' | 'name' | 'project'>[];
}

function addTo(groups: Map<string, Group>, { id, name, project, schedule, effectiveFrom }: Job, now: number): void {
  const after = Math.max(now, effectiveFrom);
  const key = JSON.stringify([schedule, after]);
  const known = groups.get(key);
  if (known) {
    known.named.push({ id, name, project });
    return;
  }
  try {
    groups.set(key, { schedule: compileSchedule(schedule), after, named: [{ id, name, project }] });
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error; // of another release: it fires nowhere
  }
}
