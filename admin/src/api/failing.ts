import { createRoute } from '@hono/zod-openapi';
import { DAY_MS, SECOND_MS } from '@crony/shared/domain/durations';
import { RUN_STATES, type Run, type RunState } from '@crony/shared/domain/run';
import { failingAnswer, failingQuery, MOST_FAILING_SHOWN, type FailingAnswer } from '@crony/shared/wire/failing';
import { toInstant } from '@crony/shared/wire/instant';
import { access, API_PREFIX, jsonAnswer, problems, type ApiApp } from './api-route.js';
import { narrowedProjects } from './demand.js';
import type { ApiDependencies } from './dependencies.js';
import { keyOf, Remembered } from './remembered.js';

const LOOK_BACK_MS = DAY_MS;
const LIFE_MS = 3 * SECOND_MS;
const MOST_PROJECTS = 64;
/** Failures that are looked through for the jobs behind them. */
const MOST_FAILURES = 1_000;
/** Jobs whose newest run is looked up. */
const MOST_CANDIDATES = 300;

const FAILURES: readonly RunState[] = ['failed', 'timed_out', 'missed', 'lost'];
/** What says something of the job: a skipped or cancelled run proves neither health nor failure. */
const TELLING: readonly RunState[] = RUN_STATES.filter((state) => state === 'succeeded' || FAILURES.includes(state));

const read = createRoute({
  ...access('runs:read'),
  method: 'get',
  path: `${API_PREFIX}/stats/failing`,
  operationId: 'listFailingJobs',
  tags: ['stats'],
  summary: 'List the jobs that fail now',
  description: 'Of the last 24 hours; what has succeeded since is not among them. Answers may be a few seconds old.',
  request: { query: failingQuery },
  responses: { 200: jsonAnswer(failingAnswer, 'The jobs.'), ...problems('runs:read', 'invalid_input') },
});

export function registerFailing(app: ApiApp): void {
  let answers: Remembered<FailingAnswer> | undefined;
  app.openapi(read, async (c) => {
    const { api } = c.var;
    const { project } = c.req.valid('query');
    answers ??= new Remembered(api.clock, MOST_PROJECTS);
    const projects = narrowedProjects(c, 'runs:read', project);
    return c.json(await answers.get(keyOf(projects), LIFE_MS, () => findFailing(projects, api)), 200);
  });
}

async function findFailing(
  projects: readonly string[] | undefined,
  { store, clock }: ApiDependencies,
): Promise<FailingAnswer> {
  const filter = { projects, from: clock.now() - LOOK_BACK_MS, states: FAILURES };
  const failures = await store.runs.list(filter, { limit: MOST_FAILURES });
  const byJob = new Map<string, Run[]>();
  for (const run of failures.items) byJob.set(run.jobId, [...(byJob.get(run.jobId) ?? []), run]);
  const candidates = [...byJob].slice(0, MOST_CANDIDATES);
  const ids = candidates.map(([id]) => id);
  const [existing, newest] = await Promise.all([store.jobs.getMany(ids), store.runs.newest(ids, TELLING)]);
  const known = new Set(existing.map(({ id }) => id));
  const items = candidates.flatMap(([jobId, runs]) => {
    const last = newest.get(jobId);
    if (!last || !known.has(jobId) || !FAILURES.includes(last.state)) return [];
    // A newer failure may have come in between; the next look tells of it.
    return [view(jobId, runs, runs.find(({ id }) => id === last.runId) ?? runs[0]!)];
  });
  const complete =
    failures.nextCursor === null && candidates.length === byJob.size && items.length <= MOST_FAILING_SHOWN;
  return { items: items.slice(0, MOST_FAILING_SHOWN), complete };
}

/** `runs`: newest first. */
function view(jobId: string, runs: readonly Run[], last: Run): FailingAnswer['items'][number] {
  return {
    jobId,
    jobName: last.jobName,
    project: last.project,
    failures: runs.reduce((sum, { missedCount }) => sum + (missedCount ?? 1), 0),
    since: toInstant(runs.at(-1)!.plannedAt),
    lastRunId: last.id,
    lastStatus: last.state,
    lastPlannedAt: toInstant(last.plannedAt),
  };
}
