import type { Client } from 'openapi-fetch';
import type { Clock } from '../clock.js';
import { isEndState } from '../report/report.js';
import { dataOf } from './api-problem.js';
import type { components, operations, paths } from './api-types.js';
import { everyItem } from './pages.js';

export type Run = components['schemas']['Run'];
export type RunDetail = components['schemas']['RunWithAttempts'];
export type RunOverrides = components['schemas']['RunOverrides'];
export type RunFilter = Omit<NonNullable<operations['listRuns']['parameters']['query']>, 'cursor'>;

export interface WaitOptions {
  /** Default: as long as it takes. */
  timeoutMs?: number;
  /** How often to look. Default: 500. */
  everyMs?: number;
  signal?: AbortSignal;
}

/** Refusals of the hub are thrown as `ApiProblem`. */
export interface Runs {
  get(id: string): Promise<RunDetail>;
  /** All that match, page by page. `limit` is the size of a page. */
  list(filter?: RunFilter): AsyncGenerator<Run, void>;
  cancel(id: string): Promise<Run>;
  /** The run at its end, however it ended. Rejects with `RunNotOver` when it has not ended in time. */
  wait(id: string, options?: WaitOptions): Promise<RunDetail>;
}

/** The run goes on; only the waiting is over. */
export class RunNotOver extends Error {
  override name = 'RunNotOver';
}

const DEFAULT_EVERY_MS = 500;

export function createRuns(api: Client<paths>, clock: Clock): Runs {
  const get = (id: string): Promise<RunDetail> => dataOf(api.GET('/api/v1/runs/{id}', { params: { path: { id } } }));
  return {
    get,
    list: (filter = {}) =>
      everyItem((cursor) =>
        dataOf(
          api.GET('/api/v1/runs', { params: { query: { ...filter, ...(cursor === undefined ? {} : { cursor }) } } }),
        ),
      ),
    cancel: (id) => dataOf(api.POST('/api/v1/runs/{id}/cancel', { params: { path: { id } } })),
    async wait(id, { timeoutMs = Infinity, everyMs = DEFAULT_EVERY_MS, signal } = {}) {
      const until = clock.now() + timeoutMs;
      for (;;) {
        signal?.throwIfAborted();
        const run = await get(id);
        if (isEndState(run.status)) return run;
        if (clock.now() >= until) throw new RunNotOver(`run ${id} is ${run.status} after ${timeoutMs} ms`);
        await clock.sleep(Math.min(everyMs, until - clock.now()), signal);
      }
    },
  };
}
