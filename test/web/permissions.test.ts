import { expect, test } from 'vitest';
import { judge, LEAST_ROLES, permissionsOf, type Grants, type ProjectRole } from '@crony/admin/auth/permissions';
import { CLUSTER_PERMISSIONS, may, PROJECT_PERMISSIONS } from '../../admin/web/src/session/may.js';

const ROLES: readonly ProjectRole[] = ['viewer', 'operator', 'editor', 'admin'];

test('the dashboard knows the words of the hub', () => {
  expect([...PROJECT_PERMISSIONS].sort()).toEqual(Object.keys(LEAST_ROLES).sort());
  const ofAdministrators = permissionsOf({ role: 'admin' }).filter(
    (one) => !permissionsOf({ role: 'user' }).includes(one),
  );
  expect([...CLUSTER_PERMISSIONS].sort()).toEqual(ofAdministrators.sort());
});

test('the dashboard offers what the hub allows, and nothing else', () => {
  for (const permission of PROJECT_PERMISSIONS) {
    for (const role of ROLES) {
      const grants: Grants = { role: 'user', allProjects: null, projects: new Map([['pay', role]]) };
      const session = {
        role: 'user' as const,
        allProjects: null,
        projects: [{ name: 'pay', role }],
        permissions: permissionsOf(grants),
        leastRoles: LEAST_ROLES,
      };
      for (const project of ['pay', 'stock', null]) {
        const allowed = judge(grants, permission, project) === 'allowed';
        expect(may(session, permission, project), `${role}: ${permission} in ${project}`).toBe(allowed);
      }
    }
  }
});
