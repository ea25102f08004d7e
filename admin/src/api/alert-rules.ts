import { createRoute } from '@hono/zod-openapi';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import { MOST_ALERT_RULES, type StoredAlertRule } from '@crony/shared/store/store';
import {
  alertRuleAnswer,
  alertRuleInput,
  alertRulePage,
  alertRuleParams,
  alertRuleQuery,
  type AlertRuleInput,
} from '@crony/shared/wire/alert-rule';
import { toInstant } from '@crony/shared/wire/instant';
import { acting } from '../audit/acting.js';
import { audited, audits, type AuditNote } from '../audit/audited.js';
import { ApiError, invalidInput } from './api-error.js';
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
import { unknownChannels } from './channel-names.js';
import { allowedProjects, demand } from './demand.js';
import type { ApiDependencies } from './dependencies.js';
import { orderedPage } from './ordered-page.js';

const TAG = ['alerts'];
const PATH = `${API_PREFIX}/alert-rules`;

const list = createRoute({
  ...access('alerts:read'),
  method: 'get',
  path: PATH,
  operationId: 'listAlertRules',
  tags: TAG,
  summary: 'List the alert rules of projects and of the cluster, oldest first',
  description: 'Rules of single jobs stand in the jobs. What is watched for without any rule is not listed.',
  request: { query: alertRuleQuery },
  responses: { 200: jsonAnswer(alertRulePage, 'A page of rules.'), ...problems('alerts:read', 'invalid_input') },
});

const create = createRoute({
  ...access('alerts:write'),
  ...audits('alert_rule.create'),
  method: 'post',
  path: PATH,
  operationId: 'createAlertRule',
  tags: TAG,
  summary: 'Create an alert rule for a project or for the cluster',
  description:
    'Of several rules of one kind the nearest one counts: the job’s, then its project’s, then the cluster’s; a rule without channels is told to the channels of the next one.',
  request: { query: noQuery, body: jsonBody(alertRuleInput) },
  responses: {
    201: jsonAnswer(alertRuleAnswer, 'The rule.'),
    ...problems('alerts:write', ...BODY_PROBLEMS, 'project_not_found', 'alert_rule_exists', 'too_many_alert_rules'),
  },
});

const replace = createRoute({
  ...access('alerts:write'),
  ...audits('alert_rule.edit'),
  method: 'put',
  path: `${PATH}/{id}`,
  operationId: 'replaceAlertRule',
  tags: TAG,
  summary: 'Replace an alert rule',
  description: 'It stays where it is: project and kind cannot change.',
  request: { params: alertRuleParams, query: noQuery, body: jsonBody(alertRuleInput) },
  responses: {
    200: jsonAnswer(alertRuleAnswer, 'The rule as it is now.'),
    ...problems('alerts:write', ...BODY_PROBLEMS, 'alert_rule_not_found', 'project_not_found'),
  },
});

const remove = createRoute({
  ...access('alerts:write'),
  ...audits('alert_rule.delete'),
  method: 'delete',
  path: `${PATH}/{id}`,
  operationId: 'deleteAlertRule',
  tags: TAG,
  summary: 'Delete an alert rule',
  request: { params: alertRuleParams, query: noQuery },
  responses: {
    204: { description: 'It is gone.' },
    ...problems('alerts:write', 'invalid_input', 'alert_rule_not_found'),
  },
});

