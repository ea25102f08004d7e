/** The dashboard speaks to the hub as anybody does: by the public API, typed by its own document. */
import createFetchClient from 'openapi-fetch';
import { ApiProblem } from '@crony/sdk/client';
import type { components, paths } from '@crony/sdk/client';

export type Schemas = components['schemas'];
export type Job = Schemas['Job'];
export type JobInput = Schemas['JobInput'];
export type Run = Schemas['Run'];
export type RunDetail = Schemas['RunWithAttempts'];
export type Attempt = Schemas['Attempt'];
export type RunStatus = Run['status'];
export type Node = Schemas['Node'];
export type Hub = Schemas['Hub'];
export type Session = Schemas['Session'];
export type Timeline = Schemas['Timeline'];
export type TimelineItem = Timeline['items'][number];
export type StatsHour = Schemas['StatsHour'];
export type Alert = Schemas['Alert'];
export type AlertDetail = Schemas['AlertWithNotifications'];
export type AlertKind = Alert['kind'];
export type AlertNotification = Schemas['AlertNotification'];
export type AlertRule = Schemas['AlertRule'];
export type AlertRuleRow = Schemas['AlertRuleRow'];
export type Silence = Schemas['Silence'];
export type Channel = Schemas['Channel'];
export type ChannelType = Channel['type'];
export type ScheduleInput = Schemas['ScheduleInput'];

export { ApiProblem };

const DEADLINE_MS = 30_000;

/** The hub did not answer, or did not in time; what a person can do is wait and look at the network. */
export class UnreachableError extends Error {
  override name = 'UnreachableError';
}

async function fetchInTime(request: Request): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(DEADLINE_MS)]) });
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new UnreachableError('the hub does not answer', { cause: error });
  }
}

export const api = createFetchClient<paths>({ baseUrl: window.location.origin, fetch: fetchInTime });

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data, or the hub's refusal thrown as `ApiProblem`. */
export async function dataOf<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (response.ok && error === undefined) return data as T;
  const problem = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
  throw new ApiProblem(response.status, problem);
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === 'unauthenticated';
}
