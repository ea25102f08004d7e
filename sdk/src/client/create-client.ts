import createFetchClient, { type Client } from 'openapi-fetch';
import { systemClock, type Clock } from '../clock.js';
import type { paths } from './api-types.js';
import { createJobs, type Jobs } from './jobs.js';
import { createRuns, type Runs } from './runs.js';

export interface ClientOptions {
  /** Of the hub, such as `https://crony.example`. */
  url: string;
  /** An API token. */
  token: string;
  fetch?: (request: Request) => Promise<Response>;
  clock?: Clock;
}

export interface CronyClient {
  readonly jobs: Jobs;
  readonly runs: Runs;
  /** Every route, typed; answers `{ data }` or `{ error }`. */
  readonly api: Client<paths>;
}

export function createClient({ url, token, fetch, clock = systemClock }: ClientOptions): CronyClient {
  if (!URL.canParse(url)) throw new TypeError(`createClient: url is no URL: ${JSON.stringify(url)}`);
  if (!token) throw new TypeError('createClient: token is empty; is the environment variable with it set?');
  const api = createFetchClient<paths>({
    baseUrl: url.replace(/\/+$/, ''),
    headers: { authorization: `Bearer ${token}` },
    ...(fetch === undefined ? {} : { fetch }),
  });
  return { api, jobs: createJobs(api), runs: createRuns(api, clock) };
}
