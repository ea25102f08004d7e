/** What the callback target saw: the record that tests of the promise check runs against. Bounded in every way. */

export interface RecordedRequest {
  /** From 1, in order of arrival. */
  number: number;
  /** When its headers had come. */
  arrivedAtMs: number;
  arrivedMonotonicMs: number;
  method: string;
  /** Path and query. */
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  /** From the headers; '' and 0 when they are not there. */
  runId: string;
  jobId: string;
  attempt: number;
}

export interface RunRecord {
  requests: number;
  /** In order of arrival. */
  attempts: number[];
}

export interface LedgerSummary {
  requests: number;
  runs: number;
  /** Requests that repeated the run *and* attempt of an earlier one. */
  duplicates: number;
  /** Runs that were seen more than once, for whatever reason. */
  repeatedRuns: number;
  /** Records that had to go; the counters still know them. */
  forgotten: number;
}

export interface LedgerLimits {
  records: number;
  bodyBytes: number;
  runs: number;
}

const DEFAULT_LIMITS: LedgerLimits = { records: 200_000, bodyBytes: 64 * 1_024 * 1_024, runs: 1_000_000 };
/** Attempts kept of one run. */
const MOST_ATTEMPTS = 1_000;

export class CallbackLedger {
  readonly #limits: LedgerLimits;
  #records: RecordedRequest[] = [];
  /** Records before this index are gone; the array is cut from time to time. */
  #start = 0;
  #bodyBytes = 0;
  #requests = 0;
  #duplicates = 0;
  #repeatedRuns = 0;
  #forgotten = 0;
  readonly #runs = new Map<string, RunRecord>();
  readonly #perJob = new Map<string, number>();

  constructor(limits: Partial<LedgerLimits> = {}) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
  }

  add(request: Omit<RecordedRequest, 'number'>): void {
    this.#requests += 1;
    this.#records.push({ ...request, number: this.#requests });
    this.#bodyBytes += request.body.length;
    while (this.#records.length - this.#start > this.#limits.records || this.#bodyBytes > this.#limits.bodyBytes) {
      this.#bodyBytes -= this.#records[this.#start]!.body.length;
      this.#start += 1;
      this.#forgotten += 1;
    }
    if (this.#start > 1_000 && this.#start > this.#records.length / 2) {
      this.#records = this.#records.slice(this.#start);
      this.#start = 0;
    }
    this.#count(request);
  }

  /** The requests that came before this one of its run; for `failFirst`. */
  seenOf(runId: string): number {
    return this.#runs.get(runId)?.requests ?? 0;
  }

  /** Those still on record, oldest first. */
  records(filter: { runId?: string; afterNumber?: number; limit?: number } = {}): RecordedRequest[] {
    const { runId, afterNumber = 0, limit = Number.MAX_SAFE_INTEGER } = filter;
    const found: RecordedRequest[] = [];
    for (let index = this.#start; index < this.#records.length && found.length < limit; index += 1) {
      const record = this.#records[index]!;
      if (record.number > afterNumber && (runId === undefined || record.runId === runId)) found.push(record);
    }
    return found;
  }

  run(runId: string): RunRecord | undefined {
    return this.#runs.get(runId);
  }

  runs(): ReadonlyMap<string, RunRecord> {
    return this.#runs;
  }

  /** Requests by job id. */
  jobs(): ReadonlyMap<string, number> {
    return this.#perJob;
  }

  summary(): LedgerSummary {
    return {
      requests: this.#requests,
      runs: this.#runs.size,
      duplicates: this.#duplicates,
      repeatedRuns: this.#repeatedRuns,
      forgotten: this.#forgotten,
    };
  }

  #count({ runId, jobId, attempt }: Pick<RecordedRequest, 'runId' | 'jobId' | 'attempt'>): void {
    if (this.#perJob.has(jobId) || this.#perJob.size < this.#limits.runs) {
      this.#perJob.set(jobId, (this.#perJob.get(jobId) ?? 0) + 1);
    }
    if (runId === '') return;
    const known = this.#runs.get(runId);
    if (known === undefined) {
      // Silence here would let a checker count wrongly; whoever needs more says so.
      if (this.#runs.size >= this.#limits.runs)
        throw new Error(`more than ${this.#limits.runs} runs: raise limits.runs`);
      this.#runs.set(runId, { requests: 1, attempts: [attempt] });
      return;
    }
    if (known.requests === 1) this.#repeatedRuns += 1;
    if (known.attempts.includes(attempt)) this.#duplicates += 1;
    known.requests += 1;
    if (known.attempts.length < MOST_ATTEMPTS) known.attempts.push(attempt);
  }
}
