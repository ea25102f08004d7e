import { z } from '@hono/zod-openapi';
import { grpcCallback } from './callback/grpc-callback.js';
import { httpCallback } from './callback/http-callback.js';
import { shellCallback } from './callback/shell-callback.js';

export { callbackHeaders } from './callback/http-callback.js';
export { templatedBody as callbackBody } from './callback/templated.js';

const TYPE_RULE = 'must be one of "http", "grpc", "shell"';

/** What an attempt does. */
export const callbackInput = z
  .discriminatedUnion('type', [httpCallback, grpcCallback, shellCallback], {
    // Without a known type zod looks at nothing else; whatever is wrong then is told of the type.
    error: (issue) => (issue.code === 'invalid_union' ? TYPE_RULE : undefined),
  })
  .openapi('CallbackInput');

/** As it was given: secrets stand in it by name only. */
export const callbackAnswer = callbackInput.openapi('Callback');
