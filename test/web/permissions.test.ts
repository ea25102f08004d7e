import { expect, test } from 'vitest';
import { judge, type Grants, type ProjectRole } from '@crony/admin/auth/permissions';
import { LEAST_ROLES, may, type ProjectPermission } from '../../admin/web/src/session/may.js';

const ROLES: readonly ProjectRole[] = ['viewer', 'operator', 'editor', 'admin'];

test('the dashboard offers what the hub allows, and nothing else', () => {
  for (const permission of Object.keys(LEAST_ROLES) as ProjectPermission[]) {
    for (const role of ROLES) {
      const grants: Grants = { role: 'user', allProjects: null, projects: new Map([['pay', role]]) };
      const session = { role: 'user' as const, allProjects: null, projects: [{ name: 'pay', role }] };
      for (const project of ['pay', 'stock', null]) {
        const allowed = judge(grants, permission, project) === 'allowed';
        expect(may(session, permission, project), `${role}: ${permission} in ${project}`).toBe(allowed);
      }
    }
  }
});
