import type { RunAnswer, RunDetailAnswer } from '@crony/shared/wire/run';
import { withDeadline, type Clock } from '@crony/shared/runtime/clock';

export interface ApiOptions {
  url: string;
  token: string;
  clock: Clock;
}

const DEADLINE_MS = 10_000;
const PAGE_LIMIT = 1_000;

/** The little of the public API that the demo needs, used as anybody would use it. */
export class DemoApi {
  readonly #options: ApiOptions;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  createJob(job: Record<string, unknown>): Promise<{ id: string }> {
    return this.#call('POST', '/jobs', job);
  }

  pauseJob(id: string): Promise<unknown> {
    return this.#call('POST', `/jobs/${id}/pause`);
  }

  signingSecret(project: string): Promise<{ current: string; next: string | null }> {
    return this.#call('GET', `/projects/${project}/signing-secret`);
  }

  run(id: string): Promise<RunDetailAnswer> {
    return this.#call('GET', `/runs/${id}`);
  }

  /** All runs that the query matches, page by page. */
  async runs(query: Record<string, string>): Promise<RunAnswer[]> {
    const runs: RunAnswer[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const search = new URLSearchParams({ ...query, limit: String(PAGE_LIMIT), ...(cursor === '' ? {} : { cursor }) });
      const page: { items: RunAnswer[]; nextCursor: string | null } = await this.#call(
        'GET',
        `/runs?${search.toString()}`,
      );
      runs.push(...page.items);
      cursor = page.nextCursor;
    }
    return runs;
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { url, token, clock } = this.#options;
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const call = fetch(`${url}/api/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }); // prettier-ignore
    const response = await withDeadline(clock, DEADLINE_MS, `${method} ${path}`, call);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}
