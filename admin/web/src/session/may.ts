/**
 * What the person who is signed in may do, by the roles in the session: what the hub would refuse is not offered. The hub
 * decides; this only spares people a refusal.
 */
const ROLES = ['viewer', 'operator', 'editor', 'admin'] as const;
type Role = (typeof ROLES)[number];

/** The least role in a project that gives the permission, as the hub has it; a test compares them. */
export const LEAST_ROLES = {
  'alerts:read': 'viewer',
  'channels:read': 'viewer',
  'alerts:acknowledge': 'operator',
  'alerts:write': 'editor',
  'channels:write': 'admin',
} as const satisfies Record<string, Role>;
export type ProjectPermission = keyof typeof LEAST_ROLES;

/** What a session says of it. */
export interface Grants {
  role: 'user' | 'admin';
  allProjects: Role | null;
  projects: readonly { name: string; role: Role | null }[];
}

/** `project` null: with what belongs to the whole cluster. */
export function may(grants: Grants, permission: ProjectPermission, project: string | null): boolean {
  if (grants.role === 'admin') return true;
  if (project === null) return false;
  const own = grants.projects.find(({ name }) => name === project)?.role;
  return [grants.allProjects, own].some((role) => reaches(role, permission));
}

/** Somewhere: whether a button that asks for the project later is worth showing. */
export function maySomewhere(grants: Grants, permission: ProjectPermission): boolean {
  const { role, allProjects, projects } = grants;
  return (
    role === 'admin' || [allProjects, ...projects.map((one) => one.role)].some((held) => reaches(held, permission))
  );
}

function reaches(role: Role | null | undefined, permission: ProjectPermission): boolean {
  return role != null && ROLES.indexOf(role) >= ROLES.indexOf(LEAST_ROLES[permission]);
}
