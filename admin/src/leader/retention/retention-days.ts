import { DAY_MS, SECOND_MS } from '@crony/shared/domain/durations';
import { retentionMs, type ProjectRetention, type Retained, type Retention } from '@crony/shared/domain/retention';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { Loop, type Service } from '@crony/shared/runtime/service';
import type { LeaderStore } from '../leader-store.js';

const INTERVAL_MS = 60 * SECOND_MS;
const PROJECTS_AT_ONCE = 1_000;

export interface RetentionDaysOptions {
  store: Pick<LeaderStore, 'projects'>;
  clock: Clock;
  logger: Logger;
  /** For projects that say nothing; may change meanwhile. */
  retention: Retention;
}

/** How long each project keeps what is over, as of a minute ago. Known once it has started. */
export class RetentionDays implements Service {
  readonly #options: RetentionDaysOptions;
  readonly #loop: Loop;
  #ofProjects: ReadonlyMap<string, ProjectRetention> = new Map();
  /** What was said by the hub and all projects when it was last looked at. */
  #said = '';
  #revision = 0;

  constructor(options: RetentionDaysOptions) {
    const { clock, logger } = options;
    this.#options = options;
    const runOnce = (): Promise<void> => this.#load();
    this.#loop = new Loop({ name: 'retention of projects', clock, logger, intervalMs: INTERVAL_MS, runOnce });
  }

  /** Rejects when the projects cannot be read: by a wrong retention rows would go that somebody wants. */
  async start(): Promise<void> {
    await this.#load();
    await this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** Grows when the hub or a project says something else than before. */
  get revision(): number {
    return this.#revision;
  }

  /** Null: no project, or one that is not known. */
  days(kind: Retained, project: string | null): number {
    const days = this.#daysOf(kind, project);
    // Lists find their way to old runs by what is counted of them.
    return kind === 'stats' ? Math.max(days, this.#daysOf('runs', project)) : days;
  }

  /** Rows whose age is counted from before then may go. */
  horizon(kind: Retained, days: number, now: number): number {
    return now - retentionMs(kind, days);
  }

  /** Every number of days that counts for somebody, the longest first. */
  distinctDays(kind: Retained): number[] {
    const all = new Set([this.days(kind, null)]);
    for (const project of this.#ofProjects.keys()) all.add(this.days(kind, project));
    return [...all].sort((a, b) => b - a);
  }

  /** How far back a job's next owner may catch up: the rows of all that is younger are there. */
  runsKeptMs(project: string): number {
    return this.days('runs', project) * DAY_MS;
  }

  #daysOf(kind: Retained, project: string | null): number {
    const own = project === null ? undefined : this.#ofProjects.get(project);
    return own?.[kind] ?? this.#options.retention[kind];
  }

  async #load(): Promise<void> {
    const found = new Map<string, ProjectRetention>();
    for (let cursor: string | undefined; ;) {
      const page = await this.#options.store.projects.list({}, { limit: PROJECTS_AT_ONCE, cursor });
      for (const { name, retention } of page.items) if (retention !== null) found.set(name, retention);
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    const said = JSON.stringify([this.#options.retention, ...found]);
    if (said !== this.#said) this.#revision += 1;
    this.#said = said;
    this.#ofProjects = found;
  }
}
