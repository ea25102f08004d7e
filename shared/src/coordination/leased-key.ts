import type { Clock } from '../runtime/clock.js';
import type { Logger } from '../runtime/logger.js';
import { Loop, type Service } from '../runtime/service.js';
import {
  LeaseGoneError,
  type Change,
  type Coordination,
  type Follower,
  type KeyValue,
  type Lease,
  type PrefixView,
} from './coordination.js';
import { FailureLog } from './failure-log.js';

/** Also how soon a failed registration is tried again. */
const PASS_INTERVAL_MS = 500;
const MAX_DISCARDED = 4;

export interface LeasedKeyOptions {
  coordination: Coordination;
  clock: Clock;
  logger: Logger;
  ttlS: number;
  key: string;
  /** What to write; asked again for each write. */
  value: () => string;
  /** Tells this process from every other that may write the key. */
  identity: string;
  /** The identity that a value carries; null when it carries none that can be read. */
  identityOf: (value: string) => string | null;
  /** At the first registration and after every loss. */
  onRegistered?: () => void;
  /** The registration is no longer certain: `isTrusted` is false until `onRegistered`. */
  onLost?: () => void;
  /** Another process has taken the key. Told once; nothing is written any more. */
  onSuperseded: () => void;
}

interface Registration {
  lease: Lease;
  modRevision: number;
}

/**
 * Keeps one key alive under a lease, for as long as no other process takes it: the presence of a node or a hub.
 *
 * - **The newest start wins.** The first registration takes the key over from whoever holds it, so that a restarted
 *   process need not wait for its predecessor's lease. One that has been registered before never takes it from another
 *   identity: that one has started since, and this process is superseded.
 * - Every write is guarded by the revision that was read before it, so that two processes cannot overwrite each other
 *   unseen, and a write of unknown fate needs no care: the next pass reads what stands.
 * - An old lease is revoked only after the key hangs on the new one, so that a short loss of contact deletes nothing.
 * - The key is followed all the time: taken by another means superseded, deleted means registering again.
 * - A key that is older than this process's own registration was not written since: the store went backwards. It is a
 *   ghost, and is taken over.
 */
export class LeasedKey implements Service {
  readonly #options: LeasedKeyOptions;
  readonly #loop: Loop;
  readonly #failures: FailureLog;
  #follower: Follower | undefined;
  /** The key as last seen by the follower. */
  #seen: KeyValue | null = null;
  #deletedRevision = 0;
  #lease: Lease | null = null;
  /** Leases given up, to be revoked once the key no longer hangs on them. */
  #discarded: Lease[] = [];
  #registration: Registration | null = null;
  /** The revision of the newest write known to be ours; 0 before the first registration. */
  #registeredRevision = 0;
  /** Whom the first registration set out to replace, once a write was tried. Undefined: none was. */
  #predecessor: string | null | undefined;
  #rewriteWanted = false;
  #rewriteWaiters: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  #superseded = false;
  #stopped = false;

