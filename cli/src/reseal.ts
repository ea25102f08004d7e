import type { SecretBox } from '@crony/shared/runtime/secret-box';
import { systemClock } from '@crony/shared/runtime/clock';
import { createLogger } from '@crony/shared/runtime/logger';
import type { Settings } from '@crony/shared/runtime/settings/settings';
import { openStore } from '@crony/shared/store/open-store';
import { StoreUnavailableError, type Project, type Store } from '@crony/shared/store/store';
import { explainDatabaseFailure } from './connect-database.js';
import { sealing } from './sealing.js';
import { StartupError, messageOf } from './startup.js';

const PROJECTS_AT_ONCE = 100;

/**
 * The second step of a change of `CRONY_SECRET`: first every hub and node is started with the new secret and the previous
 * one, then this is run, and then the previous one can be left out. May be run again, also while hubs and nodes work.
 */
export async function reseal(settings: Settings<'reseal'>, print: (line: string) => void): Promise<void> {
  const { databaseUrl: url, secret, secretPrevious, logLevel } = settings;
  const logger = createLogger(logLevel, { command: 'reseal' });
  const store = await openStore(url, { clock: systemClock, logger }).catch((error: unknown) => {
    const known = explainDatabaseFailure(error, url);
    if (known !== null) throw new StartupError(known, { cause: error });
    throw error instanceof StoreUnavailableError ? new StartupError(error.message, { cause: error }) : error;
  });
  try {
    const { secretBox } = sealing(secret, secretPrevious);
    const { resealed, current } = await resealAll(store, secretBox);
    print(`${resealed} secrets encrypted anew, ${current} were so already`);
  } finally {
    await store.close();
  }
}

async function resealAll(store: Store, box: SecretBox): Promise<{ resealed: number; current: number }> {
  const count = { resealed: 0, current: 0 };
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await store.projects.list({}, { limit: PROJECTS_AT_ONCE, ...(cursor ? { cursor } : {}) });
    for (const project of page.items) await resealProject(store, box, project, count);
    cursor = page.nextCursor;
  }
  return count;
}

async function resealProject(
  store: Store,
  box: SecretBox,
  project: Project,
  count: { resealed: number; current: number },
): Promise<void> {
  const anew = (sealed: string, what: string): string => {
    if (box.isCurrent(sealed)) {
      count.current += 1;
      return sealed;
    }
    try {
      const text = box.seal(box.open(sealed));
      count.resealed += 1;
      return text;
    } catch (error) {
      throw new StartupError(`${what} of project ${project.name} cannot be opened: ${messageOf(error)}`, {
        cause: error,
      });
    }
  };
  const { signingSecretCurrent, signingSecretNext } = project;
  const next = {
    signingSecretCurrent: anew(signingSecretCurrent, 'the signing secret'),
    signingSecretNext: signingSecretNext === null ? null : anew(signingSecretNext, 'the next signing secret'),
  };
  if (next.signingSecretCurrent !== signingSecretCurrent || next.signingSecretNext !== signingSecretNext) {
    if (!(await store.projects.replaceSigningSecrets(project, next))) {
      throw new StartupError(
        `the signing secrets of project ${project.name} were changed at this moment: run it again`,
      );
    }
  }
  for (const secret of await store.secrets.ofProject(project.name)) {
    const sealed = anew(secret.sealed, `the secret ${secret.name}`);
    if (sealed !== secret.sealed) await store.secrets.reseal(secret, sealed); // false: it has a new value, newly sealed
  }
}
