/** Where alerts go. Who sends, and how much, stands in the same rows and is not told here. */
import type { Language } from '../../domain/alert.js';
import type { ChannelSettings, ChannelType } from '../../domain/channel.js';
import type { Page, PageRequest } from './pages.js';

export interface StoredChannel {
  id: string;
  /** Empty: the cluster's. */
  project: string;
  name: string;
  type: ChannelType;
  language: Language;
  settings: ChannelSettings[ChannelType];
  /** The secrets as one JSON object (runtime/secret-box.ts). */
  sealed: string;
  enabled: boolean;
  version: number;
  createdAt: number;
  updatedAt: number;
}

export interface ChannelFilter {
  /** Empty: the cluster's. Undefined: all. */
  projects?: readonly string[] | undefined;
  type?: ChannelType | undefined;
}

export type ChannelChange = Pick<StoredChannel, 'name' | 'language' | 'settings' | 'sealed' | 'enabled'>;

/** Of a project, and of the cluster. */
export const MOST_CHANNELS = 200;

export interface ChannelStore {
  /** False: the project has a channel of this name. */
  create(channel: StoredChannel): Promise<boolean>;
  get(id: string): Promise<StoredChannel | null>;
  /** By project and name. */
  list(filter: ChannelFilter, page: PageRequest): Promise<Page<StoredChannel>>;
  /**
   * Those that a job of the project may name: its own and the cluster's, at most twice `MOST_CHANNELS`. Where both have
   * one of a name, the project's own stands for it, and comes first.
   */
  forProject(project: string): Promise<StoredChannel[]>;
  count(project: string): Promise<number>;
  /** The new version, where the present one is `version`; otherwise why not. */
  update(
    id: string,
    version: number,
    change: ChannelChange,
    now: number,
  ): Promise<{ version: number } | { conflict: 'version' | 'name' | 'gone' }>;
  remove(id: string): Promise<boolean>;
  /** The id of what stands for the address where a project wants every result; it is no channel that anybody names. */
  reportChannel(project: string, id: string, now: number): Promise<string>;
  /** The project whose report address this stands for. */
  reportProject(id: string): Promise<string | null>;
  /** Replaces one sealed text by another, if it is still there. The version stays: nothing was changed. */
  reseal(channel: Pick<StoredChannel, 'id' | 'sealed'>, sealed: string): Promise<boolean>;
}
