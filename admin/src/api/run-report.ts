import { createRoute, z } from '@hono/zod-openapi';
import { DAY_MS } from '@crony/shared/domain/durations';
import { isOpen } from '@crony/shared/domain/run';
import { reportAnswer, reportInput, type RunReport } from '@crony/shared/wire/report';
import { runParams } from '@crony/shared/wire/run';
import { applyReport } from '../runs/apply-report.js';
import { ApiError } from './api-error.js';
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
import { livingOwner } from './job-view.js';
import { reportedSpan } from '../trace.js';

/** Of what a node fired while the database was away, the row comes later. Nothing stays away for longer than this. */
const ROW_COMES_WITHIN_MS = 7 * DAY_MS;

const report = createRoute({
  ...access('public'),
  security: [{ reportToken: [] }],
  method: 'post',
  path: `${API_PREFIX}/runs/{id}/report`,
  operationId: 'reportRun',
  tags: ['runs'],
  summary: 'Report on a run that the service has accepted',
  description:
    'For services, with the `Crony-Report-Token` of the callback as bearer token. May be repeated; docs/protocol.md says more.',
  request: { params: runParams, query: noQuery, body: jsonBody(reportInput) },
  responses: {
    200: jsonAnswer(reportAnswer, 'How the run stands now.'),
    ...problems(
      'public',
      ...BODY_PROBLEMS,
      'report_token_invalid',
      'too_many_requests',
      'run_not_found',
      'run_not_recorded',
      'store_unavailable',
    ),
  },
});

export type OnReport = (status: RunReport['status'], applied: boolean) => void;

export function registerRunReport(app: ApiApp, onReport: OnReport = () => {}): void {
  // Before the body is looked at: strangers learn nothing from it.
  app.use(`${API_PREFIX}/runs/:id/report`, async function demandToken(c, next) {
    const [scheme, token, ...more] = (c.req.header('authorization') ?? '').split(/ +/);
    const isToken = scheme?.toLowerCase() === 'bearer' && token !== undefined && more.length === 0;
    if (c.req.method === 'POST' && (!isToken || !c.var.api.reportTokens.verify(token, c.req.param('id')))) {
      c.var.limits.admitStranger(c);
      throw new ApiError('report_token_invalid', 'Send the Crony-Report-Token of this run as Authorization: Bearer.', {
        headers: { 'www-authenticate': 'Bearer realm="crony-report"' },
      });
    }
    await next();
  });

  app.openapi(report, async (c) => {
    const { api } = c.var;
    const { id } = c.req.valid('param');
    const said = c.req.valid('json');
    const outcome = await applyReport(id, said, {
      store: api.store,
      clock: api.clock,
      random: Math.random,
      nodeFor: (job) => livingOwner(job, api),
      lookAtPending: (nodeId) => api.commands.lookAtPending(nodeId),
    });
    if (outcome === null) throw runMissing(id, api.clock.now());
    const { run, applied } = outcome;
    onReport(said.status, applied);
    const ended = applied && !isOpen(run.state) ? reportedSpan(run) : null;
    if (ended) api.spans?.add(ended);
    const cancelRequested = run.cancelRequestedAt !== null || run.state === 'cancelled';
    return c.json({ runId: id, status: run.state, applied, cancelRequested, attempt: run.attempt }, 200);
  });
}

/** The token is good, so the run was dispatched: what was fired without the database gets its row later. */
function runMissing(id: string, now: number): ApiError {
  const plannedAt = z.uuidv7().safeParse(id).success ? Number.parseInt(id.replace('-', '').slice(0, 12), 16) : 0;
  if (now - plannedAt > ROW_COMES_WITHIN_MS) return new ApiError('run_not_found', `There is no run ${id}.`);
  return new ApiError('run_not_recorded', `Run ${id} has no row yet; report again.`, {
    headers: { 'retry-after': '5' },
  });
}
