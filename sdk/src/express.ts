/**
 * For Express and what shares its middleware. The signature covers the bytes as they came in, so this needs the raw
 * body: unread, as a buffer of `express.raw()`, or as `request.rawBody` where a parser's `verify` has kept it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BodyTooLarge, readRequest } from './http/read-request.js';
import { pathOf, serve, writeAnswer } from './http/serve.js';
import { refusal } from './receiver/answer.js';
import type { Receiver } from './receiver/create-receiver.js';

export interface ExpressRequest extends IncomingMessage {
  originalUrl?: string;
  body?: unknown;
  rawBody?: unknown;
}

export type ExpressHandler = (
  request: ExpressRequest,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** A body parser was mounted before the handler, and the bytes that were signed are gone. */
export class RawBodyGone extends Error {
  override name = 'RawBodyGone';
  readonly status = 500;

  constructor() {
    super(
      'the raw body is gone: a body parser ran before expressHandler(). Mount it before express.json(), ' +
        'or put express.raw({ type: () => true }) on its route, ' +
        'or keep the bytes with express.json({ verify: (req, _res, bytes) => { req.rawBody = bytes; } })',
    );
  }
}

export function expressHandler(receiver: Receiver): ExpressHandler {
  return (request, response, next) => {
    answer(receiver, request, response).catch(next);
  };
}

async function answer(receiver: Receiver, request: ExpressRequest, response: ServerResponse): Promise<void> {
  let body: Uint8Array;
  try {
    body = keptBody(request) ?? (await readRequest(request, receiver.maxBodyBytes));
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) throw error;
    response.setHeader('connection', 'close');
    return writeAnswer(response, refusal(413, 'body_too_large', error.message));
  }
  await serve(receiver, request, response, { path: pathOf(request.originalUrl ?? request.url), body });
}

/** Undefined when it is still to be read. Throws `RawBodyGone`. */
function keptBody(request: ExpressRequest): Uint8Array | undefined {
  if (request.rawBody instanceof Uint8Array) return request.rawBody;
  if (request.body instanceof Uint8Array) return request.body;
  if (!request.readableEnded && !request.readableDidRead) return undefined;
  if (request.headers['content-length'] === '0') return new Uint8Array();
  throw new RawBodyGone();
}
