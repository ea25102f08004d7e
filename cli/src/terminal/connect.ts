/** The hub that a command speaks to, and the words for what it answers. */
import { ApiProblem, createClient, type CronyClient } from '@crony/sdk/client';
import { CommandError, usageError, type Given, type Options, type Terminal } from './command.js';

export const DEFAULT_URL = 'http://127.0.0.1:8089';

export const CONNECTION: Options = {
  url: { value: 'url', help: `The hub. Default: CRONY_URL, or ${DEFAULT_URL}.` },
  token: { value: 'token', help: 'An API token; others can see it among the processes. Default: CRONY_API_TOKEN.' },
};

export const JSON_OUTPUT: Options = { json: { help: 'JSON for programs: one object a line.' } };

/** Each request of it ends in time, so that a hub which hangs does not hold up a build. */
const REQUEST_TIMEOUT_MS = 120_000;

export function connect(given: Given, { env, clock, interrupted }: Terminal): CronyClient {
  const url = given.text('url') ?? (env['CRONY_URL'] || DEFAULT_URL);
  const token = given.text('token') ?? env['CRONY_API_TOKEN'];
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw usageError(`the hub’s URL ${JSON.stringify(url)} must begin with http:// or https://`);
  if (!token) throw usageError('there is no token: set CRONY_API_TOKEN to an API token of the hub, or give --token');
  return createClient({
    url,
    token,
    clock,
    fetch: async (request) => {
      const ended = new AbortController();
      const timer = clock.setTimeout(
        () => ended.abort(new CommandError(`the hub at ${url} has not answered for ${REQUEST_TIMEOUT_MS / 1_000} s`)),
        REQUEST_TIMEOUT_MS,
      );
      try {
        const answer = await fetch(request, { signal: AbortSignal.any([ended.signal, interrupted, request.signal]) });
        // Read here, where the time is counted.
        const body = await answer.arrayBuffer();
        return new Response(body.byteLength === 0 ? null : body, answer);
      } catch (error) {
        if (error instanceof CommandError || interrupted.aborted) throw error;
        throw new CommandError(`the hub at ${url} cannot be reached: ${reasonOf(error)}`);
      } finally {
        timer.cancel();
      }
    },
  });
}

function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0]);
  if (cause instanceof Error) return cause.message || String((cause as { code?: unknown }).code);
  return error instanceof Error ? error.message : String(error);
}

/** In a sentence, without a stack; null: a defect. */
export function explainProblem(error: unknown): string | null {
  if (!(error instanceof ApiProblem)) return null;
  const { status, code } = error;
  if (status === 401) return 'the hub does not take this token: it is another’s, has expired or was revoked';
  return code === 'unreadable' ? `what answered is no hub of Crony (status ${status})` : `${error.message} (${code})`;
}
