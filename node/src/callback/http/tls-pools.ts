/**
 * Connections with credentials of a job's own, apart for each set of credentials: a connection that one job opened with
 * its certificate must never carry another job's request.
 */
import type { CallbackTls } from '@crony/shared/domain/callback';
import type { TimerHandle } from '@crony/shared/runtime/clock';
import { ConnectionPools, idOf, type PoolOptions } from './connection-pools.js';

/** Sets of credentials that are kept though nobody uses them; attempts under way may hold more. */
const MOST_SETS = 32;
/** Longer than any of their connections rests. */
const IDLE_MS = 60_000;

interface Entry {
  pools: ConnectionPools;
  users: number;
  idleSinceMs: number;
}

export class TlsPools {
  /** The longest unused first. */
  readonly #entries = new Map<string, Entry>();
  #sweep: TimerHandle | null = null;

  constructor(
    readonly options: PoolOptions,
    readonly most = MOST_SETS,
  ) {}

  get size(): number {
    return this.#entries.size;
  }

  /** To be given back with `release`. Throws `InvalidRequestError`. */
  acquire(tls: CallbackTls): ConnectionPools {
    const id = idOf(tls);
    let entry = this.#entries.get(id);
    if (entry === undefined) {
      entry = { pools: new ConnectionPools(this.options, tls), users: 0, idleSinceMs: 0 };
      this.#makeRoom();
    } else this.#entries.delete(id);
    this.#entries.set(id, entry);
    entry.users += 1;
    return entry.pools;
  }

  release({ id }: ConnectionPools): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return; // closed meanwhile
    entry.users -= 1;
    entry.idleSinceMs = this.options.clock.monotonic();
    if (entry.users > 0) return;
    this.#closeBeyond(this.most);
    this.#watchIdle();
  }

  async close(): Promise<void> {
    this.#sweep?.cancel();
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    await Promise.all(entries.map(({ pools }) => pools.destroy()));
  }

  #makeRoom(): void {
    this.#closeBeyond(this.most - 1);
  }

  #closeBeyond(most: number): void {
    for (const [id, entry] of this.#entries) {
      if (this.#entries.size <= most) return;
      if (entry.users === 0) this.#drop(id, entry);
    }
  }

  #watchIdle(): void {
    if (this.#sweep !== null || this.#entries.size === 0) return;
    this.#sweep = this.options.clock.setTimeout(() => {
      this.#sweep = null;
      const since = this.options.clock.monotonic() - IDLE_MS;
      for (const [id, entry] of this.#entries)
        if (entry.users === 0 && entry.idleSinceMs <= since) this.#drop(id, entry);
      this.#watchIdle();
    }, IDLE_MS);
  }

  #drop(id: string, { pools }: Entry): void {
    this.#entries.delete(id);
    void pools.destroy();
  }
}
