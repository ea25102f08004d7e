import { createRoute, z } from '@hono/zod-openapi';
import { SESSION_COOKIE } from '../auth/authenticate.js';
import { access, problems, type ApiApp } from './api-route.js';

const PATH = '/openapi.json';

const read = createRoute({
  ...access('public'),
  method: 'get',
  path: PATH,
  operationId: 'getOpenApi',
  tags: ['health'],
  summary: 'This document',
  responses: {
    200: {
      description: 'OpenAPI 3.1, generated from the schemas that validate.',
      content: { 'application/json': { schema: z.looseObject({ openapi: z.string() }).openapi('OpenApiDocument') } },
    },
    ...problems('public'),
  },
});

const DESCRIPTION = `Scheduled callbacks across many services.

Times are ISO-8601 in UTC with milliseconds, durations are milliseconds in fields ending \`Ms\`. Unknown fields are
refused. Errors are \`application/problem+json\` with a stable \`code\`. Writes with a session cookie must come from the
hub's own origin. \`x-permission\` says what a route asks of its caller.`;

/** Registered last: it describes what is there. */
export function registerOpenApi(app: ApiApp, version: string): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearerAuth', { type: 'http', scheme: 'bearer' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'reportToken', {
    type: 'http',
    scheme: 'bearer',
    description: 'The `Crony-Report-Token` of the callback.',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'cookieAuth', {
    type: 'apiKey',
    in: 'cookie',
    name: SESSION_COOKIE,
  });
  let document: string | undefined;
  app.openapi(read, (c) => {
    document ??= JSON.stringify(
      app.getOpenAPI31Document({
        openapi: '3.1.0',
        info: {
          title: 'Crony',
          version,
          description: DESCRIPTION,
          license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
        },
        servers: [{ url: '/' }],
      }),
    );
    return c.body(document, 200, { 'content-type': 'application/json' }) as never; // written once, already a string
  });
}
