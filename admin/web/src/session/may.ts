/** What the person who is signed in may do, so that pages offer only that. The hub decides in the end. */
import { useQuery } from '@tanstack/react-query';
import type { Session } from '../api/client';
import { sessionQuery } from '../api/queries';

const ROLES = ['viewer', 'operator', 'editor', 'admin'] as const;
type Role = (typeof ROLES)[number];

/** The least role in a project for it, as the hub has it (admin/src/auth/permissions.ts). */
const OF_PROJECTS = {
  'jobs:operate': 'operator',
  'runs:write': 'operator',
  'jobs:write': 'editor',
} as const satisfies Record<string, Role>;
type ProjectPermission = keyof typeof OF_PROJECTS;
/** Of cluster administrators alone. */
type ClusterPermission = 'cluster:write' | 'targets:read' | 'targets:write';
export type Permission = ProjectPermission | ClusterPermission;

/** `project` undefined: in any. */
export function may(session: Session, permission: Permission, project?: string): boolean {
  if (session.role === 'admin') return true;
  if (!(permission in OF_PROJECTS)) return false;
  const least = ROLES.indexOf(OF_PROJECTS[permission as ProjectPermission]);
  const held = [
    session.allProjects,
    ...session.projects.filter(({ name }) => project === undefined || name === project).map(({ role }) => role),
  ];
  return held.some((role) => role !== null && ROLES.indexOf(role) >= least);
}

/** The page's own question; nothing is offered while nobody knows yet. */
export function useMay(): (permission: Permission, project?: string) => boolean {
  const { data: session } = useQuery(sessionQuery);
  return (permission, project) => session !== undefined && may(session, permission, project);
}
