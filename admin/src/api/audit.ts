/** Who did what, from where, for whoever may know. Nothing here writes: rows come with what they tell of, and go by age. */
import type { Context } from 'hono';
import { createRoute, z } from '@hono/zod-openapi';
import type { AuditFilter } from '@crony/shared/store/store';
import { auditExportQuery, auditPage, auditQuery, toAuditAnswer } from '@crony/shared/wire/audit';
import { AUDIT_FILES, auditFile } from '../audit/export.js';
import { ApiError } from './api-error.js';
import { access, API_PREFIX, jsonAnswer, problems, type ApiApp, type ApiEnv } from './api-route.js';
import { allowedProjects } from './demand.js';
import { pulledStream } from './pulled-stream.js';

const TAG = ['audit'];
/** Each holds a connection and, at times, one of the database. */
const MOST_EXPORTS = 4;

const list = createRoute({
  ...access('audit:read'),
  method: 'get',
  path: `${API_PREFIX}/audit`,
  operationId: 'listAudit',
  tags: TAG,
  summary: 'List who did what, newest first',
  description: 'Of the projects that the caller administers; of the cluster, for its administrators.',
  request: { query: auditQuery },
  responses: { 200: jsonAnswer(auditPage, 'A page.'), ...problems('audit:read', 'invalid_input') },
});

const exported = createRoute({
  ...access('audit:read'),
  method: 'get',
  path: `${API_PREFIX}/audit/export`,
  operationId: 'exportAudit',
  tags: TAG,
  summary: 'The same as one file, newest first',
  request: { query: auditExportQuery },
  responses: {
    200: {
      description: 'A row a line. Cells that a spreadsheet would run begin with an apostrophe.',
      content: { 'application/x-ndjson': { schema: z.string() }, 'text/csv': { schema: z.string() } },
    },
    ...problems('audit:read', 'invalid_input'),
  },
});

export function registerAudit(app: ApiApp): void {
  let exports = 0;

  app.openapi(list, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid('query');
    const page = await c.var.api.store.audit.list(visible(c, filter), { limit, cursor });
    return c.json({ items: page.items.map(toAuditAnswer), nextCursor: page.nextCursor }, 200);
  });

  app.openapi(exported, (c) => {
    const { api } = c.var;
    const { format, ...filter } = c.req.valid('query');
    const wanted = visible(c, filter);
    if (exports >= MOST_EXPORTS) {
      throw new ApiError('too_many_requests', `${MOST_EXPORTS} exports are under way.`, {
        headers: { 'retry-after': '10' },
      });
    }
    exports += 1;
    const file = AUDIT_FILES[format];
    const body = pulledStream(auditFile(api.store.audit, wanted, file), api, (error) => {
      exports -= 1;
      if (error !== undefined) api.logger.warn({ err: error }, 'an export of the audit broke off');
    });
    const headers = {
      'content-type': file.contentType,
      'content-disposition': `attachment; filename="${file.fileName}"`,
    };
    return c.body(body, 200, headers); // a stream, whatever the format
  });
}

/** Only what the caller may see, whatever was asked for. */
function visible(c: Pick<Context<ApiEnv>, 'var'>, filter: AuditFilter): AuditFilter {
  return { ...filter, projects: allowedProjects(c, 'audit:read') };
}
