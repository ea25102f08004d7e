/** Which jobs of a project name which secret: the hub does not keep that, and the jobs say it. */
import type { Job } from '../api/client';

export interface JobName {
  id: string;
  name: string;
}
export type SecretUse = ReadonlyMap<string, readonly JobName[]>;

const REFERENCE = /\{\{\s*secrets\.([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g;

export function secretUseOf(jobs: readonly Pick<Job, 'id' | 'name' | 'callback'>[]): SecretUse {
  const use = new Map<string, JobName[]>();
  for (const { id, name, callback } of jobs) {
    for (const secret of secretsNamedBy(callback)) use.set(secret, [...(use.get(secret) ?? []), { id, name }]);
  }
  return use;
}

function secretsNamedBy(callback: Job['callback']): Set<string> {
  const inTemplates = [...JSON.stringify(callback).matchAll(REFERENCE)].map(([, secret]) => secret!);
  const listed = callback.type === 'shell' ? (callback.secrets ?? []) : [];
  return new Set([...inTemplates, ...listed]);
}
