/**
 * The second half of a route's guard. `access('jobs:write')` asks, before the body is read, whether the caller may do
 * that in any project; only the handler knows in which one it is to be done, and must demand it there:
 *
 *     const job = await getJob(id, api);
 *     demand(c, 'jobs:write', job.project, () => jobNotFound(id));
 *
 * or, for a list, read no more than `allowedProjects(c, 'jobs:read')`. A route of a project's permission that answers
 * without having done either is a defect: the guard in api-route.ts answers 500 in its place, in tests as in production.
 */
import type { Context } from 'hono';
import { judge, projectsAllowing, type ProjectPermission } from '../auth/permissions.js';
import { ApiError } from './api-error.js';
import type { ApiEnv } from './api-route.js';

type Caller = Pick<Context<ApiEnv>, 'var'>;

/**
 * Throws unless the caller may do this in the project; null stands for what belongs to the whole cluster. What the
 * caller may not even read must look as if it were not there: that is what `hidden` says.
 */
export function demand(c: Caller, permission: ProjectPermission, project: string | null, hidden: () => ApiError): void {
  const error = objection(c, permission, project, hidden);
  if (error) throw error;
}

/** As `demand`, for requests in which each part stands for itself: null, or what speaks against it. */
export function objection(
  c: Caller,
  permission: ProjectPermission,
  project: string | null,
  hidden: () => ApiError,
): ApiError | null {
  c.var.demanded.add(permission);
  switch (judge(c.var.principal, permission, project)) {
    case 'allowed':
      return null;
    case 'hidden':
      return hidden();
    case 'forbidden':
      return new ApiError('forbidden', `This needs the permission ${permission} in project ${project}.`);
  }
}

/** The filter of a list: the projects where the caller may do this; undefined: all of them. */
export function allowedProjects(c: Caller, permission: ProjectPermission): readonly string[] | undefined {
  c.var.demanded.add(permission);
  return projectsAllowing(c.var.principal, permission);
}

/** The same, where the caller asks for one project: that one, if it is allowed; undefined: all projects. */
export function narrowedProjects(
  c: Caller,
  permission: ProjectPermission,
  project: string | undefined,
): readonly string[] | undefined {
  const allowed = allowedProjects(c, permission);
  return project === undefined ? allowed : (allowed ?? [project]).filter((name) => name === project);
}
