/**
 * The secret that signs a project's callbacks, and its change in two steps: a next one signs beside the current one until
 * every service knows it, and then takes over.
 */
import { createRoute } from '@hono/zod-openapi';
import type { AuditAction } from '@crony/shared/domain/audit';
import { generateSigningSecret } from '@crony/shared/domain/signature';
import type { Project } from '@crony/shared/store/store';
import { projectParams, signingSecretAnswer } from '@crony/shared/wire/project';
import { acting, type ActingApi } from '../audit/acting.js';
import { audited, audits } from '../audit/audited.js';
import { ApiError } from './api-error.js';
import { access, API_PREFIX, jsonAnswer, noQuery, problems, type ApiApp } from './api-route.js';
import { demandProject } from './demand-project.js';
import type { ApiDependencies } from './dependencies.js';

const TAG = ['projects'];
const PATH = `${API_PREFIX}/projects/{name}/signing-secret`;
const request = { params: projectParams, query: noQuery };
const answer = jsonAnswer(signingSecretAnswer, 'The secrets, for the services that verify callbacks.');

const read = createRoute({
  ...access('secrets:read'),
  method: 'get',
  path: PATH,
  operationId: 'getSigningSecret',
  tags: TAG,
  summary: 'Read the secret that signs the callbacks of a project',
  request,
  responses: { 200: answer, ...problems('secrets:read', 'invalid_input', 'project_not_found') },
});

const next = createRoute({
  ...access('secrets:write'),
  ...audits('signing_secret.next'),
  method: 'post',
  path: `${PATH}/next`,
  operationId: 'createNextSigningSecret',
  tags: TAG,
  summary: 'Generate the next signing secret',
  description: 'Callbacks carry a signature by each from then on. A next one that is there already is replaced.',
  request,
  responses: { 200: answer, ...problems('secrets:write', 'invalid_input', 'project_not_found', 'write_conflict') },
});

const promote = createRoute({
  ...access('secrets:write'),
  ...audits('signing_secret.promote'),
  method: 'post',
  path: `${PATH}/promote`,
  operationId: 'promoteSigningSecret',
  tags: TAG,
  summary: 'Let the next signing secret take over',
  description: 'When every service verifies with it: the current one signs nothing any more.',
  request,
  responses: {
    200: answer,
    ...problems('secrets:write', 'invalid_input', 'project_not_found', 'no_next_secret', 'write_conflict'),
  },
});

export function registerSigningSecrets(app: ApiApp): void {
  app.openapi(read, async (c) => {
    const { api } = c.var;
    return c.json(view(await demandProject(c, 'secrets:read', c.req.valid('param').name), api), 200);
  });

  app.openapi(next, async (c) => {
    const api = acting(c);
    const project = await demandProject(c, 'secrets:write', c.req.valid('param').name);
    const changed = { signingSecretNext: api.secretBox.seal(generateSigningSecret()) };
    return c.json(await change('signing_secret.next', project, changed, api), 200);
  });

  app.openapi(promote, async (c) => {
    const project = await demandProject(c, 'secrets:write', c.req.valid('param').name);
    const { signingSecretNext } = project;
    if (signingSecretNext === null) {
      throw new ApiError('no_next_secret', `Project ${project.name} has no next signing secret.`);
    }
    const changed = { signingSecretCurrent: signingSecretNext, signingSecretNext: null };
    return c.json(await change('signing_secret.promote', project, changed, acting(c)), 200);
  });
}

async function change(action: AuditAction, project: Project, changed: Partial<Project>, api: ActingApi) {
  const after = { ...project, ...changed };
  const { signingSecretCurrent, signingSecretNext } = after;
  await audited(api, async (store, note) => {
    if (!(await store.projects.replaceSigningSecrets(project, { signingSecretCurrent, signingSecretNext }))) {
      throw new ApiError('write_conflict', `The secrets of project ${project.name} were changed by somebody else.`);
    }
    const { name } = project;
    const hasNext = (one: Project) => ({ hasNext: one.signingSecretNext !== null });
    const subject = { type: 'signing_secret', id: name, name };
    note({ action, project: name, subject, before: hasNext(project), after: hasNext(after) });
  });
  return view(after, api);
}

function view({ signingSecretCurrent, signingSecretNext }: Project, { secretBox }: ApiDependencies) {
  const next = signingSecretNext === null ? null : secretBox.open(signingSecretNext);
  return { current: secretBox.open(signingSecretCurrent), next };
}
