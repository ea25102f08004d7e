/** What a user may do, and what is left of it to a token that acts in the user's name. */
import type { ApiToken, Membership, User } from '@crony/shared/store/store';
import { EVERYTHING, lowerRole, roleIn, type Grants, type ProjectRole } from './permissions.js';

export function userGrants({ role }: Pick<User, 'role'>, memberships: readonly Membership[]): Grants {
  if (role === 'admin') return EVERYTHING;
  return {
    role,
    allProjects: null,
    projects: new Map(memberships.map((one): [string, ProjectRole] => [one.project, one.role])),
  };
}

/**
 * Never more than its owner may do now: a token made by somebody who has been demoted since is worth as much less.
 */
export function tokenGrants({ role, project }: Pick<ApiToken, 'role' | 'project'>, owner: Grants): Grants {
  if (role === 'cluster_admin' && project === null && owner.role === 'admin') return EVERYTHING;
  const most: ProjectRole = role === 'cluster_admin' ? 'admin' : role;
  if (project !== null) {
    const held = roleIn(owner, project);
    const projects: [string, ProjectRole][] = held === null ? [] : [[project, lowerRole(held, most)]];
    return { role: 'user', allProjects: null, projects: new Map(projects) };
  }
  const everywhere = owner.role === 'admin' ? 'admin' : owner.allProjects;
  return {
    role: 'user',
    allProjects: everywhere === null ? null : lowerRole(everywhere, most),
    projects: new Map([...owner.projects].map(([name, held]): [string, ProjectRole] => [name, lowerRole(held, most)])),
  };
}
