import { createRoute } from '@hono/zod-openapi';
import { toInstant } from '@crony/shared/wire/instant';
import { projectAnswer, projectInput, projectPage, projectQuery } from '@crony/shared/wire/project';
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
import { allowedProjects } from './demand.js';
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

export function registerProjects(app: ApiApp): void {
  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const page = await c.var.api.store.projects.list({ names: allowedProjects(c, 'projects:read') }, { limit, cursor });
    const items = page.items.map(({ name, createdAt }) => ({ name, createdAt: toInstant(createdAt) }));
    return c.json({ items, nextCursor: page.nextCursor }, 200);
  });

  app.openapi(create, async (c) => {
    const { name } = c.req.valid('json');
    const project = await createProject(name, c.var.api);
    if (!project) throw new ApiError('project_name_taken', `There is a project named ${name} already.`);
    return c.json({ name, createdAt: toInstant(project.createdAt) }, 201);
  });
}
