import type { Clock } from '@crony/shared/runtime/clock';
import type { SecretBox } from '@crony/shared/runtime/secret-box';
import type { ProjectStore } from '@crony/shared/store/store';

/** Secrets are read again after this long, so that a rotation reaches every node. */
const FRESH_MS = 30_000;
/** After a failed read the old ones serve on; without any, the next attempt asks again. */
const MOST_PROJECTS = 10_000;

interface Entry {
  secrets: string[];
  readAtMs: number;
  refreshing: boolean;
}

/** The signing secrets of projects, opened, current one first. */
export class SigningSecrets {
  readonly #projects: ProjectStore;
  readonly #box: SecretBox;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  /** Reads under way: many runs of a project may be due in one instant. */
  readonly #reading = new Map<string, Promise<string[]>>();

  constructor(projects: ProjectStore, box: SecretBox, clock: Clock) {
    this.#projects = projects;
    this.#box = box;
    this.#clock = clock;
  }

  /** At once when known, refreshed behind the caller's back; otherwise once the database has answered. */
  async get(project: string): Promise<string[]> {
    const entry = this.#entries.get(project);
    if (!entry) return this.#read(project);
    if (!entry.refreshing && this.#clock.monotonic() - entry.readAtMs > FRESH_MS) {
      entry.refreshing = true;
      void this.#read(project).catch(() => {
        entry.refreshing = false; // the database is away: the known secrets serve on
      });
    }
    return entry.secrets;
  }

  /** Called ahead of time, so that the first run of a project need not wait for the database either. */
  prepare(project: string): void {
    if (!this.#entries.has(project)) this.#read(project).catch(() => {}); // the run itself asks again
  }

  #read(project: string): Promise<string[]> {
    let reading = this.#reading.get(project);
    if (!reading) {
      reading = this.#readNow(project).finally(() => this.#reading.delete(project));
      this.#reading.set(project, reading);
    }
    return reading;
  }

  async #readNow(project: string): Promise<string[]> {
    const row = await this.#projects.get(project);
    if (!row) throw new Error(`project ${project} does not exist, so its callbacks cannot be signed`);
    const sealed = [row.signingSecretCurrent, ...(row.signingSecretNext === null ? [] : [row.signingSecretNext])];
    const secrets = sealed.map((secret) => this.#box.open(secret));
    if (this.#entries.size >= MOST_PROJECTS) this.#entries.clear();
    this.#entries.set(project, { secrets, readAtMs: this.#clock.monotonic(), refreshing: false });
    return secrets;
  }
}
