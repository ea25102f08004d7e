/**
 * Deletes what is older than it is kept. Nothing waits for it, so it keeps out of everybody's way: two hundred rows a
 * transaction, and between two of them a pause of several times what the last one took, so that a database that is busy
 * with runs is left to them.
 *
 * - A table is read in the order of age from where the last pass left off, once for each retention that some project
 *   has; rows of projects with another one are passed over. Once a day, and when a project wants something else, it is
 *   read from its beginning again, also for what came in behind: a run that was made up for, an alert resolved late.
 * - "Now" is the earlier of the hub's and the database's clock: one clock that was set wrong deletes nothing.
 * - What is deleted is asked for by its key and its state once more, so a leader of the past deletes nothing else than
 *   its successor would.
 */
import { DAY_MS, SECOND_MS } from '@crony/shared/domain/durations';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { Loop, type Service } from '@crony/shared/runtime/service';
import type { Aged, AgedPosition, Deleted } from '@crony/shared/store/store';
import type { HubMetrics } from '../../metrics.js';
import type { LeaderStore } from '../leader-store.js';
import { READINGS, ROWS_AT_ONCE, type Reading } from './readings.js';
import type { RetentionDays } from './retention-days.js';

const INTERVAL_MS = 60 * SECOND_MS;
const FROM_THE_BEGINNING_MS = DAY_MS;
/** Of the time that the last step took: at most a quarter of one connection's time is spent here. */
const PAUSE_SHARE = 3;
const SHORTEST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 5 * SECOND_MS;

export interface RetentionLoopOptions {
  store: Pick<LeaderStore, 'now' | 'retention'>;
  clock: Clock;
  logger: Logger;
  metrics: Pick<HubMetrics, 'purgedRows'>;
  days: Pick<RetentionDays, 'days' | 'distinctDays' | 'horizon' | 'revision'>;
}

export class RetentionLoop implements Service {
  readonly #options: RetentionLoopOptions;
  readonly #loop: Loop;
  /** Where each reading of each retention goes on. */
  #positions = new Map<string, AgedPosition>();
  #beganAt: number;
  #revision = 0;

  constructor(options: RetentionLoopOptions) {
    const { clock, logger } = options;
    this.#options = options;
    this.#beganAt = clock.monotonic();
    const runOnce = (signal: AbortSignal): Promise<void> => this.#runOnce(signal);
    this.#loop = new Loop({ name: 'retention', clock, logger, intervalMs: INTERVAL_MS, runOnce });
  }

  start(): Promise<void> {
    return this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #runOnce(signal: AbortSignal): Promise<void> {
    const { store, clock, logger, days } = this.#options;
    const isNews = days.revision !== this.#revision;
    if (isNews || clock.monotonic() - this.#beganAt > FROM_THE_BEGINNING_MS) {
      this.#beganAt = clock.monotonic();
      this.#revision = days.revision;
      this.#positions = new Map();
    }
    const now = Math.min(clock.now(), await store.now());
    const total: Record<string, number> = {};
    for (const reading of READINGS) {
      for (const kept of days.distinctDays(reading.kind)) {
        if (signal.aborted) return;
        // One table that cannot be read must not keep the others from their turn.
        await this.#go(reading, kept, now, total, signal).catch((error: unknown) => {
          logger.warn({ err: error, table: reading.name }, 'what is too old could not be deleted');
        });
      }
    }
    if (Object.keys(total).length > 0) logger.info({ deleted: total }, 'deleted what was too old to be kept');
  }

  async #go(
    reading: Reading,
    kept: number,
    now: number,
    total: Record<string, number>,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, days } = this.#options;
    const horizon = days.horizon(reading.kind, kept, now);
    const key = `${reading.name}/${kept}`;
    const isOld = ({ since, project }: Aged): boolean =>
      since !== null && since < horizon && days.days(reading.kind, project) === kept;
    while (!signal.aborted) {
      const after = this.#positions.get(key) ?? null;
      const rows = await this.#paced(signal, () => reading.read(store.retention, after, horizon));
      const old = rows.filter(isOld);
      for (let done = old.length === 0; !done && !signal.aborted;) {
        const step = await this.#paced(signal, () => reading.remove(store.retention, old));
        this.#count(step.deleted, total);
        done = step.done;
      }
      if (signal.aborted) return;
      const last = rows.at(-1);
      if (last) this.#positions.set(key, last.position);
      if (rows.length < ROWS_AT_ONCE) return;
    }
  }

  async #paced<T>(signal: AbortSignal, step: () => Promise<T>): Promise<T> {
    const { clock } = this.#options;
    const startedAt = clock.monotonic();
    const answer = await step();
    const tookMs = clock.monotonic() - startedAt;
    await clock.sleep(Math.min(Math.max(tookMs * PAUSE_SHARE, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS), signal);
    return answer;
  }

  #count(deleted: Deleted, total: Record<string, number>): void {
    for (const [table, rows] of Object.entries(deleted)) {
      if (rows === 0) continue;
      total[table] = (total[table] ?? 0) + rows;
      this.#options.metrics.purgedRows.inc({ table }, rows);
    }
  }
}
