/** What is on record of who did what. */
export const AUDIT_ACTOR_KINDS = ['user', 'token', 'anonymous', 'system'] as const;
/** `anonymous`: whoever tried to sign in. `system`: Crony by itself, as when a pause comes to its end. */
export type AuditActorKind = (typeof AUDIT_ACTOR_KINDS)[number];

/** `<subject>.<verb>`. A row keeps its word for ever: add, and never rename. */
export const AUDIT_ACTIONS = [
  'api_token.create',
  'api_token.revoke',
  'backfill.cancel',
  'backfill.create',
  'job.create',
  'job.delete',
  'job.edit',
  'job.pause',
  'job.restore',
  'job.resume',
  'member.delete',
  'member.put',
  'node.edit',
  'project.create',
  'project.edit',
  'run.cancel',
  'run.create',
  'run.rerun',
  'secret.delete',
  'secret.put',
  'session.refuse',
  'session.sign_in',
  'session.sign_out',
  'signing_secret.next',
  'signing_secret.promote',
  'target.delete',
  'target.put',
  'user.create',
  'user.delete',
  'user.edit',
  'user.link',
  'user.password',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];
