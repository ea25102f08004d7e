import { expect, test } from 'vitest';
import { hasNoRole, may, maySomewhere, type Grants } from './may';

const grants: Grants = {
  role: 'user',
  allProjects: null,
  projects: [
    { name: 'pay', role: 'editor' },
    { name: 'stock', role: 'viewer' },
  ],
  permissions: ['session', 'cluster:read'],
  leastRoles: { 'jobs:read': 'viewer', 'jobs:write': 'editor', 'members:write': 'admin' },
};

test('a role in a project gives what stands at or below it, there', () => {
  expect(may(grants, 'jobs:write', 'pay')).toBe(true);
  expect(may(grants, 'jobs:write', 'stock')).toBe(false);
  expect(may(grants, 'jobs:read', 'stock')).toBe(true);
  expect(may(grants, 'jobs:read', 'elsewhere')).toBe(false);
  expect(may(grants, 'jobs:read', null)).toBe(false);
  expect(maySomewhere(grants, 'jobs:write')).toBe(true);
  expect(maySomewhere(grants, 'members:write')).toBe(false);
});

test('a role in every project counts in each, and what belongs to the cluster is for its administrators', () => {
  expect(may({ ...grants, allProjects: 'viewer' }, 'jobs:read', 'elsewhere')).toBe(true);
  expect(may(grants, 'users:read')).toBe(false);
  expect(may({ ...grants, role: 'admin' }, 'users:read')).toBe(true);
  expect(may({ ...grants, role: 'admin' }, 'jobs:write', null)).toBe(true);
});

test('somebody without any role sees nothing', () => {
  expect(hasNoRole(grants)).toBe(false);
  expect(hasNoRole({ ...grants, projects: [] })).toBe(true);
  expect(hasNoRole({ ...grants, projects: [], role: 'admin' })).toBe(false);
});
