import type { components } from './api-types.js';

export type FieldError = components['schemas']['FieldError'];

/** A refusal of the hub (RFC 9457). */
export class ApiProblem extends Error {
  override name = 'ApiProblem';
  readonly status: number;
  /** Stable; what a caller branches on. `unreadable` where the answer is no problem of a hub, but of something between. */
  readonly code: string;
  /** What is wrong with each field of the request. */
  readonly errors: readonly FieldError[];
  /** The whole problem, with members of its code such as `existingId`. */
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    const { code, detail, title, errors } = problem;
    const list = Array.isArray(errors) ? (errors as FieldError[]) : [];
    const fields = list.map(({ path, rule }) => `${path} ${rule}`).join('; ');
    const what = textOf(detail) ?? textOf(title) ?? `the hub answered ${status}`;
    super(fields === '' ? what : `${what} (${fields})`);
    this.status = status;
    this.code = textOf(code) ?? 'unreadable';
    this.errors = list;
    this.problem = problem;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** What openapi-fetch gives: the data, or an `ApiProblem` thrown. */
export async function dataOf<T>(
  answer: Promise<{ data?: T; error?: unknown; response: { status: number; ok: boolean } }>,
): Promise<T> {
  const { data, error, response } = await answer;
  if (response.ok && error === undefined) return data as T;
  const problem = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
  throw new ApiProblem(response.status, problem);
}
