import { Campaign } from '@crony/shared/coordination/campaign';
import type { Leadership } from '@crony/shared/coordination/campaign';
import { LEADER_KEY } from '@crony/shared/coordination/keys';
import { aborted } from '@crony/shared/runtime/aborting';
import type { Service } from '@crony/shared/runtime/service';
import { DatabaseWatch } from './database-watch.js';
import { LeaderServices } from './leader-services.js';
import type { LeaderServicesOptions } from './leader-services.js';

export type ElectorOptions = Omit<LeaderServicesOptions, 'ttlMs'> & { ttlS: number };

/**
 * Stands for election, and does the leader's work while elected. The end of one leadership's work is awaited before
 * the next one's begins, so two never run in one process; what outlives its term is kept out by the guards.
 */
export class Elector implements Service {
  readonly #options: ElectorOptions;
  readonly #campaign: Campaign;
  readonly #database: DatabaseWatch;
  #services: LeaderServices | null = null;
  /** Leaderships one after the other; never rejects. */
  #work: Promise<void> = Promise.resolve();

  constructor(options: ElectorOptions) {
    const { coordination, clock, logger, ttlS, store, hubId } = options;
    this.#options = options;
    this.#database = new DatabaseWatch({ store, clock, logger, ttlMs: ttlS * 1_000 });
    this.#campaign = new Campaign({
      coordination,
      clock,
      logger,
      ttlS,
      key: LEADER_KEY,
      candidate: hubId,
      mayCampaign: () => this.#database.answers(),
      onElected: (leadership) => {
        this.#work = this.#work.then(() => this.#lead(leadership));
      },
    });
  }

  async start(): Promise<void> {
    await this.#database.start();
    await this.#campaign.start();
  }

  async stop(): Promise<void> {
    await this.#campaign.stop();
    await this.#work;
    await this.#database.stop();
  }

  isLeading(): boolean {
    return this.#services !== null;
  }

  /** Enabled jobs that no node can take at present, and why; empty on a hub that does not lead. */
  waiting(): ReadonlyMap<string, string> {
    return this.#services?.waiting() ?? new Map<string, string>();
  }

  async #lead(leadership: Leadership): Promise<void> {
    const { logger, metrics, ttlS } = this.#options;
    if (leadership.lost.aborted) return;
    metrics.leading.set(1);
    metrics.leaderTerm.set(leadership.term);
    metrics.leadershipChanges.inc({ change: 'won' });
    const services = new LeaderServices({ ...this.#options, ttlMs: ttlS * 1_000 }, leadership);
    try {
      await services.start();
      this.#services = services;
      await aborted(leadership.lost);
    } catch (error) {
      if (!leadership.lost.aborted) {
        logger.error({ err: error, term: leadership.term }, 'the work of a leader could not be started, resigning');
        await leadership.resign();
      }
    } finally {
      this.#services = null;
      metrics.leading.set(0);
      metrics.leadershipChanges.inc({ change: 'lost' });
      await services
        .stop()
        .catch((error: unknown) => logger.error({ err: error }, 'the work of a leader did not end well'));
    }
  }
}