export function registerAlertRules(app: ApiApp): void {
  app.openapi(list, async (c) => {
    const { limit, cursor, project } = c.req.valid('query');
    const allowed = allowedProjects(c, 'alerts:read');
    const visible = (await c.var.api.store.alertRules.all()).filter(
      (rule) =>
        (project === undefined || rule.project === project) &&
        // What holds for all is not hidden from those whom it concerns.
        (rule.project === '' || allowed === undefined || allowed.includes(rule.project)),
    );
    const page = orderedPage(visible, { limit, cursor });
    return c.json({ items: page.items.map(view), nextCursor: page.nextCursor }, 200);
  });

  app.openapi(create, async (c) => {
    const { api } = c.var;
    const input = c.req.valid('json');
    demand(c, 'alerts:write', input.project, () => projectNotFound(input.project));
    await demandSound(input, api);
    const all = await api.store.alertRules.all();
    if (all.length >= MOST_ALERT_RULES) throw new ApiError('too_many_alert_rules', `There are ${all.length} rules.`);
    const twin = all.find(({ project, rule }) => project === (input.project ?? '') && rule.kind === input.rule.kind);
    if (twin) {
      const where = input.project === null ? 'The cluster' : `Project ${input.project}`;
      throw new ApiError(
        'alert_rule_exists',
        `${where} has a rule of the kind ${twin.rule.kind} already: ${twin.id}.`,
        {
          members: { existingId: twin.id },
        },
      );
    }
    const now = api.clock.now();
    const rule = toStored(input, uuidv7(api.clock), now, now);
    await audited(acting(c), async (store, note) => {
      await store.alertRules.create(rule);
      note({ ...noteOf('alert_rule.create', rule), after: view(rule) });
    });
    return c.json(view(rule), 201, { Location: `${PATH}/${rule.id}` });
  });

  app.openapi(replace, async (c) => {
    const { api } = c.var;
    const { id } = c.req.valid('param');
    const input = c.req.valid('json');
    const before = await api.store.alertRules.get(id);
    if (!before) throw ruleNotFound(id);
    demand(c, 'alerts:write', before.project || null, () => ruleNotFound(id));
    if ((input.project ?? '') !== before.project || input.rule.kind !== before.rule.kind) {
      const isKind = input.rule.kind !== before.rule.kind;
      throw invalidInput([
        {
          path: isKind ? 'rule.kind' : 'project',
          value: isKind ? input.rule.kind : input.project,
          rule: `must stay ${isKind ? before.rule.kind : before.project || 'null'}: delete this rule and create another`,
        },
      ]);
    }
    await demandSound(input, api);
    const rule = toStored(input, id, before.createdAt, api.clock.now());
    await audited(acting(c), async (store, note) => {
      if (!(await store.alertRules.update(rule))) throw ruleNotFound(id);
      note({ ...noteOf('alert_rule.edit', rule), before: view(before), after: view(rule) });
    });
    return c.json(view(rule), 200);
  });

  app.openapi(remove, async (c) => {
    const { store } = c.var.api;
    const { id } = c.req.valid('param');
    const rule = await store.alertRules.get(id);
    if (!rule) throw ruleNotFound(id);
    demand(c, 'alerts:write', rule.project || null, () => ruleNotFound(id));
    await audited(acting(c), async (inner, note) => {
      if (!(await inner.alertRules.remove(id))) throw ruleNotFound(id);
      note({ ...noteOf('alert_rule.delete', rule), before: view(rule) });
    });
    return c.body(null, 204);
  });
}

function noteOf(action: AuditNote['action'], { id, project, rule }: StoredAlertRule): AuditNote {
  return { action, project: project || null, subject: { type: 'alert_rule', id, name: rule.kind } };
}

async function demandSound(
  { project, channels, escalation }: AlertRuleInput,
  { store }: Pick<ApiDependencies, 'store'>,
): Promise<void> {
  if (project !== null && !(await store.projects.get(project))) throw projectNotFound(project);
  const errors = [
    ...(await unknownChannels(store, project, 'channels', channels)),
    ...(await unknownChannels(store, project, 'escalation.channels', escalation?.channels ?? [])),
  ];
  if (errors.length > 0) throw invalidInput(errors);
}

function toStored(
  { project, ...rest }: AlertRuleInput,
  id: string,
  createdAt: number,
  updatedAt: number,
): StoredAlertRule {
  return { id, project: project ?? '', ...rest, createdAt, updatedAt };
}

function view({ id, project, rule, channels, recovery, escalation, enabled, createdAt, updatedAt }: StoredAlertRule) {
  return {
    id,
    project: project === '' ? null : project,
    rule,
    channels,
    recovery,
    escalation,
    enabled,
    createdAt: toInstant(createdAt),
    updatedAt: toInstant(updatedAt),
  };
}

function ruleNotFound(id: string): ApiError {
  return new ApiError('alert_rule_not_found', `There is no alert rule ${id}.`);
}

/** Null: whoever may not write for the whole cluster. */
function projectNotFound(project: string | null): ApiError {
  if (project === null) return new ApiError('forbidden', 'A rule for the whole cluster needs a cluster administrator.');
  return new ApiError('project_not_found', `There is no project ${project}.`);
}
