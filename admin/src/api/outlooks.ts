/**
 * What fires in the next 24 hours, over very many jobs. To look through all of them takes seconds, so it is done beside
 * the requests, one look at a time and in small steps; whoever asks is told what the last look found, or how far the
 * first one has come.
 */
import { MINUTE_MS, SECOND_MS } from '@crony/shared/domain/durations';
import { compileSchedule } from '@crony/shared/domain/schedule/compile-schedule';
import type { ScheduleSpec } from '@crony/shared/domain/job';
import { ScheduleError } from '@crony/shared/domain/schedule/schedule';
import { withDeadline, type Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import type { ScheduledJob, Store } from '@crony/shared/store/store';
import { MOST_UPCOMING_SHOWN, UPCOMING_BUCKETS } from '@crony/shared/wire/upcoming';
import { PlannedLoad } from './planned-load.js';
import { keyOf } from './remembered.js';

export const BUCKET_MS = MINUTE_MS;
/** More are not looked at: their names alone would fill the hub's memory. */
export const MOST_JOBS = 200_000;
const PAGE = 1_000;
const SCHEDULES_AT_ONCE = 50;
/** From then on the next who asks has it looked up anew. */
const FRESH_MS = 30 * SECOND_MS;
/** So old an answer is worse than the beginning of a new one. */
const USABLE_MS = 5 * MINUTE_MS;
/** The first who asks waits this long for a look to end. */
const PATIENCE_MS = 150;
const MOST_KEPT = 64;
/** Sets of projects that wait for their turn; further ones are told nothing yet. */
const MOST_WAITING = 16;
/** Planned times that pass while the answer is kept are left out of it then. */
const NAMED = 4 * MOST_UPCOMING_SHOWN;

type Named = Pick<ScheduledJob, 'id' | 'name' | 'project'>;

export interface Outlook {
  load: PlannedLoad<Named>;
  from: number;
  jobs: number;
  complete: boolean;
}

interface Look {
  outlook: Outlook;
  startedAt: number;
  ended: Promise<boolean>;
}

export interface OutlooksOptions {
  store: Pick<Store, 'jobs'>;
  clock: Clock;
  logger: Logger;
  stopping: AbortSignal;
}

export class Outlooks {
  readonly #options: OutlooksOptions;
  /** The newest complete one, and the one under way, by projects. */
  readonly #done = new Map<string, Look>();
  readonly #running = new Map<string, Look>();
  /** One look at a time, whoever asks. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: OutlooksOptions) {
    this.#options = options;
  }

  /** Undefined: of all projects. */
  async get(projects: readonly string[] | undefined): Promise<Outlook> {
    const { clock } = this.#options;
    const key = keyOf(projects);
    const done = this.#done.get(key);
    const age = done ? clock.monotonic() - done.startedAt : Number.POSITIVE_INFINITY;
    if (done && age < FRESH_MS) return done.outlook;
    const running = this.#running.get(key) ?? this.#begin(key, projects);
    if (done && age < USABLE_MS) return done.outlook;
    if (running === null) return this.#blank();
    const hasEnded = await withDeadline(clock, PATIENCE_MS, 'what fires next', running.ended).catch(() => false);
    return hasEnded ? this.#done.get(key)!.outlook : running.outlook;
  }

  #blank(): Outlook {
    const from = Math.floor(this.#options.clock.now() / BUCKET_MS) * BUCKET_MS;
    const load = new PlannedLoad<Named>({ from, bucketMs: BUCKET_MS, buckets: UPCOMING_BUCKETS, keep: NAMED });
    return { load, from, jobs: 0, complete: false };
  }

  /** Null: too many wait already. */
  #begin(key: string, projects: readonly string[] | undefined): Look | null {
    const { clock, logger } = this.#options;
    if (this.#running.size >= MOST_WAITING) return null;
    const outlook = this.#blank();
    const ended = this.#turn.then(async () => {
      try {
        await this.#look(outlook, projects);
        this.#keep(key, look);
        return true;
      } catch (error) {
        logger.warn({ err: error }, 'what fires next could not be looked up');
        return false;
      } finally {
        this.#running.delete(key);
      }
    });
    const look = { outlook, startedAt: clock.monotonic(), ended };
    this.#turn = ended;
    this.#running.set(key, look);
    return look;
  }

  #keep(key: string, look: Look): void {
    this.#done.delete(key);
    this.#done.set(key, look);
    for (const oldest of this.#done.keys()) {
      if (this.#done.size <= MOST_KEPT) break;
      this.#done.delete(oldest);
    }
  }

  async #look(outlook: Outlook, projects: readonly string[] | undefined): Promise<void> {
    const { store, clock, stopping } = this.#options;
    const now = clock.now();
    const groups = new Map<string, Group>();
    for (let after: string | null = null; ;) {
      stopping.throwIfAborted();
      const page: ScheduledJob[] = await store.jobs.schedules(projects, after, PAGE);
      for (const job of page) addTo(groups, job, now);
      outlook.jobs += page.length;
      if (page.length < PAGE) outlook.complete = true;
      if (page.length < PAGE || outlook.jobs >= MOST_JOBS) break;
      after = page.at(-1)!.id;
      await clock.sleep(0); // leases are renewed by the same thread
    }
    const isWhole = outlook.complete;
    outlook.complete = false;
    let walked = 0;
    for (const { named, schedule, after } of groups.values()) {
      walk(outlook.load, named, schedule, after);
      walked += 1;
      if (walked % SCHEDULES_AT_ONCE === 0) await clock.sleep(0);
      stopping.throwIfAborted();
    }
    outlook.complete = isWhole;
  }
}

/** Jobs that fire at the same times from now on. */
interface Group {
  schedule: string;
  after: number;
  named: Named[];
}

function addTo(
  groups: Map<string, Group>,
  { id, name, project, schedule, effectiveFrom }: ScheduledJob,
  now: number,
): void {
  const after = Math.max(now, effectiveFrom);
  const key = `${after}/${schedule}`;
  const known = groups.get(key);
  if (known) known.named.push({ id, name, project });
  else groups.set(key, { schedule, after, named: [{ id, name, project }] });
}

function walk(load: PlannedLoad<Named>, named: readonly Named[], schedule: string, after: number): void {
  try {
    load.add(named, compileSchedule(JSON.parse(schedule) as ScheduleSpec), after);
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error; // of another release: it fires nowhere
  }
}
