/** Follows the runs of the demo through the API and tells each attempt once, when it has ended. */
import type { Clock } from '@crony/shared/runtime/clock';
import type { RunAnswer, RunDetailAnswer } from '@crony/shared/wire/run';
import type { DemoApi } from './api.js';

export interface RunLine {
  at: Date;
  job: string;
  attempt: number;
  status: string;
  /** Null where nothing was dispatched. */
  latenessMs: number | null;
  note: string;
}

/** Runs older than this have ended, whatever became of them. */
const LOOK_BACK_MS = 60_000;

export class RunList {
  readonly #api: DemoApi;
  readonly #clock: Clock;
  readonly #from: number;
  /** Attempts told, by run; forgotten with the runs themselves. */
  readonly #told = new Map<string, { plannedAt: number; attempts: number; closed: boolean }>();

  constructor(api: DemoApi, clock: Clock) {
    this.#api = api;
    this.#clock = clock;
    this.#from = clock.now();
  }

  /** What has happened since it was last asked, oldest first. */
  async news(): Promise<RunLine[]> {
    const from = Math.max(this.#from, this.#clock.now() - LOOK_BACK_MS);
    for (const [id, { plannedAt }] of this.#told) if (plannedAt < from) this.#told.delete(id);
    const lines: RunLine[] = [];
    for (const run of await this.#api.runs({ from: new Date(from).toISOString() })) {
      lines.push(...(await this.#newsOf(run)));
    }
    return lines.sort((a, b) => a.at.getTime() - b.at.getTime());
  }

  async #newsOf(listed: RunAnswer): Promise<RunLine[]> {
    const told = this.#told.get(listed.id) ?? { plannedAt: Date.parse(listed.plannedAt), attempts: 0, closed: false };
    const closedInList = listed.finishedAt !== null;
    const nothingNew = listed.status !== 'retrying' || told.attempts >= listed.attempt;
    if (told.closed || (!closedInList && nothingNew)) return [];
    // The run may have gone on since it was listed: from here on only this answer counts.
    const run = await this.#api.run(listed.id);
    const closed = run.finishedAt !== null;
    const ended = run.attempts.filter(({ finishedAt }) => finishedAt !== null);
    const newest = ended.at(-1)?.number ?? 0;
    this.#told.set(run.id, { ...told, attempts: newest, closed });
    const lines = ended.filter(({ number }) => number > told.attempts).map((attempt) => lineOf(run, attempt, newest));
    if (closed && ended.length === 0) lines.push(undispatched(run));
    return lines;
  }
}

function lineOf(run: RunDetailAnswer, attempt: RunDetailAnswer['attempts'][number], newest: number): RunLine {
  const { number, startedAt, finishedAt, outcome, errorMessage, statusCode } = attempt;
  const isNewest = number === newest;
  return {
    at: new Date(finishedAt ?? startedAt),
    job: run.jobName,
    attempt: number,
    status: isNewest ? run.status : (outcome ?? 'unknown'),
    // A retry is late on purpose: only the first attempt answers for the planned time.
    latenessMs: number === 1 ? Date.parse(startedAt) - Date.parse(run.plannedAt) : null,
    note: statusCode === null ? (errorMessage ?? '') : `HTTP ${statusCode}`,
  };
}

function undispatched({ jobName, plannedAt, finishedAt, status, reason }: RunDetailAnswer): RunLine {
  return {
    at: new Date(finishedAt ?? plannedAt),
    job: jobName,
    attempt: 0,
    status,
    latenessMs: null,
    note: reason ?? '',
  };
}
