import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/queries';
import { may, maySomewhere, type Grants, type Permission } from './may';

const NOTHING: Grants = { role: 'user', allProjects: null, projects: [], permissions: [], leastRoles: {} };

/** Nothing is offered while nobody knows yet. */
export function useMay() {
  const grants = useQuery(sessionQuery).data ?? NOTHING;
  return {
    may: (permission: Permission, project?: string | null) => may(grants, permission, project),
    maySomewhere: (permission: Permission) => maySomewhere(grants, permission),
    isClusterAdmin: grants.role === 'admin',
  };
}
