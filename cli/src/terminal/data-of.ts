import { ApiProblem } from '@crony/sdk/client';

/** The data of an answer, or the refusal thrown. */
export async function dataOf<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answer;
  if (response.ok && error === undefined) return data as T;
  throw new ApiProblem(response.status, (error ?? {}) as Record<string, unknown>);
}
