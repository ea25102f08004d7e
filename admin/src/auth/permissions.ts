/** What a route asks of its caller, declared once at the route and shown in the OpenAPI document. */
export const PERMISSIONS = [
  /** No sign-in needed. */
  'public',
  /** Any signed-in caller, for what concerns the caller alone. */
  'session',
  'jobs:read',
  'jobs:write',
  'runs:read',
  'runs:write',
  'cluster:read',
  'cluster:write',
  'projects:read',
  'projects:write',
  'secrets:read',
  'secrets:write',
  'channels:read',
  'channels:write',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ['admin'] as const;
export type Role = (typeof ROLES)[number];

const GRANTED: Record<Role, readonly Permission[]> = { admin: PERMISSIONS };

/** Who is asking. */
export type Principal =
  | { kind: 'token'; name: string; role: Role; expiresAt: null }
  | { kind: 'user'; id: string; name: string; role: Role; expiresAt: number };

export function allows(principal: Principal, permission: Permission): boolean {
  return GRANTED[principal.role].includes(permission);
}
