/** Finds channels by the names that rules give them, opens them, and knows where projects want every result. */
import type { Clock } from '@crony/shared/runtime/clock';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { Logger } from '@crony/shared/runtime/logger';
import type { SecretBox } from '@crony/shared/runtime/secret-box';
import type { Store } from '@crony/shared/store/store';
import type { ChannelDirectory } from './alert-writer.js';
import { openChannel } from './channels/open-channel.js';
import type { OutboxChannel } from './outbox.js';

/** A change of a channel or an address is heeded within this. */
const KEPT_MS = 3_000;
/** Projects that are remembered at once; the oldest go first. */
const MOST_KEPT = 5_000;

interface Kept<T> {
  at: number;
  value: Promise<T>;
}

export interface AlertChannelsOptions {
  store: Store;
  secretBox: SecretBox;
  clock: Clock;
  logger: Logger;
}

export class AlertChannels implements ChannelDirectory {
  readonly #options: AlertChannelsOptions;
  readonly #names = new Map<string, Kept<ReadonlyMap<string, string>>>();
  readonly #addresses = new Map<string, Kept<string | null>>();

  constructor(options: AlertChannelsOptions) {
    this.#options = options;
  }

  async idsOf(project: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const known = await this.#kept(this.#names, project, () => this.#namesOf(project));
    return new Map(names.flatMap((name) => (known.has(name) ? [[name, known.get(name)!]] : [])));
  }

  async reportChannels(projects: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const project of projects) {
      if (project === '') continue;
      const id = await this.#kept(this.#addresses, project, () => this.#reportChannel(project));
      if (id !== null) found.set(project, id);
    }
    return found;
  }

  async open(id: string): Promise<OutboxChannel | null> {
    const { store, secretBox, logger } = this.#options;
    const channel = await store.channels.get(id);
    if (channel?.enabled) {
      try {
        return openChannel(channel, secretBox);
      } catch (error) {
        // Of a hub with another secret; one that has the right one sends.
        logger.error({ err: error, channel: channel.name }, 'a channel cannot be opened');
        throw error;
      }
    }
    if (channel) return null;
    const project = await store.channels.reportProject(id);
    return project === null ? null : { type: 'report', id, project };
  }

  /** Own names stand before the cluster's. */
  async #namesOf(project: string): Promise<ReadonlyMap<string, string>> {
    const ids = new Map<string, string>();
    for (const { name, id, enabled } of await this.#options.store.channels.forProject(project))
      if (enabled && !ids.has(name)) ids.set(name, id);
    return ids;
  }

  async #reportChannel(project: string): Promise<string | null> {
    const { store, clock } = this.#options;
    const row = await store.projects.get(project);
    if (row === null || row.reportUrl === null) return null;
    return store.channels.reportChannel(project, uuidv7(clock), clock.now());
  }

  #kept<T>(cache: Map<string, Kept<T>>, key: string, ask: () => Promise<T>): Promise<T> {
    const now = this.#options.clock.monotonic();
    const known = cache.get(key);
    if (known && now - known.at < KEPT_MS) return known.value;
    const value = ask();
    value.catch(() => cache.delete(key));
    cache.delete(key);
    cache.set(key, { at: now, value });
    for (const oldest of cache.keys()) {
      if (cache.size <= MOST_KEPT) break;
      cache.delete(oldest);
    }
    return value;
  }
}
