/** What roles allow, by what the hub says of them in the session. The hub decides in the end. */
export const ROLES = ['viewer', 'operator', 'editor', 'admin'] as const;
export type ProjectRole = (typeof ROLES)[number];

/** Those of the hub, which a test compares: the session says which role has them. */
export const PROJECT_PERMISSIONS = [
  'jobs:read',
  'runs:read',
  'projects:read',
  'members:read',
  'alerts:read',
  'channels:read',
  'jobs:operate',
  'runs:write',
  'alerts:acknowledge',
  'jobs:write',
  'alerts:write',
  'projects:write',
  'secrets:read',
  'secrets:write',
  'members:write',
  'channels:write',
  'audit:read',
] as const;
export type ProjectPermission = (typeof PROJECT_PERMISSIONS)[number];

export const CLUSTER_PERMISSIONS = [
  'cluster:write',
  'projects:create',
  'settings:read',
  'targets:read',
  'targets:write',
  'users:read',
  'users:write',
] as const;
export type ClusterPermission = (typeof CLUSTER_PERMISSIONS)[number];
export type Permission = ProjectPermission | ClusterPermission;

/** What a session says of it. */
export interface Grants {
  role: 'user' | 'admin';
  allProjects: ProjectRole | null;
  projects: readonly { name: string; role: ProjectRole }[];
  /** What the caller may do whatever the project. */
  permissions: readonly string[];
  /** By permission, the least role in a project that has it. */
  leastRoles: Readonly<Record<string, ProjectRole>>;
}

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
