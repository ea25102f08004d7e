import { createRoute } from '@hono/zod-openapi';
import type { StoredSecret } from '@crony/shared/store/store';
import { MOST_SECRETS } from '@crony/shared/store/store';
import { toInstant } from '@crony/shared/wire/instant';
import { projectParams } from '@crony/shared/wire/project';
import { secretAnswer, secretInput, secretList, secretParams } from '@crony/shared/wire/secret';
import { acting } from '../audit/acting.js';
import { audited, audits, type AuditNote } from '../audit/audited.js';
import { ApiError } from './api-error.js';
import { demand } from './demand.js';
import { demandProject } from './demand-project.js';
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

const TAG = ['projects'];
const PATH = `${API_PREFIX}/projects/{name}/secrets`;

const list = createRoute({
  ...access('projects:read'),
  method: 'get',
  path: PATH,
  operationId: 'listSecrets',
  tags: TAG,
  summary: 'List the secrets of a project, by name and without their values',
  request: { params: projectParams, query: noQuery },
  responses: {
    200: jsonAnswer(secretList, 'All of them.'),
    ...problems('projects:read', 'invalid_input', 'project_not_found'),
  },
});

const save = createRoute({
  ...access('secrets:write'),
  ...audits('secret.put'),
  method: 'put',
  path: `${PATH}/{secret}`,
  operationId: 'putSecret',
  tags: TAG,
  summary: 'Set a secret of a project',
  description: 'Jobs name it as `{{secrets.NAME}}`. Nodes use a new value within ten seconds.',
  request: { params: secretParams, query: noQuery, body: jsonBody(secretInput) },
  responses: {
    200: jsonAnswer(secretAnswer, 'The secret, without its value.'),
    ...problems('secrets:write', ...BODY_PROBLEMS, 'project_not_found', 'too_many_secrets'),
  },
});

const remove = createRoute({
  ...access('secrets:write'),
  ...audits('secret.delete'),
  method: 'delete',
  path: `${PATH}/{secret}`,
  operationId: 'deleteSecret',
  tags: TAG,
  summary: 'Delete a secret of a project',
  description: 'Jobs that name it fail from then on.',
  request: { params: secretParams, query: noQuery },
  responses: {
    204: { description: 'It is gone.' },
    ...problems('secrets:write', 'invalid_input', 'secret_not_found'),
  },
});

export function registerSecrets(app: ApiApp): void {
  app.openapi(list, async (c) => {
    const { store } = c.var.api;
    const { name } = c.req.valid('param');
    await demandProject(c, 'projects:read', name);
    return c.json({ items: (await store.secrets.ofProject(name)).map(view), nextCursor: null }, 200);
  });

  app.openapi(save, async (c) => {
    const { store, secretBox, clock } = c.var.api;
    const { name: project, secret: name } = c.req.valid('param');
    await demandProject(c, 'secrets:write', project);
    const known = await store.secrets.ofProject(project);
    const before = known.find((one) => one.name === name);
    if (!before && known.length >= MOST_SECRETS) {
      throw new ApiError('too_many_secrets', `Project ${project} has ${known.length} secrets.`);
    }
    const now = clock.now();
    const sealed = secretBox.seal(c.req.valid('json').value);
    const secret = { project, name, sealed, createdAt: before?.createdAt ?? now, updatedAt: now };
    await audited(acting(c), async (inner, note) => {
      await inner.secrets.save(secret);
      note({ ...noteOf('secret.put', project, name), before: before && view(before), after: view(secret) });
    });
    return c.json(view(secret), 200);
  });

  app.openapi(remove, async (c) => {
    const { name: project, secret: name } = c.req.valid('param');
    demand(c, 'secrets:write', project, () => secretNotFound(project, name));
    await audited(acting(c), async (store, note) => {
      if (!(await store.secrets.remove(project, name))) throw secretNotFound(project, name);
      note({ ...noteOf('secret.delete', project, name), before: { name } });
    });
    return c.body(null, 204);
  });
}

function noteOf(action: AuditNote['action'], project: string, name: string): AuditNote {
  return { action, project, subject: { type: 'secret', id: `${project}/${name}`, name } };
}

function view({ name, createdAt, updatedAt }: StoredSecret) {
  return { name, createdAt: toInstant(createdAt), updatedAt: toInstant(updatedAt) };
}

function secretNotFound(project: string, name: string): ApiError {
  return new ApiError('secret_not_found', `Project ${project} has no secret ${name}.`);
}
