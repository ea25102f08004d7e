/** For whatever has the web's `Request` and `Response`: Hono, Next, Workers, Deno, Bun. Imports nothing of Node. */
import type { Receiver } from './receiver/create-receiver.js';
import { refusal, type Answer } from './receiver/answer.js';
import { readAtMost } from './receiver/read-at-most.js';

/** Workers end when the answer is out, unless they are told of what goes on. */
export interface ExecutionContext {
  waitUntil(work: Promise<unknown>): void;
}

export type FetchHandler = (request: Request, env?: unknown, context?: ExecutionContext) => Promise<Response>;

export interface FetchHandlerOptions {
  /** Where the framework keeps `waitUntil` elsewhere than in the third argument. */
  waitUntil?: (work: Promise<unknown>) => void;
}

export function fetchHandler(receiver: Receiver, options: FetchHandlerOptions = {}): FetchHandler {
  return async (request, _env, context) => {
    const body = await readAtMost(request.body, receiver.maxBodyBytes);
    if (body === null) {
      return toResponse(refusal(413, 'body_too_large', `the body is larger than ${receiver.maxBodyBytes} bytes`));
    }
    const answer = await receiver.receive({
      header: (name) => request.headers.get(name) ?? undefined,
      path: new URL(request.url).pathname,
      body,
      signal: request.signal,
    });
    if (answer.background !== undefined) {
      if (options.waitUntil !== undefined) options.waitUntil(answer.background);
      else if (typeof context?.waitUntil === 'function') context.waitUntil(answer.background);
    }
    return toResponse(answer);
  };
}

function toResponse({ status, headers, body }: Answer): Response {
  return new Response(body === '' ? null : body, { status, headers: { ...headers } });
}
