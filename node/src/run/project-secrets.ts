import type { Clock } from '@crony/shared/runtime/clock';
import type { SecretBox } from '@crony/shared/runtime/secret-box';
import type { Store } from '@crony/shared/store/store';

/** What projects hold is read again after this long, so that a change reaches every node. */
const FRESH_MS = 10_000;
/** After a failed read the old ones serve on; without any, the next attempt asks again. */
const MOST_PROJECTS = 10_000;

export interface OpenedSecrets {
  /** Of callbacks' signatures: the current one, then the next one while they change. */
  signing: readonly string[];
  /** Of templates and credentials, by name. */
  named: ReadonlyMap<string, string>;
}

interface Entry {
  secrets: OpenedSecrets;
  readAtMs: number;
  refreshing: boolean;
}

/** The secrets of projects, opened, in this process's memory only. */
export class ProjectSecrets {
  readonly #store: Pick<Store, 'projects' | 'secrets'>;
  readonly #box: SecretBox;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  /** Reads under way: many runs of a project may be due in one instant. */
  readonly #reading = new Map<string, Promise<OpenedSecrets>>();

  constructor(store: Pick<Store, 'projects' | 'secrets'>, box: SecretBox, clock: Clock) {
    this.#store = store;
    this.#box = box;
    this.#clock = clock;
  }

  /** At once when known; otherwise once the database has answered. */
  async get(project: string): Promise<OpenedSecrets> {
    return this.known(project) ?? this.#read(project);
  }

  /** Null before the database has answered; refreshed behind the caller's back. */
  known(project: string): OpenedSecrets | null {
    const entry = this.#entries.get(project);
    if (!entry) return null;
    if (!entry.refreshing && this.#clock.monotonic() - entry.readAtMs > FRESH_MS) {
      entry.refreshing = true;
      void this.#read(project).catch(() => {
        entry.refreshing = false; // the database is away: the known secrets serve on
      });
    }
    return entry.secrets;
  }

  /** Asks the table in any case: a secret is missing, and may have been added a moment ago. */
  async getFresh(project: string): Promise<OpenedSecrets> {
    return this.#read(project);
  }

  /** Called ahead of time, so that the first run of a project need not wait for the database either. */
  prepare(project: string): void {
    if (!this.#entries.has(project)) this.#read(project).catch(() => {}); // the run itself asks again
  }

  /** One that was sealed under a secret of the cluster that is gone must not stop the jobs that do not name it. */
  #open(sealed: string): string | null {
    try {
      return this.#box.open(sealed);
    } catch {
      return null;
    }
  }

  #read(project: string): Promise<OpenedSecrets> {
    let reading = this.#reading.get(project);
    if (!reading) {
      reading = this.#readNow(project).finally(() => this.#reading.delete(project));
      this.#reading.set(project, reading);
    }
    return reading;
  }

  async #readNow(project: string): Promise<OpenedSecrets> {
    const { projects, secrets: stored } = this.#store;
    const row = await projects.get(project);
    if (!row) throw new Error(`project ${project} does not exist, so its callbacks cannot be signed`);
    const sealed = [row.signingSecretCurrent, ...(row.signingSecretNext === null ? [] : [row.signingSecretNext])];
    const named = new Map<string, string>();
    for (const { name, sealed: text } of await stored.ofProject(project)) {
      const opened = this.#open(text);
      if (opened !== null) named.set(name, opened);
    }
    const secrets = { signing: sealed.map((secret) => this.#box.open(secret)), named };
    if (this.#entries.size >= MOST_PROJECTS) this.#entries.clear();
    this.#entries.set(project, { secrets, readAtMs: this.#clock.monotonic(), refreshing: false });
    return secrets;
  }
}
