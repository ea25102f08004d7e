import type { Clock } from '../runtime/clock.js';
import type { Logger } from '../runtime/logger.js';
import type { Backend, RangeResult } from './backend.js';
import type { Change, Comparison, Follower, KeyValue, PrefixView } from './coordination.js';
import { elapsedMs, instant, type Instant } from './elapsed-time.js';
import { listPages } from './paged-listing.js';

const PROGRESS_INTERVAL_MS = 1_000;
/** So many progress requests in a row without any sign of life, one a second, and the watch counts as silent. */
const UNANSWERED_LIMIT = 2;
/** A follower that was not heard for this long is not current, whether or not its own timers have noticed. */
const HEARD_WITHIN_MS = (UNANSWERED_LIMIT + 1) * PROGRESS_INTERVAL_MS;
/** A small read goes ahead of a listing, because a listing's own deadline is too long to find out that nobody answers. */
const PROBE_DEADLINE_MS = 1_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 500;

export interface PrefixFollowerOptions {
  backend: Backend;
  clock: Clock;
  logger: Logger;
  prefix: string;
  view: PrefixView;
  /** A watch has ended without being asked to. */
  onResync(): void;
  onClosed(): void;
}

/**
 * Keeps a view equal to a prefix: list, compare, watch from the revision after the listing, and on any doubt again
 * from the start.
 *
 * - Nothing is lost between listing and watch: the watch starts at exactly the next revision, and a store that no
 *   longer has it says so (compacted), which is a doubt like any other.
 * - There is no resuming of a watch from where it broke. A watch that was cut has an unknown number of events under
 *   way; a listing has not. So a second cut right after the first costs a listing and never an event.
 * - A view only moves forward: a listing is a linearizable read made after every event applied before it, and its
 *   watch continues after it. The one exception is a store whose own history went backwards (`historyReplaced`).
 * - One loop does everything, so the view's methods never run at once.
 */
export class PrefixFollower implements Follower {
  readonly started: Promise<void>;
  readonly #options: PrefixFollowerOptions;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #announceStart: () => void = () => {};
  /** Who waits for a listing that has not begun yet. */
  #resyncs: (() => void)[] = [];
  #revision = 0;
  #historyId: string | null = null;
  #endWatch: (reason: string) => void = () => {};
  /** Set while a watch stands. */
  #heardAt: Instant | null = null;

