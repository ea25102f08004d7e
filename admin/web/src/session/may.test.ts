import { expect, test } from 'vitest';
import { may, maySomewhere } from './may';

const grants = {
  role: 'user' as const,
  allProjects: 'viewer' as const,
  projects: [{ name: 'pay', role: 'editor' as const }],
};

test('a role in a project gives what stands at or below it, and nothing of the cluster', () => {
  expect(may(grants, 'alerts:read', 'stock')).toBe(true);
  expect(may(grants, 'alerts:acknowledge', 'stock')).toBe(false);
  expect(may(grants, 'alerts:write', 'pay')).toBe(true);
  expect(may(grants, 'channels:write', 'pay')).toBe(false);
  expect(may(grants, 'alerts:read', null)).toBe(false);
  expect(maySomewhere(grants, 'alerts:write')).toBe(true);
  expect(maySomewhere(grants, 'channels:write')).toBe(false);
  expect(maySomewhere({ ...grants, allProjects: null, projects: [] }, 'alerts:read')).toBe(false);
});

test('a cluster administrator may do everything', () => {
  const admin = { role: 'admin' as const, allProjects: null, projects: [] };
  expect(may(admin, 'channels:write', null)).toBe(true);
  expect(maySomewhere(admin, 'channels:write')).toBe(true);
});
