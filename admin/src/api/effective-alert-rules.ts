/** Which rule counts, of those that speak of one kind; what people ask before they add another. */
import { createRoute, type z } from '@hono/zod-openapi';
import { CLUSTER_ALERT_KINDS, type AlertKind } from '@crony/shared/domain/alert';
import { toJobRules } from '@crony/shared/domain/alert-rule';
import type { AlertSpec } from '@crony/shared/domain/job';
import type { StoredAlertRule } from '@crony/shared/store/store';
import { effectiveRulesAnswer, effectiveRulesQuery } from '@crony/shared/wire/effective-alert-rule';
import { effectiveRules } from '../alerts/rules/effective-rules.js';
import { ApiError } from './api-error.js';
import { access, API_PREFIX, jsonAnswer, problems, type ApiApp } from './api-route.js';
import { demand } from './demand.js';

type Item = z.output<typeof effectiveRulesAnswer>['items'][number];

const read = createRoute({
  ...access('alerts:read'),
  method: 'get',
  path: `${API_PREFIX}/alert-rules/effective`,
  operationId: 'getEffectiveAlertRules',
  tags: ['alerts'],
  summary: 'Tell which rules count for a job, or for the jobs of a project that say nothing themselves',
  request: { query: effectiveRulesQuery },
  responses: {
    200: jsonAnswer(effectiveRulesAnswer, 'One rule a kind; kinds that nobody asks for are left out.'),
    ...problems('alerts:read', 'invalid_input', 'job_not_found', 'project_not_found'),
  },
});

export function registerEffectiveAlertRules(app: ApiApp): void {
  app.openapi(read, async (c) => {
    const { store } = c.var.api;
    const { jobId, project: asked } = c.req.valid('query');
    const job = jobId === undefined ? null : await store.jobs.get(jobId);
    const hidden = (): ApiError =>
      jobId === undefined
        ? new ApiError('project_not_found', `There is no project ${asked}.`)
        : new ApiError('job_not_found', `There is no job ${jobId}.`);
    const project = job?.project ?? asked;
    if (project === undefined) throw hidden();
    demand(c, 'alerts:read', project, hidden);
    if (!job && !(await store.projects.get(project))) throw hidden();
    const items = itemsOf({ project, alerts: job?.alerts ?? NOTHING_ASKED }, await store.alertRules.all());
    return c.json({ project, items }, 200);
  });
}

const NOTHING_ASKED: AlertSpec = { channels: [], on: [] };

function itemsOf(of: { project: string; alerts: AlertSpec }, all: readonly StoredAlertRule[]): Item[] {
  const ownKinds = new Set<AlertKind>(toJobRules(of.alerts.on).map(({ kind }) => kind));
  const counting = [...effectiveRules(of, all)];
  // What is about the cluster is no project's concern.
  const concerning = counting.filter(([kind]) => !(CLUSTER_ALERT_KINDS as readonly AlertKind[]).includes(kind));
  return concerning.map(([kind, { rule, ruleId, channels, escalation, recovery }]) => {
    const stored = all.find(({ id }) => id === ruleId);
    const from = ownKinds.has(kind) ? 'job' : !stored ? 'default' : stored.project === '' ? 'cluster' : 'project';
    return { rule, ruleId, channels: [...channels], escalation, recovery, from };
  });
}
