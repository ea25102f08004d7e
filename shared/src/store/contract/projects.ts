/** Projects and their secrets. */
import type { ProjectRetention } from '../../domain/retention.js';
import type { Page, PageRequest } from './pages.js';

export interface Project {
  name: string;
  /** Encrypted (runtime/secret-box.ts); what a leaked backup shows is useless. */
  signingSecretCurrent: string;
  signingSecretNext: string | null;
  createdAt: number;
  /** Where every result is posted. */
  reportUrl: string | null;
  /** How long what is over is kept, where it is not the hub's setting. */
  retention: ProjectRetention | null;
}

export type NewProject = Omit<Project, 'reportUrl' | 'retention'>;

/** A secret of a project, sealed (runtime/secret-box.ts). */
export interface StoredSecret {
  project: string;
  name: string;
  sealed: string;
  createdAt: number;
  updatedAt: number;
}

export interface SecretStore {
  /** By name; a project has at most `MOST_SECRETS`. */
  ofProject(project: string): Promise<StoredSecret[]>;
  /** True: it is new. */
  save(secret: StoredSecret): Promise<boolean>;
  remove(project: string, name: string): Promise<boolean>;
  /** Replaces one sealed text by another, if it is still there. */
  reseal(secret: StoredSecret, sealed: string): Promise<boolean>;
}

export const MOST_SECRETS = 500;

export interface ProjectFilter {
  /** These alone; undefined: all. */
  names?: readonly string[] | undefined;
}

/** Of what a project has. */
export interface ProjectCounts {
  project: string;
  jobs: number;
  members: number;
  channels: number;
}

export interface ProjectStore {
  get(name: string): Promise<Project | null>;
  /** By name. */
  list(filter: ProjectFilter, page: PageRequest): Promise<Page<Project>>;
  /** By name; a project that has nothing may be left out. */
  counts(filter: ProjectFilter): Promise<ProjectCounts[]>;
  /** False: it was there already, and stays as it was. */
  create(project: NewProject): Promise<boolean>;
  /**
   * Null: there is no such project. With a report address every end of a run is noted from then on.
   */
  update(name: string, change: Pick<Project, 'reportUrl'>): Promise<Project | null>;
  /** False: there is no such project. */
  setRetention(name: string, retention: ProjectRetention | null): Promise<boolean>;
  /** By compare-and-set on both. */
  replaceSigningSecrets(
    project: Pick<Project, 'name' | 'signingSecretCurrent' | 'signingSecretNext'>,
    next: Pick<Project, 'signingSecretCurrent' | 'signingSecretNext'>,
  ): Promise<boolean>;
}
