import type { IncomingMessage, ServerResponse } from 'node:http';
import { pathOf, serve } from './http/serve.js';
import type { Receiver } from './receiver/create-receiver.js';

/** The little of Fastify that is used here, so that its releases need not agree with this package's. */
interface Scope {
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(
    type: string,
    options: { parseAs: 'buffer'; bodyLimit?: number },
    parser: (request: unknown, body: Buffer, done: (error: null, body: Buffer) => void) => void,
  ): unknown;
  route(options: {
    method: string[];
    url: string;
    bodyLimit: number;
    handler: (request: FastifyDelivery, reply: FastifyAnswer) => unknown;
  }): unknown;
}

interface FastifyDelivery {
  raw: IncomingMessage;
  body?: unknown;
}

interface FastifyAnswer {
  raw: ServerResponse;
  hijack(): unknown;
}

export interface CronyPluginOptions {
  /** Where callbacks arrive, beneath the plugin's prefix. Default: `/`. */
  url?: string;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * `app.register(cronyPlugin(receiver), { prefix: '/crony' })`. In a scope of its own, because there bodies stay the
 * bytes that were signed while the rest of the application parses as before.
 */
export function cronyPlugin(receiver: Receiver) {
  return async (scope: Scope, options: CronyPluginOptions = {}): Promise<void> => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.route({
      method: METHODS,
      url: options.url ?? '/',
      bodyLimit: receiver.maxBodyBytes,
      handler: async (request, reply) => {
        reply.hijack();
        const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
        await serve(receiver, request.raw, reply.raw, { path: pathOf(request.raw.url), body });
      },
    });
  };
}