  constructor(options: LeasedKeyOptions) {
    this.#options = options;
    this.#failures = new FailureLog(options.logger, `registration of ${options.key}`);
    this.#loop = new Loop({
      name: `registration of ${options.key}`,
      clock: options.clock,
      logger: options.logger,
      intervalMs: PASS_INTERVAL_MS,
      runOnce: () => this.#pass(),
    });
  }

  /** Returns at once: a store that does not answer delays the registration (`onRegistered`), not the start. */
  async start(): Promise<void> {
    if (this.#stopped) return;
    this.#follower ??= this.#options.coordination.follow(this.#options.key, this.#view());
    await this.#loop.start();
  }

  /** Stops and deletes the key, unless another process has taken it. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#loop.stop();
    await this.#follower?.close();
    this.#registration = null;
    this.#discard();
    await this.#revokeDiscarded();
    this.#settleRewrite(new Error(`the registration of ${this.#options.key} was stopped`));
  }

  /** Registered, on a lease that is still certain. */
  isTrusted(): boolean {
    return this.#registration !== null && this.#registration.lease.isTrusted();
  }

  /** Since the newest answered renewal was sent; null while not registered. */
  leaseAgeMs(): number | null {
    return this.#registration?.lease.ageMs() ?? null;
  }

  /** Writes the value anew. Rejects when that fails now; it is tried on all the same. */
  update(): Promise<void> {
    if (this.#stopped || this.#superseded) {
      return Promise.reject(new Error(`${this.#options.key} is no longer kept by this process`));
    }
    this.#rewriteWanted = true;
    const written = new Promise<void>((resolve, reject) => this.#rewriteWaiters.push({ resolve, reject }));
    written.catch(() => {}); // the caller need not look
    this.#loop.wake();
    return written;
  }

  async #pass(): Promise<void> {
    if (this.#superseded) {
      this.#settleRewrite(new Error(`${this.#options.key} belongs to another process now`));
      return;
    }
    try {
      if (this.#registration === null) await this.#register();
      else if (this.#rewriteWanted) await this.#rewrite(this.#registration);
      this.#failures.worked();
      if (this.#registration !== null && !this.#rewriteWanted) this.#settleRewrite();
    } catch (error) {
      if (error instanceof LeaseGoneError) this.#lose();
      this.#failures.failed(error);
      this.#settleRewrite(error);
    }
  }

  async #register(): Promise<void> {
    const { coordination, key, ttlS, identity, identityOf } = this.#options;
    const deletedBefore = this.#deletedRevision;
    const lease = await this.#usableLease(() => coordination.grantLease(ttlS));
    const standing = await coordination.get(key);
    const owner = standing === null ? null : identityOf(standing.value);
    if (standing !== null && owner === identity && standing.leaseId === lease.id && !this.#rewriteWanted) {
      this.#registered(lease, standing.modRevision, deletedBefore);
      return;
    }
    if (standing !== null && owner !== null && owner !== identity && !this.#mayReplace(owner, standing)) {
      this.#supersede(owner);
      return;
    }
    if (this.#registeredRevision === 0 && this.#predecessor === undefined) this.#predecessor = owner;
    const revision = await this.#write(lease, standing?.modRevision ?? 0);
    if (revision === null) this.#loop.wake();
    else this.#registered(lease, revision, deletedBefore);
  }

  #mayReplace(owner: string, standing: KeyValue): boolean {
    // A write of ours may have taken effect unseen, and this owner may have replaced it since: then it is the newer.
    if (this.#registeredRevision === 0) return this.#predecessor === undefined || this.#predecessor === owner;
    return standing.modRevision < this.#registeredRevision;
  }

  async #rewrite(registration: Registration): Promise<void> {
    const revision = await this.#write(registration.lease, registration.modRevision);
    if (this.#registration !== registration) return;
    if (revision === null) {
      this.#unregister(); // something else stands there: the next pass reads what
      this.#loop.wake();
      return;
    }
    registration.modRevision = revision;
    this.#registeredRevision = revision;
  }

  /** Null: something else was written since it was read. */
  async #write(lease: Lease, modRevision: number): Promise<number | null> {
    const { coordination, key, value } = this.#options;
    const wanted = this.#rewriteWanted;
    this.#rewriteWanted = false;
    try {
      const { succeeded, revision } = await coordination.transact({
        guards: [{ key, modRevision }],
        operations: [{ type: 'put', key, value: value(), lease }],
      });
      if (!succeeded) this.#rewriteWanted ||= wanted;
      return succeeded ? revision : null;
    } catch (error) {
      this.#rewriteWanted ||= wanted;
      throw error;
    }
  }

  async #usableLease(grant: () => Promise<Lease>): Promise<Lease> {
    if (this.#lease?.isTrusted()) return this.#lease;
    this.#discard();
    const lease = await grant();
    this.#lease = lease;
    lease.lost.addEventListener('abort', () => {
      if (this.#registration?.lease !== lease) return;
      this.#unregister();
      this.#loop.wake();
    });
    return lease;
  }

  #registered(lease: Lease, revision: number, deletedBefore: number): void {
    const { key, logger, onRegistered } = this.#options;
    // What was seen deleted before the key was read standing, or written, says nothing of it: it was an earlier one, or,
    // where the store went backwards and the follower has not noticed yet, another history's.
    if (this.#deletedRevision === deletedBefore) this.#deletedRevision = 0;
    this.#registration = { lease, modRevision: revision };
    this.#registeredRevision = revision;
    if (!this.isTrusted()) {
      this.#unregister();
      return;
    }
    this.#compareWithSeen();
    if (this.#registration === null) return;
    void this.#revokeDiscarded();
    logger.info({ key, lease: lease.id, revision }, 'registered');
    onRegistered?.();
  }

  #lose(): void {
    this.#discard();
    if (this.#registration !== null) this.#unregister();
  }

  #unregister(): void {
    const { key, logger, onLost } = this.#options;
    this.#registration = null;
    logger.warn({ key }, 'the registration is lost, registering again');
    onLost?.();
  }

  #supersede(owner: string): void {
    if (this.#superseded) return;
    const { key, logger, onSuperseded } = this.#options;
    this.#superseded = true;
    this.#registration = null;
    this.#discard();
    void this.#revokeDiscarded();
    logger.error({ key, owner }, 'another process has registered under this key');
    onSuperseded();
  }

  #view(): PrefixView {
    const { key } = this.#options;
    return {
      apply: (changes) => {
        for (const change of changes) if (keyOf(change) === key) this.#noticed(change);
      },
      keys: () => (this.#seen === null ? [] : [key]),
      synced: () => {},
      historyReplaced: () => {
        // Whether our key survived is found out by reading it.
        this.#deletedRevision = 0;
        if (this.#registration !== null) this.#unregister();
        this.#loop.wake();
      },
    };
  }

  #noticed(change: Change): void {
    this.#seen = change.type === 'put' ? change.kv : null;
    if (change.type === 'delete') this.#deletedRevision = change.modRevision;
    this.#compareWithSeen();
  }

  /** What the follower saw may be older than the registration, or have come before the answer to it. */
  #compareWithSeen(): void {
    if (this.#registration === null) return;
    const { modRevision } = this.#registration;
    const { identity, identityOf } = this.#options;
    const isNewer = this.#seen !== null && this.#seen.modRevision > modRevision;
    const owner = isNewer ? identityOf(this.#seen!.value) : identity;
    if (owner !== null && owner !== identity) {
      this.#supersede(owner);
    } else if (owner === null || this.#deletedRevision > modRevision) {
      this.#unregister();
      this.#loop.wake();
    }
  }

  #discard(): void {
    if (this.#lease !== null) this.#discarded.push(this.#lease);
    this.#lease = null;
    // Those left out end by their TTL.
    this.#discarded.splice(0, Math.max(0, this.#discarded.length - MAX_DISCARDED));
  }

  async #revokeDiscarded(): Promise<void> {
    await Promise.all(this.#discarded.splice(0).map((lease) => lease.revoke()));
  }

  #settleRewrite(error?: unknown): void {
    for (const { resolve, reject } of this.#rewriteWaiters.splice(0)) {
      if (error === undefined) resolve();
      else reject(error);
    }
  }
}

function keyOf(change: Change): string {
  return change.type === 'put' ? change.kv.key : change.key;
}
