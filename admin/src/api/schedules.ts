import { createRoute } from '@hono/zod-openapi';
import { compileSchedule, nextTimes } from '@crony/shared/domain/schedule/compile-schedule';
import { toInstant } from '@crony/shared/wire/instant';
import { previewAnswer, previewInput } from '@crony/shared/wire/schedule';
import {
  access,
  API_PREFIX,
  BODY_PROBLEMS,
  jsonAnswer,
  jsonBody,
  noQuery,
  problems,
  type ApiApp,
} from './api-route.js';

const preview = createRoute({
  ...access('session'),
  method: 'post',
  path: `${API_PREFIX}/schedules/preview`,
  operationId: 'previewSchedule',
  tags: ['schedules'],
  summary: 'Show when a schedule would run',
  request: { query: noQuery, body: jsonBody(previewInput) },
  responses: { 200: jsonAnswer(previewAnswer, 'The planned times.'), ...problems('session', ...BODY_PROBLEMS) },
});

export function registerSchedules(app: ApiApp): void {
  app.openapi(preview, (c) => {
    const { schedule, after = c.var.api.clock.now(), count } = c.req.valid('json');
    return c.json({ nextRuns: nextTimes(compileSchedule(schedule), after, count).map(toInstant) }, 200);
  });
}
