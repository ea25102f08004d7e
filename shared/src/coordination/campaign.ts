import type { Clock } from '../runtime/clock.js';
import type { Logger } from '../runtime/logger.js';
import { Loop, type Service } from '../runtime/service.js';
import {
  CoordinationUnavailableError,
  LeaseGoneError,
  type Coordination,
  type Follower,
  type Guard,
  type KeyValue,
  type Lease,
  type PrefixView,
} from './coordination.js';
import { FailureLog } from './failure-log.js';
import { TERM_KEY } from './keys.js';
import { parseLeaderValue, type LeaderValue } from './leader-value.js';

/** How often a candidate looks by itself, should nobody tell it that the leader is gone. */
const PASS_INTERVAL_MS = 500;
const STOPPED = 'the campaign was stopped';

export interface CampaignOptions {
  coordination: Coordination;
  clock: Clock;
  logger: Logger;
  ttlS: number;
  /** Held by the leader, on its lease. */
  key: string;
  /** Keeps the newest term. */
  termKey?: string;
  /** The hub's id. */
  candidate: string;
  /** Asked before each attempt, and of a leader again and again: one that may not campaign resigns. */
  mayCampaign: () => boolean;
  /** The highest term known from elsewhere: only that is left of the terms when etcd and every hub lost theirs. */
  termFloor?: () => number;
  /** Called at once, and not waited for. What it throws ends the leadership. */
  onElected: (leadership: Leadership) => void;
}

export interface Leadership {
  readonly term: number;
  /** Makes a write of a leader that has been replaced fail. Every leader's transaction carries it. */
  readonly guard: Guard;
  /** Aborted when the leadership ends, for whatever reason; never un-aborted. */
  readonly lost: AbortSignal;
  /** Computed, as a lease's trust is. Says whether to begin a piece of work; only the guard protects its writes. */
  isTrusted(): boolean;
  /** Lets another lead at once, and stays out of the next election for a third of the TTL. */
  resign(): Promise<void>;
}

interface Held {
  leadership: Leadership;
  lease: Lease;
  createRevision: number;
  end: (reason: string) => void;
}

/**
 * Leads while no other does.
 *
 * - To be elected is to create the leader key, in one transaction with a higher term, under the own lease: by etcd's
 *   order of writes there is one at most. A candidate believes in its election only when told that exactly this
 *   transaction took effect; so there are no phantom leaders.
 * - A transaction of unknown fate is read back. Unless what stands there is its own, its lease is given up for a new
 *   one: should it take effect later, then under a lease that is going or gone, and without a leader believing in it.
 * - Leadership ends with the trust in the lease, with the key (deleted, or another's), and with a store that went
 *   backwards. It never comes back: what follows is another election and another term.
 * - The term is kept apart from the leader key, so that it survives times without a leader; every candidate also
 *   remembers the highest it has seen, so that a store that lost writes does not bring old terms back.
 */
export class Campaign implements Service {
  readonly #options: CampaignOptions;
  readonly #termKey: string;
  readonly #loop: Loop;
  readonly #failures: FailureLog;
  #follower: Follower | undefined;
  /** The leader key as last seen by the follower. */
  #seen: KeyValue | null = null;
  #deletedRevision = 0;
  #lease: Lease | null = null;
  #held: Held | null = null;
  #highestTerm = 0;
  /** By the monotonic clock. */
  #restsUntil = -Infinity;
  #stopped = false;

