import type { SecretBox } from '@crony/shared/runtime/secret-box';
import { systemClock } from '@crony/shared/runtime/clock';
import { createLogger } from '@crony/shared/runtime/logger';
import type { Settings } from '@crony/shared/runtime/settings/settings';
import { openStore } from '@crony/shared/store/open-store';
import {
  StoreUnavailableError,
  type Page,
  type PageRequest,
  type Project,
  type Store,
  type StoredChannel,
} from '@crony/shared/store/store';
import { explainDatabaseFailure } from './connect-database.js';
import { sealing } from './sealing.js';
import { readDatabaseTls } from './tls-files.js';
import { StartupError, messageOf } from './startup.js';

const ROWS_AT_ONCE = 100;

/**
 * The second step of a change of `CRONY_SECRET`: first every hub and node is started with the new secret and the previous
 * one, then this is run, and then the previous one can be left out. May be run again, also while hubs and nodes work.
 */
export async function reseal(settings: Settings<'reseal'>, print: (line: string) => void): Promise<void> {
  const { databaseUrl: url, secret, secretPrevious, logLevel } = settings;
  const logger = createLogger(logLevel, { command: 'reseal' });
  const store = await openStore(url, { clock: systemClock, logger, tls: readDatabaseTls(settings) }).catch(
    (error: unknown) => {
      const known = explainDatabaseFailure(error, url);
      if (known !== null) throw new StartupError(known, { cause: error });
      throw error instanceof StoreUnavailableError ? new StartupError(error.message, { cause: error }) : error;
    },
  );
  try {
    const { secretBox } = sealing(secret, secretPrevious);
    const { resealed, current } = await resealAll(store, secretBox);
    print(`${resealed} secrets encrypted anew, ${current} were so already`);
  } finally {
    await store.close();
  }
}

/** What is done so far, and how one text is sealed anew. */
class Resealing {
  resealed = 0;
  current = 0;

  constructor(
    readonly store: Store,
    private readonly box: SecretBox,
  ) {}

  /** The same text where it is sealed under the present secret already. */
  anew(sealed: string, what: string): string {
    if (this.box.isCurrent(sealed)) {
      this.current += 1;
      return sealed;
    }
    try {
      const text = this.box.seal(this.box.open(sealed));
      this.resealed += 1;
      return text;
    } catch (error) {
      throw new StartupError(`${what} cannot be opened: ${messageOf(error)}`, { cause: error });
    }
  }
}

async function resealAll(store: Store, box: SecretBox): Promise<Pick<Resealing, 'resealed' | 'current'>> {
  const work = new Resealing(store, box);
  await eachPage(
    (page) => store.projects.list({}, page),
    (project) => resealProject(work, project),
  );
  await eachPage(
    (page) => store.channels.list({}, page),
    (channel) => resealChannel(work, channel),
  );
  return work;
}

async function eachPage<T>(
  list: (page: PageRequest) => Promise<Page<T>>,
  reseal: (item: T) => Promise<void>,
): Promise<void> {
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await list({ limit: ROWS_AT_ONCE, ...(cursor ? { cursor } : {}) });
    for (const item of page.items) await reseal(item);
    cursor = page.nextCursor;
  }
}

async function resealChannel(work: Resealing, channel: StoredChannel): Promise<void> {
  const { project, name, sealed } = channel;
  const owner = project === '' ? 'the cluster' : `project ${project}`;
  const anew = work.anew(sealed, `the secrets of the channel ${name} of ${owner}`);
  if (anew !== sealed) await work.store.channels.reseal(channel, anew); // false: it has new ones, newly sealed
}

async function resealProject(work: Resealing, project: Project): Promise<void> {
  const { store } = work;
  const anew = (sealed: string, what: string): string => work.anew(sealed, `${what} of project ${project.name}`);
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
