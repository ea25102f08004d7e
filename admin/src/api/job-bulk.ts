import { createRoute } from '@hono/zod-openapi';
import type { JobSpec } from '@crony/shared/domain/job';
import type { Clock } from '@crony/shared/runtime/clock';
import { fieldErrors } from '@crony/shared/wire/field-errors';
import { bulkAnswer, bulkInput, jobInput, MAX_BULK_ITEMS, type BulkResult } from '@crony/shared/wire/job';
import { acting, type ActingApi } from '../audit/acting.js';
import { audits } from '../audit/audited.js';
import { ApiError, invalidInput } from './api-error.js';
import {
  access,
  API_PREFIX,
  BODY_PROBLEMS,
  jsonAnswer,
  jsonBody,
  noQuery,
  problems,
  type ApiApp,
} from './api-route.js';
import { allowedProjects, objection } from './demand.js';
import { KnownProjects, unknownProject } from './job-rules.js';
import { viewJob } from './job-view.js';
import { createJobs } from './job-writer.js';
import { toApiError, toProblem } from './problem-response.js';

const MAX_BULK_BYTES = 16 * 1_024 * 1_024;
/** Between two chunks everything else gets its turn: leases are renewed by the same thread. */
const CHUNK_ITEMS = 500;
const LANES = 2;

const bulk = createRoute({
  ...access('jobs:write', MAX_BULK_BYTES),
  ...audits('job.create'),
  method: 'post',
  path: `${API_PREFIX}/jobs/bulk`,
  operationId: 'createJobs',
  tags: ['jobs'],
  summary: `Create up to ${MAX_BULK_ITEMS} jobs`,
  description: `Each item stands for itself: some may be created while others are refused. At most ${MAX_BULK_BYTES} bytes.`,
  request: { query: noQuery, body: jsonBody(bulkInput) },
  responses: {
    200: jsonAnswer(bulkAnswer, 'A result for each item, in their order.'),
    ...problems('jobs:write', ...BODY_PROBLEMS),
  },
});

export function registerJobBulk(app: ApiApp): void {
  app.openapi(bulk, async (c) => {
    const api = acting(c);
    const { items } = c.req.valid('json');
    const projects = new KnownProjects(api.store);
    const object = (spec: JobSpec): ApiError | null =>
      objection(c, 'jobs:write', spec.project, () => unknownProject(spec));
    allowedProjects(c, 'jobs:write'); // each item is asked about for itself; there may be none that can be read
    const changed: string[] = [];
    const quietly: ActingApi = { ...api, changes: { jobsChanged: (ids) => void changed.push(...ids) } };
    const createFrom = (start: number): Promise<BulkResult[]> =>
      createChunk(items.slice(start, start + CHUNK_ITEMS), object, projects, quietly, start > 0);
    try {
      return c.json({ items: await inChunks(items, createFrom, api.clock) }, 200);
    } finally {
      // All at once: a leader that hands out the first ones meanwhile would take half of the machine from the rest.
      if (changed.length > 0) api.changes.jobsChanged(changed);
    }
  });
}

/** The results of all chunks, in their order. Two are under way at once: while one is written the next is prepared. */
async function inChunks(
  items: readonly unknown[],
  createFrom: (start: number) => Promise<BulkResult[]>,
  clock: Pick<Clock, 'sleep'>,
): Promise<BulkResult[]> {
  const results = [await createFrom(0)]; // alone, because it may fail as a whole
  let next = CHUNK_ITEMS;
  const lane = async (): Promise<void> => {
    for (let start = next; start < items.length; start = next) {
      next = start + CHUNK_ITEMS;
      await clock.sleep(0);
      results[start / CHUNK_ITEMS] = await createFrom(start);
    }
  };
  // Of equal names the first becomes the job, which only an order can tell.
  await Promise.all(Array.from({ length: haveEqualNames(items) ? 1 : LANES }, lane));
  return results.flat();
}

/** Of what has not been checked yet; spaces around a name are no part of it. */
function haveEqualNames(items: readonly unknown[]): boolean {
  const names = items.flatMap((item) => {
    const name = (item as { name?: unknown } | null)?.name;
    return typeof name === 'string' ? [name.trim()] : [];
  });
  return new Set(names).size < names.length;
}

async function createChunk(
  items: readonly unknown[],
  object: (spec: JobSpec) => ApiError | null,
  projects: KnownProjects,
  api: ActingApi,
  someAreWritten: boolean,
): Promise<BulkResult[]> {
  const read = items.map((item) => {
    const spec = readItem(item);
    return spec instanceof ApiError ? spec : (object(spec) ?? spec);
  });
  const specs = read.filter((item): item is JobSpec => !(item instanceof ApiError));
  let outcomes: Awaited<ReturnType<typeof createJobs>>;
  try {
    outcomes = await createJobs(specs, projects, api);
  } catch (error) {
    // Once jobs are written the answer must name them, whatever becomes of the rest.
    if (!someAreWritten) throw error;
    const request = { method: 'POST', path: `${API_PREFIX}/jobs/bulk`, cursor: undefined };
    const failure = toApiError(error, request, api.logger);
    outcomes = specs.map(() => failure);
  }
  let next = 0;
  return read.map((item) => {
    const outcome = item instanceof ApiError ? item : outcomes[next++]!;
    if (!(outcome instanceof ApiError)) return { status: 201, job: viewJob(outcome, api) };
    const problem = toProblem(outcome);
    return { status: problem.status, problem };
  });
}

function readItem(item: unknown): JobSpec | ApiError {
  const read = jobInput.safeParse(item);
  return read.success ? read.data : invalidInput(fieldErrors(read.error.issues, item));
}