  constructor(options: CampaignOptions) {
    this.#options = options;
    this.#termKey = options.termKey ?? TERM_KEY;
    this.#failures = new FailureLog(options.logger, `campaign for ${options.key}`);
    this.#loop = new Loop({
      name: `campaign for ${options.key}`,
      clock: options.clock,
      logger: options.logger,
      intervalMs: PASS_INTERVAL_MS,
      runOnce: () => this.#pass(),
    });
  }

  /** Returns at once; being elected or not shows later. */
  async start(): Promise<void> {
    if (this.#stopped) return;
    this.#follower ??= this.#options.coordination.follow(this.#options.key, this.#view());
    await this.#loop.start();
  }

  /** Resigns, if leading. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#held?.end(STOPPED);
    await this.#loop.stop();
    this.#held?.end(STOPPED);
    await this.#follower?.close();
    await this.#giveUpLease();
  }

  /** Who leads as far as this candidate has seen; null when nobody does. */
  leader(): LeaderValue | null {
    return this.#seen === null ? null : parseLeaderValue(this.#seen.value);
  }

  async #pass(): Promise<void> {
    const { clock, mayCampaign } = this.#options;
    if (this.#held !== null) {
      if (!mayCampaign()) await this.#held.leadership.resign();
      return;
    }
    if (clock.monotonic() < this.#restsUntil || !mayCampaign()) return;
    // A key under the own lease, which is no leadership any more (the store was restored with it), must go; nobody else
    // can end it, because this process keeps the lease alive.
    const isOthers = this.#seen !== null && this.#seen.leaseId !== this.#lease?.id;
    if (isOthers && this.#follower?.isCurrent()) return;
    try {
      await this.#campaign();
      this.#failures.worked();
    } catch (error) {
      if (error instanceof LeaseGoneError) await this.#giveUpLease();
      this.#failures.failed(error);
    }
  }

  async #campaign(): Promise<void> {
    const { coordination, key, ttlS, candidate } = this.#options;
    const [standing, storedTerm] = await Promise.all([coordination.get(key), coordination.get(this.#termKey)]);
    this.#noticeTerm(storedTerm);
    if (standing !== null) {
      // Won, but not held any more: only by going away does this key let anybody lead.
      if (standing.leaseId === this.#lease?.id) await this.#giveUpLease();
      return;
    }
    if (!this.#lease?.isTrusted()) {
      await this.#giveUpLease();
      this.#lease = await coordination.grantLease(ttlS);
    }
    const lease = this.#lease;
    const term = Math.max(this.#highestTerm, this.#options.termFloor?.() ?? 0) + 1;
    this.#highestTerm = term;
    const value = JSON.stringify({ hubId: candidate, term } satisfies LeaderValue);
    try {
      const { succeeded, revision } = await coordination.transact({
        guards: [
          { key, createRevision: 0 },
          { key: this.#termKey, modRevision: storedTerm?.modRevision ?? 0 },
        ],
        operations: [
          { type: 'put', key, value, lease },
          { type: 'put', key: this.#termKey, value: String(term) },
        ],
      });
      if (succeeded) this.#elected(lease, term, revision);
    } catch (error) {
      if (!(error instanceof CoordinationUnavailableError) || !error.ambiguous) throw error;
      await this.#readBack(lease, term, value);
    }
  }

  async #readBack(lease: Lease, term: number, value: string): Promise<void> {
    const { coordination, key } = this.#options;
    let standing: KeyValue | null = null;
    try {
      standing = await coordination.get(key);
    } finally {
      const isOurs = standing !== null && standing.leaseId === lease.id && standing.value === value;
      if (!isOurs) await this.#giveUpLease();
    }
    if (standing !== null && standing.leaseId === lease.id && standing.value === value) {
      this.#elected(lease, term, standing.createRevision);
    }
  }

  #elected(lease: Lease, term: number, createRevision: number): void {
    const { clock, logger, key, onElected } = this.#options;
    const lost = new AbortController();
    const end = (reason: string): void => {
      if (lost.signal.aborted) return;
      if (this.#held === held) this.#held = null;
      // A stop is what somebody wanted; everything else is worth a look.
      logger[reason === STOPPED ? 'info' : 'warn']({ term, reason }, 'no longer the leader');
      lost.abort(new Error(`leadership of term ${term}: ${reason}`));
      this.#loop.wake();
    };
    const leadership: Leadership = {
      term,
      guard: { key, createRevision },
      lost: lost.signal,
      isTrusted: () => !lost.signal.aborted && lease.isTrusted(),
      resign: async () => {
        if (lost.signal.aborted) return;
        this.#restsUntil = clock.monotonic() + lease.ttlMs / 3;
        end('resigned');
        await lease.revoke();
      },
    };
    const held: Held = { leadership, lease, createRevision, end };
    this.#held = held;
    lease.lost.addEventListener('abort', () => end('its lease is lost'));
    if (!lease.isTrusted()) end('its lease was lost before the election was known');
    this.#compareWithSeen();
    if (lost.signal.aborted) return;
    logger.info({ term, createRevision }, 'elected as the leader');
    try {
      onElected(leadership);
    } catch (error) {
      // A leader whose work could not begin must not keep others from it.
      void leadership.resign();
      throw error;
    }
  }

  #view(): PrefixView {
    const { key } = this.#options;
    return {
      apply: (changes) => {
        for (const change of changes) {
          if (change.type === 'put' && change.kv.key === key) this.#noticed(change.kv);
          if (change.type === 'delete' && change.key === key) this.#noticedDelete(change.modRevision);
        }
      },
      keys: () => (this.#seen === null ? [] : [key]),
      synced: () => {},
      historyReplaced: () => {
        this.#deletedRevision = 0;
        this.#held?.end('the store went backwards');
      },
    };
  }

  #noticed(kv: KeyValue): void {
    this.#seen = kv;
    this.#highestTerm = Math.max(this.#highestTerm, parseLeaderValue(kv.value)?.term ?? 0);
    this.#compareWithSeen();
  }

  #noticedDelete(modRevision: number): void {
    this.#seen = null;
    this.#deletedRevision = modRevision;
    this.#compareWithSeen();
    this.#loop.wake();
  }

  /** What the follower saw may be older than the election, or have come before the answer to it. */
  #compareWithSeen(): void {
    if (this.#held === null) return;
    const { createRevision, end } = this.#held;
    if (this.#seen !== null && this.#seen.createRevision > createRevision) end('another leads');
    else if (this.#deletedRevision > createRevision) end('its key was deleted');
  }

  #noticeTerm(kv: KeyValue | null): void {
    if (kv === null) return;
    const term = Number(kv.value);
    if (!Number.isSafeInteger(term)) throw new Error(`${this.#termKey} must be a whole number, got "${kv.value}"`);
    this.#highestTerm = Math.max(this.#highestTerm, term);
  }

  async #giveUpLease(): Promise<void> {
    const lease = this.#lease;
    this.#lease = null;
    await lease?.revoke();
  }
}
