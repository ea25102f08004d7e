import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/queries';
import { may, maySomewhere, type Grants, type ProjectPermission } from './may';

const NOTHING: Grants = { role: 'user', allProjects: null, projects: [] };

export function useMay() {
  const grants = useQuery(sessionQuery).data ?? NOTHING;
  return {
    may: (permission: ProjectPermission, project: string | null) => may(grants, permission, project),
    maySomewhere: (permission: ProjectPermission) => maySomewhere(grants, permission),
    isClusterAdmin: grants.role === 'admin',
  };
}
