/** What roles allow, by what the hub says of them in the session. The hub decides in the end. */
import type { Session } from '../api/client';

export const ROLES = ['viewer', 'operator', 'editor', 'admin'] as const;
export type ProjectRole = (typeof ROLES)[number];

export type ProjectPermission =
  | 'jobs:read'
  | 'runs:read'
  | 'projects:read'
  | 'members:read'
  | 'alerts:read'
  | 'channels:read'
  | 'jobs:operate'
  | 'runs:write'
  | 'alerts:acknowledge'
  | 'jobs:write'
  | 'alerts:write'
  | 'projects:write'
  | 'secrets:read'
  | 'secrets:write'
  | 'members:write'
  | 'channels:write'
  | 'audit:read';
export type ClusterPermission =
  | 'cluster:write'
  | 'projects:create'
  | 'settings:read'
  | 'targets:read'
  | 'targets:write'
  | 'users:read'
  | 'users:write';
export type Permission = ProjectPermission | ClusterPermission;

export type Grants = Pick<Session, 'role' | 'allProjects' | 'projects' | 'permissions' | 'leastRoles'>;

/** `project` null: with what belongs to the whole cluster; undefined: in any project. */
export function may(grants: Grants, permission: Permission, project?: string | null): boolean {
  const { allProjects, projects, permissions, leastRoles } = grants;
  if (grants.role === 'admin' || permissions.includes(permission)) return true;
  const least = leastRoles[permission];
  if (project === null || least === undefined) return false;
  const held = projects.filter(({ name }) => project === undefined || name === project).map((one) => one.role);
  return [allProjects, ...held].some((role) => role !== null && rank(role) >= rank(least));
}

export function rank(role: ProjectRole): number {
  return ROLES.indexOf(role);
}

/** Somewhere: whether a button that asks for the project later is worth showing. */
export function maySomewhere(grants: Grants, permission: Permission): boolean {
  return may(grants, permission);
}

/** Nobody has given a role yet: there is nothing to see but what is one's own. */
export function hasNoRole({ role, allProjects, projects }: Grants): boolean {
  return role !== 'admin' && allProjects === null && projects.length === 0;
}
