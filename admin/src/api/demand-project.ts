import type { Context } from 'hono';
import type { Project } from '@crony/shared/store/store';
import type { ProjectPermission } from '../auth/permissions.js';
import { ApiError } from './api-error.js';
import type { ApiEnv } from './api-route.js';
import { demand } from './demand.js';

/** The project that the path names, if it is there and the caller may do this in it. */
export async function demandProject(
  c: Pick<Context<ApiEnv>, 'var'>,
  permission: ProjectPermission,
  name: string,
): Promise<Project> {
  const notFound = (): ApiError => new ApiError('project_not_found', `There is no project ${name}.`);
  demand(c, permission, name, notFound);
  const project = await c.var.api.store.projects.get(name);
  if (!project) throw notFound();
  return project;
}
