import { setMaxListeners } from 'node:events';
import type { Clock } from '../../runtime/clock.js';
import type { Backend, RangeQuery, RangeResult, Watch, WatchListener } from '../backend.js';
import {
  CoordinationUnavailableError,
  type KeyValue,
  type Transaction,
  type TransactionResult,
} from '../coordination.js';
import type { MemoryCoordinationServer } from './memory-server.js';
import type { MemoryWatch } from './memory-watch.js';

/** Requests that a stalled link keeps for later; the oldest go first, as from a full socket. */
const STALLED_LIMIT = 1_000;

/**
 * - `open`: all is well.
 * - `cut`: calls fail at once and surely had no effect; watches end.
 * - `stalled`: requests lie in the socket and take effect when the link heals, though their callers gave up long ago.
 * - `answers-lost`: requests take effect, their answers never arrive.
 */
export type LinkState = 'open' | 'cut' | 'stalled' | 'answers-lost';

/** One client's way to the memory server, with the faults that a network has. */
export class MemoryLink implements Backend {
  readonly #server: MemoryCoordinationServer;
  readonly #clock: Clock;
  readonly #watches = new Set<MemoryWatch>();
  #state: LinkState = 'open';
  #watchesSilent = false;
  #stalled: (() => void)[] = [];
  /** Ends the wait of every call under way. */
  readonly #closing = new AbortController();

  constructor(options: { server: MemoryCoordinationServer; clock: Clock }) {
    setMaxListeners(0, this.#closing.signal); // every call that waits for its answer listens
    this.#server = options.server;
    this.#clock = options.clock;
  }

  get state(): LinkState {
    return this.#state;
  }

  setState(state: LinkState): void {
    this.#state = state;
    if (state === 'cut') {
      this.#stalled = [];
      for (const watch of [...this.#watches]) watch.end('the link was cut');
    }
    this.#holdWatches();
    if (state === 'open') for (const request of this.#stalled.splice(0)) request();
  }

  /** Calls are answered, watches say nothing: neither changes nor progress. */
  silenceWatches(silent: boolean): void {
    this.#watchesSilent = silent;
    this.#holdWatches();
  }

  heal(): void {
    this.silenceWatches(false);
    this.setState('open');
  }

  get(key: string, deadlineMs: number): Promise<KeyValue | null> {
    return this.#call('get', deadlineMs, false, () => this.#server.get(key));
  }

  range(query: RangeQuery, deadlineMs: number): Promise<RangeResult> {
    return this.#call('range', deadlineMs, false, () => this.#server.range(query));
  }

  transact(transaction: Transaction, deadlineMs: number): Promise<TransactionResult> {
    return this.#call('transact', deadlineMs, true, () => this.#server.transact(transaction));
  }

  grantLease(ttlS: number, deadlineMs: number): Promise<{ id: string }> {
    return this.#call('grantLease', deadlineMs, true, () => this.#server.grantLease(ttlS));
  }

  keepLeaseAlive(id: string, deadlineMs: number): Promise<boolean> {
    return this.#call('keepLeaseAlive', deadlineMs, true, () => this.#server.keepLeaseAlive(id));
  }

  revokeLease(id: string, deadlineMs: number): Promise<void> {
    return this.#call('revokeLease', deadlineMs, true, () => this.#server.revokeLease(id));
  }

  watch(prefix: string, fromRevision: number, listener: WatchListener): Watch {
    const watch = this.#server.watch(prefix, fromRevision, {
      opened: (revision, historyId) => listener.opened(revision, historyId),
      changed: (changes) => listener.changed(changes),
      heard: () => listener.heard(),
      ended: (reason) => {
        this.#watches.delete(watch);
        listener.ended(reason);
      },
    });
    this.#watches.add(watch);
    if (this.#state === 'cut' || this.#closing.signal.aborted) watch.end('the link is cut');
    this.#holdWatches();
    return {
      requestProgress: () => watch.requestProgress(),
      cancel: () => {
        this.#watches.delete(watch);
        watch.cancel();
      },
    };
  }

  close(): void {
    this.#closing.abort();
    this.#stalled = [];
    for (const watch of [...this.#watches]) watch.cancel();
    this.#watches.clear();
  }

  #holdWatches(): void {
    const held = this.#watchesSilent || this.#state === 'stalled' || this.#state === 'answers-lost';
    for (const watch of this.#watches) watch.hold(held);
  }

  async #call<T>(name: string, deadlineMs: number, writes: boolean, request: () => T): Promise<T> {
    await Promise.resolve(); // no call takes effect within the caller's own step
    if (this.#closing.signal.aborted) {
      throw new CoordinationUnavailableError(`${name}: the client was closed`, { ambiguous: false });
    }
    switch (this.#state) {
      case 'open':
        return request();
      case 'cut':
        throw new CoordinationUnavailableError(`${name}: the link is cut`, { ambiguous: false });
      case 'answers-lost':
        attempt(request);
        return this.#wait(name, deadlineMs, writes, () => {});
      case 'stalled':
        return this.#wait(name, deadlineMs, writes, (answer) => this.#stall(() => answer(request)));
    }
  }

  #stall(request: () => void): void {
    this.#stalled.push(request);
    if (this.#stalled.length > STALLED_LIMIT) this.#stalled.shift();
  }

  /** Waits for an answer until the deadline; the request itself may still be made after that. */
  #wait<T>(
    name: string,
    deadlineMs: number,
    writes: boolean,
    send: (answer: (request: () => T) => void) => void,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const { signal } = this.#closing;
      const fail = (why: string): void => {
        timer.cancel();
        signal.removeEventListener('abort', onClose);
        reject(new CoordinationUnavailableError(`${name}: ${why}`, { ambiguous: writes }));
      };
      const onClose = (): void => fail('the client was closed');
      const timer = this.#clock.setTimeout(() => fail(`no answer within ${Math.round(deadlineMs)} ms`), deadlineMs);
      signal.addEventListener('abort', onClose);
      send((request) => {
        timer.cancel();
        signal.removeEventListener('abort', onClose);
        try {
          resolve(request());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  }
}

function attempt(request: () => unknown): void {
  try {
    request();
  } catch {
    // Its answer, an error, is lost like any other.
  }
}
