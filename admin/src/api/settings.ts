/** What this installation is, for whoever keeps it. Nothing here writes: settings belong to the process. */
import { createRoute } from '@hono/zod-openapi';
import { settingsAnswer, toSettingAnswer } from '@crony/shared/wire/settings';
import { access, API_PREFIX, jsonAnswer, noQuery, problems, type ApiApp } from './api-route.js';

const read = createRoute({
  ...access('settings:read'),
  method: 'get',
  path: `${API_PREFIX}/settings`,
  operationId: 'getSettings',
  tags: ['cluster'],
  summary: 'Say what the hub that answers runs with',
  description: 'Without secrets; of those only whether they are set.',
  request: { query: noQuery },
  responses: { 200: jsonAnswer(settingsAnswer, 'The settings.'), ...problems('settings:read', 'invalid_input') },
});

export function registerSettings(app: ApiApp): void {
  app.openapi(read, (c) => {
    const { hubId, version, publicUrl, installation } = c.var.api;
    const { database, coordination, settings } = installation;
    const runtime = `Node.js ${process.version}`;
    const items = settings.map(toSettingAnswer);
    return c.json({ hubId, version, runtime, publicUrl, database, coordination, items }, 200);
  });
}