  constructor(options: PrefixFollowerOptions) {
    this.#options = options;
    this.started = new Promise((resolve) => (this.#announceStart = resolve));
    this.#running = this.#run();
  }

  isCurrent(): boolean {
    return this.#heardAt !== null && elapsedMs(this.#options.clock, this.#heardAt) < HEARD_WITHIN_MS;
  }

  resync(): Promise<void> {
    if (this.#closing.signal.aborted) return Promise.resolve();
    const done = new Promise<void>((resolve) => this.#resyncs.push(resolve));
    this.#endWatch('a full compare was asked for');
    return done;
  }

  async close(): Promise<void> {
    if (!this.#closing.signal.aborted) {
      this.#closing.abort();
      this.#endWatch('closed');
      for (const resolve of this.#resyncs.splice(0)) resolve();
      this.#options.onClosed();
    }
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, logger, prefix } = this.#options;
    let pauseMs = FIRST_PAUSE_MS;
    let failing = false;
    while (!this.#closing.signal.aborted) {
      try {
        await this.#list();
        if (failing) logger.info({ prefix, revision: this.#revision }, 'following again after a full compare');
        failing = false;
        this.#announceStart();
        const openedAt = instant(clock);
        const reason = await this.#watch();
        if (this.#closing.signal.aborted) return;
        if (this.#resyncs.length > 0) continue;
        logger.info({ prefix, reason }, 'a watch has ended, listing again');
        this.#options.onResync();
        if (elapsedMs(clock, openedAt) > LONGEST_PAUSE_MS) pauseMs = FIRST_PAUSE_MS;
      } catch (error) {
        if (this.#closing.signal.aborted) return;
        if (!failing) logger.warn({ err: error, prefix }, 'a prefix could not be listed, trying until it can');
        failing = true;
      }
      await clock.sleep(pauseMs, this.#closing.signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  async #list(): Promise<void> {
    const { backend, prefix, view } = this.#options;
    await backend.get(prefix, PROBE_DEADLINE_MS);
    const waiting = this.#resyncs.splice(0);
    try {
      const revision = view.comparison ? await this.#compare(view.comparison) : await this.#listAll();
      if (this.#closing.signal.aborted || revision === null) return;
      this.#revision = revision;
      view.synced(revision);
      waiting.forEach((resolve) => resolve());
    } catch (error) {
      this.#resyncs.unshift(...waiting);
      throw error;
    } finally {
      if (this.#closing.signal.aborted) waiting.forEach((resolve) => resolve());
    }
  }

  /** Everything with its values; returns the listing's revision. */
  async #listAll(): Promise<number | null> {
    const { backend, prefix, view } = this.#options;
    const listed = new Set<string>();
    let revision: number | null = null;
    for await (const page of listPages(backend, prefix)) {
      if (this.#closing.signal.aborted) return null;
      revision ??= this.#begun(page);
      for (const { key } of page.items) listed.add(key);
      if (page.items.length > 0) view.apply(page.items.map((kv) => ({ type: 'put', kv })));
    }
    if (revision !== null) this.#reportGone(view.keys(), (key) => !listed.has(key), revision);
    return revision;
  }

  /** What the view holds already is compared by revision alone; the rest is read with its values, page by page. */
  async #compare(comparison: Comparison): Promise<number | null> {
    const { backend, prefix, view } = this.#options;
    const keysOnly = comparison.begin() > 0;
    let revision: number | null = null;
    for await (const page of listPages(backend, prefix, { keysOnly })) {
      if (this.#closing.signal.aborted) return null;
      revision ??= this.#begun(page);
      const differing = keysOnly
        ? page.items.filter(({ key, modRevision }) => comparison.see(key) !== modRevision)
        : page.items;
      if (differing.length === 0) continue;
      const items = keysOnly ? await this.#valuesOf(differing, page.revision) : differing;
      if (this.#closing.signal.aborted) return null;
      view.apply(items.map((kv) => ({ type: 'put', kv })));
    }
    if (revision !== null) this.#reportGone(comparison.unseen(), () => true, revision);
    return revision;
  }

  /** At the listing's revision. `keys` are in order, and those between them are few or none. */
  async #valuesOf(keys: readonly KeyValue[], revision: number): Promise<KeyValue[]> {
    const { backend, prefix } = this.#options;
    const wanted = new Set(keys.map(({ key }) => key));
    const [first, last] = [keys[0]!, keys.at(-1)!];
    const found: KeyValue[] = [];
    const range = { from: first.key, until: `${last.key}\0`, revision };
    for await (const { items } of listPages(backend, prefix, range))
      found.push(...items.filter(({ key }) => wanted.has(key)));
    return found;
  }

  #begun({ revision, historyId }: RangeResult): number {
    this.#noticeHistory(revision, historyId);
    return revision;
  }

  #reportGone(keys: Iterable<string>, isGone: (key: string) => boolean, revision: number): void {
    const gone: Change[] = [];
    for (const key of keys) if (isGone(key)) gone.push({ type: 'delete', key, modRevision: revision });
    if (gone.length > 0) this.#options.view.apply(gone);
  }

  #noticeHistory(revision: number, historyId: string): void {
    const { logger, prefix, view } = this.#options;
    const replaced = this.#historyId !== null && (historyId !== this.#historyId || revision < this.#revision);
    this.#historyId = historyId;
    if (!replaced) return;
    logger.warn(
      { prefix, revision, seen: this.#revision },
      'the store went backwards; its present state is taken over',
    );
    this.#revision = revision;
    view.historyReplaced?.();
  }

  /** Resolves with the reason when the watch has ended. */
  #watch(): Promise<string> {
    const { backend, clock, prefix, view } = this.#options;
    return new Promise((resolve) => {
      let unanswered = 0;
      let tickedAt = instant(clock);
      const end = (reason: string): void => {
        this.#endWatch = () => {};
        this.#heardAt = null;
        timer.cancel();
        watch.cancel();
        resolve(reason);
      };
      const heard = (): void => {
        unanswered = 0;
        if (this.#heardAt !== null) this.#heardAt = instant(clock);
      };
      const tick = (): void => {
        // After a stall of this very process, answers lie unread in the socket: that tick is no evidence.
        if (elapsedMs(clock, tickedAt) < 1.5 * PROGRESS_INTERVAL_MS) unanswered += 1;
        if (unanswered > UNANSWERED_LIMIT) {
          end('silent: progress requests went unanswered');
          return;
        }
        tickedAt = instant(clock);
        watch.requestProgress();
        timer = clock.setTimeout(tick, PROGRESS_INTERVAL_MS);
      };
      this.#endWatch = end;
      let timer = clock.setTimeout(tick, PROGRESS_INTERVAL_MS);
      const watch = backend.watch(prefix, this.#revision + 1, {
        opened: (revision, historyId) => {
          if (historyId !== this.#historyId || revision < this.#revision) {
            end(`the store is at revision ${revision} of history ${historyId}, behind its listing`);
            return;
          }
          this.#heardAt = instant(clock);
          heard();
        },
        changed: (changes) => {
          heard();
          const revision = revisionOf(changes.at(-1));
          if (revision <= this.#revision) return;
          view.apply(changes);
          this.#revision = revision;
          view.synced(revision);
        },
        heard,
        ended: (reason) => end(reason),
      });
      if (this.#closing.signal.aborted) end('closed');
      else if (this.#resyncs.length > 0) end('a full compare was asked for');
    });
  }
}

function revisionOf(change: Change | undefined): number {
  if (change === undefined) return 0;
  return change.type === 'put' ? change.kv.modRevision : change.modRevision;
}
