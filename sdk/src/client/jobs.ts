import type { Client } from 'openapi-fetch';
import { ApiProblem, dataOf } from './api-problem.js';
import type { components, operations, paths } from './api-types.js';
import { everyItem } from './pages.js';
import type { Run, RunOverrides } from './runs.js';
import { isAsDeclared } from './same-declaration.js';

export type Job = components['schemas']['Job'];
export type JobInput = components['schemas']['JobInput'];
export type JobPatch = components['schemas']['JobPatch'];
export type JobFilter = Omit<NonNullable<operations['listJobs']['parameters']['query']>, 'cursor'>;

/** Refusals of the hub are thrown as `ApiProblem`. */
export interface Jobs {
  create(input: JobInput): Promise<Job>;
  get(id: string): Promise<Job>;
  /** `version`: refuses the edit when somebody else was there first. */
  update(id: string, patch: JobPatch, options?: { version?: number }): Promise<Job>;
  delete(id: string): Promise<void>;
  /** All that match, page by page. `limit` is the size of a page. */
  list(filter?: JobFilter): AsyncGenerator<Job, void>;
  /**
   * Creates the job, or edits the one of that name in its project to be what is given. Fields that are not given stay as they
   * are, so that a job that somebody paused stays paused. Nothing is written when nothing differs.
   */
  ensure(input: JobInput): Promise<Job>;
  /** Now. A second call with the same `idempotencyKey` answers the first one's run. */
  run(id: string, options?: { overrides?: RunOverrides; idempotencyKey?: string }): Promise<Run>;
  pause(id: string): Promise<Job>;
  resume(id: string): Promise<Job>;
}

const JOB = '/api/v1/jobs/{id}';

export function createJobs(api: Client<paths>): Jobs {
  const at = (id: string) => ({ params: { path: { id } } });
  const create = (body: JobInput): Promise<Job> => dataOf(api.POST('/api/v1/jobs', { body }));
  const get = (id: string): Promise<Job> => dataOf(api.GET(JOB, at(id)));
  const update: Jobs['update'] = (id, body, { version } = {}) => {
    const header = version === undefined ? {} : { 'If-Match': `"${version}"` };
    return dataOf(api.PATCH(JOB, { params: { path: { id }, header }, body }));
  };

  return {
    create,
    get,
    update,
    async delete(id) {
      await dataOf(api.DELETE(JOB, at(id)));
    },
    list: (filter = {}) =>
      everyItem((cursor) =>
        dataOf(
          api.GET('/api/v1/jobs', { params: { query: { ...filter, ...(cursor === undefined ? {} : { cursor }) } } }),
        ),
      ),
    async ensure(input) {
      try {
        return await create(input);
      } catch (error) {
        const existingId = error instanceof ApiProblem ? error.problem.existingId : undefined;
        if (typeof existingId !== 'string') throw error;
        const job = await get(existingId);
        return isAsDeclared(job, input) ? job : await update(existingId, input);
      }
    },
    run: (id, { overrides, idempotencyKey } = {}) => {
      const header = idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey };
      return dataOf(
        api.POST('/api/v1/jobs/{id}/run', {
          params: { path: { id }, header },
          ...(overrides === undefined ? {} : { body: overrides }),
        }),
      );
    },
    pause: (id) => dataOf(api.POST('/api/v1/jobs/{id}/pause', at(id))),
    resume: (id) => dataOf(api.POST('/api/v1/jobs/{id}/resume', at(id))),
  };
}
