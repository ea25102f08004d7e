import type { HttpPlan } from './http-request.js';

/** Of the body, which goes when a redirect makes a GET of the request (as Fetch has it). */
const BODY_HEADERS = new Set(['content-encoding', 'content-language', 'content-location', 'content-type']);

/** Why a redirect is not followed, as the end of a sentence. */
export class NotFollowed {
  constructor(readonly why: string) {}
}

/**
 * The request that a redirect asks for. Only within the same origin: signature, credentials and body are meant for
 * whom the job names. Query and body of the new request are the service's choice, as are all its URLs.
 */
export function followRedirect(
  plan: HttpPlan,
  statusCode: number,
  location: string | null,
  followed: number,
): HttpPlan | NotFollowed {
  if (plan.maxRedirects === 0) return new NotFollowed('redirects are not followed');
  const kind = KINDS[statusCode];
  if (kind === undefined) return new NotFollowed('this status names no place to go to');
  if (followed >= plan.maxRedirects) return new NotFollowed(`the job follows ${plan.maxRedirects} at most`);
  if (location === null) return new NotFollowed('there is nowhere to go');
  const url = URL.canParse(location, plan.origin + plan.path) ? new URL(location, plan.origin + plan.path) : null;
  if (url === null) return new NotFollowed('there is nowhere to go');
  if (url.origin !== plan.origin) return new NotFollowed('that is another origin');
  const path = url.pathname + url.search;
  const becomesGet =
    kind === 'see other' ? plan.method !== 'GET' && plan.method !== 'HEAD' : kind === 'moved' && plan.method === 'POST';
  return becomesGet
    ? { ...plan, path, method: 'GET', body: null, headers: withoutBody(plan.headers) }
    : { ...plan, path };
}

const KINDS: Record<number, 'moved' | 'see other' | 'same'> = {
  301: 'moved',
  302: 'moved',
  303: 'see other',
  307: 'same',
  308: 'same',
};

function withoutBody(headers: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    if (!BODY_HEADERS.has(headers[i]!.toLowerCase())) kept.push(headers[i]!, headers[i + 1]!);
  }
  return kept;
}
