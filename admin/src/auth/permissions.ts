/**
 * What a route asks of its caller, declared once at the route and shown in the OpenAPI document; and who has it.
 *
 * - A permission reaches either over the cluster, or over a project: then a role in that project gives it. What belongs
 *   to no project (a channel of the whole cluster, its audit) asks for the same permission of the cluster as a whole,
 *   which only a cluster administrator has.
 * - Reading is given to every role; a caller without any role in a project does not learn what it has.
 */
export const PROJECT_ROLES = ['viewer', 'operator', 'editor', 'admin'] as const;
export type ProjectRole = (typeof PROJECT_ROLES)[number];

export const CLUSTER_ROLES = ['user', 'admin'] as const;
export type ClusterRole = (typeof CLUSTER_ROLES)[number];

/** The least role in a project that gives the permission. */
const PROJECT_PERMISSIONS = {
  'jobs:read': 'viewer',
  'runs:read': 'viewer',
  'projects:read': 'viewer',
  'members:read': 'viewer',
  'alerts:read': 'viewer',
  'channels:read': 'viewer',
  /** To pause and to resume. */
  'jobs:operate': 'operator',
  /** To run, cancel, repeat and make up for. */
  'runs:write': 'operator',
  /** To acknowledge alerts and to silence them. */
  'alerts:acknowledge': 'operator',
  'jobs:write': 'editor',
  /** Rules that raise alerts. */
  'alerts:write': 'editor',
  /** The project's own settings. */
  'projects:write': 'admin',
  /** The signing secret; values of other secrets are shown to nobody. */
  'secrets:read': 'admin',
  'secrets:write': 'admin',
  'members:write': 'admin',
  'channels:write': 'admin',
  'audit:read': 'admin',
} as const satisfies Record<string, ProjectRole>;
export type ProjectPermission = keyof typeof PROJECT_PERMISSIONS;

/** Of the cluster; of a cluster administrator alone. */
const CLUSTER_PERMISSIONS = [
  'cluster:write',
  'projects:create',
  /** What the hubs run with. */
  'settings:read',
  'targets:read',
  'targets:write',
  'users:read',
  'users:write',
] as const;

/** Of everybody who is signed in. */
const OPEN_PERMISSIONS = [
  /** What concerns the caller alone, or nobody. */
  'session',
  /** Nodes, hubs, and how many there are. */
  'cluster:read',
  /** The caller's own API tokens, which can do no more than the caller. */
  'tokens:read',
  'tokens:write',
] as const;

export type Permission =
  'public' | (typeof OPEN_PERMISSIONS)[number] | (typeof CLUSTER_PERMISSIONS)[number] | ProjectPermission;

export const PERMISSIONS: readonly Permission[] = [
  /** No sign-in needed. */
  'public',
  ...OPEN_PERMISSIONS,
  ...CLUSTER_PERMISSIONS,
  ...(Object.keys(PROJECT_PERMISSIONS) as ProjectPermission[]),
];

/** What the caller may do, whoever it is. */
export interface Grants {
  role: ClusterRole;
  /** In every project, those to come included. */
  allProjects: ProjectRole | null;
  projects: ReadonlyMap<string, ProjectRole>;
}

/** Who is asking. */
export type Principal = Grants & {
  name: string;
  /** When what the caller has shown stops counting; null: never. */
  expiresAt: number | null;
} & (
    | { kind: 'user'; id: string; hasPassword: boolean; passwordGiven: boolean }
    /** Without an id: the bootstrap token of the hub's settings. */
    | { kind: 'token'; id: string | null; userId: string | null }
  );

export const EVERYTHING: Grants = { role: 'admin', allProjects: 'admin', projects: new Map() };

export function isOfProject(permission: Permission): permission is ProjectPermission {
  return permission in PROJECT_PERMISSIONS;
}

/** Null: none at all, and not even to look. */
export function roleIn({ role, allProjects, projects }: Grants, project: string): ProjectRole | null {
  if (role === 'admin') return 'admin';
  return higherRole(allProjects, projects.get(project) ?? null);
}

/** `forbidden`: what the caller may know of, and not do. `hidden`: what must look as if it were not there. */
export type Judgement = 'allowed' | 'forbidden' | 'hidden';

/** May the caller do this there? `project` null: with what belongs to the cluster as a whole. */
export function judge(caller: Grants, permission: ProjectPermission, project: string | null): Judgement {
  if (project === null) return caller.role === 'admin' ? 'allowed' : 'hidden';
  const role = roleIn(caller, project);
  if (role === null) return 'hidden';
  return rank(role) >= rank(PROJECT_PERMISSIONS[permission]) ? 'allowed' : 'forbidden';
}

/** May the caller do this anywhere? What a route asks before it looks at the request. */
export function allowsSomewhere(caller: Grants, permission: Permission): boolean {
  if (caller.role === 'admin' || permission === 'public') return true;
  if (!isOfProject(permission)) return (OPEN_PERMISSIONS as readonly Permission[]).includes(permission);
  const least = rank(PROJECT_PERMISSIONS[permission]);
  return [caller.allProjects, ...caller.projects.values()].some((role) => role !== null && rank(role) >= least);
}

/** What the caller may do whatever the project. */
export function permissionsOf({ role }: Pick<Grants, 'role'>): Permission[] {
  return [...OPEN_PERMISSIONS, ...(role === 'admin' ? CLUSTER_PERMISSIONS : [])];
}

/** The least role in a project for each permission there; for who shows people only what they may do. */
export const LEAST_ROLES: Readonly<Record<ProjectPermission, ProjectRole>> = PROJECT_PERMISSIONS;

/** The projects where the caller may do this; undefined: all of them. */
export function projectsAllowing(caller: Grants, permission: ProjectPermission): readonly string[] | undefined {
  const least = rank(PROJECT_PERMISSIONS[permission]);
  const { role, allProjects, projects } = caller;
  if (role === 'admin' || (allProjects !== null && rank(allProjects) >= least)) return undefined;
  return [...projects].filter(([, held]) => rank(held) >= least).map(([project]) => project);
}

export function rank(role: ProjectRole): number {
  return PROJECT_ROLES.indexOf(role);
}

export function lowerRole(a: ProjectRole, b: ProjectRole): ProjectRole {
  return rank(a) < rank(b) ? a : b;
}

function higherRole(a: ProjectRole | null, b: ProjectRole | null): ProjectRole | null {
  if (a === null || b === null) return a ?? b;
  return rank(a) > rank(b) ? a : b;
}
