import { generateSigningSecret } from '@crony/shared/domain/signature';
import { DEFAULT_PROJECT } from '@crony/shared/wire/job';
import type { ApiDependencies } from './dependencies.js';

type ProjectDependencies = Pick<ApiDependencies, 'store' | 'secretBox' | 'clock'>;

/** What a fresh table needs before it can take a job. Hubs that start together may all call it. */
export async function ensureDefaults(api: ProjectDependencies): Promise<void> {
  await createProject(DEFAULT_PROJECT, api);
}

/** Null when there is one of this name, which then stays as it was. */
export async function createProject(
  name: string,
  { store, secretBox, clock }: ProjectDependencies,
): Promise<{ name: string; createdAt: number } | null> {
  const createdAt = clock.now();
  const signingSecretCurrent = secretBox.seal(generateSigningSecret());
  const created = await store.projects.create({ name, signingSecretCurrent, signingSecretNext: null, createdAt });
  return created ? { name, createdAt } : null;
}
