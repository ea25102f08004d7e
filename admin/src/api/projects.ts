import { createRoute } from '@hono/zod-openapi';
import { toInstant } from '@crony/shared/wire/instant';
import type { Project } from '@crony/shared/store/store';
import {
  projectAnswer,
  projectInput,
  projectPage,
  projectParams,
  projectPatch,
  projectQuery,
} from '@crony/shared/wire/project';
import { toRetention, toRetentionAnswer } from '@crony/shared/wire/project-retention';
import { acting } from '../audit/acting.js';
import { audited, audits, type AuditNote } from '../audit/audited.js';
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
import { allowedProjects, demand } from './demand.js';
import { createProject } from './ensure-defaults.js';

const TAG = ['projects'];

const list = createRoute({
  ...access('projects:read'),
  method: 'get',
  path: `${API_PREFIX}/projects`,
  operationId: 'listProjects',
  tags: TAG,
  summary: 'List projects, by name',
  request: { query: projectQuery },
  responses: { 200: jsonAnswer(projectPage, 'A page of projects.'), ...problems('projects:read', 'invalid_input') },
});

const create = createRoute({
  ...access('projects:create'),
  ...audits('project.create'),
  method: 'post',
  path: `${API_PREFIX}/projects`,
  operationId: 'createProject',
  tags: TAG,
  summary: 'Create a project with a signing secret of its own',
  request: { query: noQuery, body: jsonBody(projectInput) },
  responses: {
    201: jsonAnswer(projectAnswer, 'The project.'),
    ...problems('projects:create', ...BODY_PROBLEMS, 'project_name_taken'),
  },
});

const read = createRoute({
  ...access('projects:read'),
  method: 'get',
  path: `${API_PREFIX}/projects/{name}`,
  operationId: 'getProject',
  tags: TAG,
  summary: 'Read a project',
  request: { params: projectParams, query: noQuery },
  responses: {
    200: jsonAnswer(projectAnswer, 'The project.'),
    ...problems('projects:read', 'invalid_input', 'project_not_found'),
  },
});

const edit = createRoute({
  ...access('projects:write'),
  ...audits('project.edit'),
  method: 'patch',
  path: `${API_PREFIX}/projects/{name}`,
  operationId: 'updateProject',
  tags: TAG,
  summary: 'Change settings of a project',
  request: { params: projectParams, query: noQuery, body: jsonBody(projectPatch) },
  responses: {
    200: jsonAnswer(projectAnswer, 'The project as it is now.'),
    ...problems('projects:write', ...BODY_PROBLEMS, 'project_not_found'),
  },
});

export function registerProjects(app: ApiApp): void {
  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const page = await c.var.api.store.projects.list({ names: allowedProjects(c, 'projects:read') }, { limit, cursor });
    return c.json({ items: page.items.map(view), nextCursor: page.nextCursor }, 200);
  });

  app.openapi(create, async (c) => {
    const { name } = c.req.valid('json');
    const { api } = c.var;
    const project = await audited(acting(c), async (store, note) => {
      const created = await createProject(name, { ...api, store });
      if (created) note({ ...noteOf('project.create', name), after: { name } });
      return created;
    });
    if (!project) throw new ApiError('project_name_taken', `There is a project named ${name} already.`);
    return c.json(view({ ...project, reportUrl: null, retention: null }), 201);
  });

  app.openapi(read, async (c) => {
    const { name } = c.req.valid('param');
    demand(c, 'projects:read', name, () => notFound(name));
    const project = await c.var.api.store.projects.get(name);
    if (project === null) throw notFound(name);
    return c.json(view(project), 200);
  });

  app.openapi(edit, async (c) => {
    const { name } = c.req.valid('param');
    demand(c, 'projects:write', name, () => notFound(name));
    const patch = c.req.valid('json');
    const project = await audited(acting(c), async (store, note) => {
      const before = await store.projects.get(name);
      if (!before) throw notFound(name);
      const after = { ...before };
      if (patch.retention !== undefined) {
        after.retention = toRetention(patch.retention);
        await store.projects.setRetention(name, after.retention);
      }
      if (patch.reportUrl !== undefined) {
        after.reportUrl = patch.reportUrl;
        await store.projects.update(name, { reportUrl: patch.reportUrl });
      }
      note({ ...noteOf('project.edit', name), before: view(before), after: view(after) });
      return after;
    });
    return c.json(view(project), 200);
  });
}

function noteOf(action: AuditNote['action'], name: string): AuditNote {
  return { action, project: name, subject: { type: 'project', id: name, name } };
}

function view({
  name,
  createdAt,
  reportUrl,
  retention,
}: Pick<Project, 'name' | 'createdAt' | 'reportUrl' | 'retention'>) {
  return { name, createdAt: toInstant(createdAt), reportUrl, retention: toRetentionAnswer(retention) };
}

function notFound(name: string): ApiError {
  return new ApiError('project_not_found', `There is no project ${name}.`);
}
