import { systemClock, type Clock } from '../clock.js';
import { memoryJournal } from '../journal/memory-journal.js';
import type { RunJournal } from '../journal/run-journal.js';
import type { FetchLike } from '../report/send-report.js';
import { parseSigningSecret } from '../signature/signing-key.js';
import { DEFAULT_TOLERANCE_S } from '../signature/verify-signature.js';
import { safeListener, sayWhatIsLost, type ReceiverEvent } from './receiver-event.js';
import type { Handler } from './run.js';

/** Tries of an asynchronous run within this service, before anything is reported. */
export interface LocalRetryOptions {
  /** How many may follow the first. `platform`: as many as the job allows (`Crony-Retry-Limit`). */
  limit: 'platform' | number;
  /** The pause before the first of them. Default: 1000. */
  delayMs?: number;
  /** Each further pause is this many times the one before. Default: 2. */
  factor?: number;
  /** No pause is longer. Default: 60 000. */
  maxDelayMs?: number;
}

export interface ReceiverOptions {
  /** The project's signing secret (`whsec_…`); both while it changes. A function is asked for each callback. */
  secrets: string | readonly string[] | (() => string | readonly string[] | Promise<string | readonly string[]>);
  /** For every callback that `handlers` does not name. */
  handler?: Handler;
  /** By the path of the URL (`/settle`), over gRPC the name of the job; or by the job's id. */
  handlers?: Readonly<Record<string, Handler>>;
  /** Asynchronous runs at a time; beyond it a callback is answered 503. Default: 100. */
  concurrency?: number;
  /** Default: a journal in memory, which forgets with the process. */
  journal?: RunJournal;
  /**
   * What becomes of runs that a durable journal shows unfinished after a restart: `report` them as failed, for Crony to
   * retry; or `rerun` the handler here. Default: `report`.
   */
  onRestart?: 'report' | 'rerun';
  retry?: LocalRetryOptions;
  /** Origins that reports may go to, such as `https://crony.example`. The URL is not signed. Default: any. */
  reportOrigins?: readonly string[];
  /** Larger bodies are answered 413. Default: 1 MiB. */
  maxBodyBytes?: number;
  /** How old a signature may be. Default: 300. */
  toleranceS?: number;
  /** How long an outcome that does not get through is tried, from the run's end. Default: 24 hours. */
  reportForMs?: number;
  /** Default: says on the console what is lost for good. */
  onEvent?: (event: ReceiverEvent) => void;
  fetch?: FetchLike;
  clock?: Clock;
}

/** Every default filled in, every mistake found. */
export interface ReceiverSettings {
  secrets: () => Promise<readonly string[]>;
  handlerFor: (path: string, jobId: string) => Handler | undefined;
  concurrency: number;
  journal: RunJournal;
  onRestart: 'report' | 'rerun';
  retry: Required<LocalRetryOptions> | null;
  reportOrigins: ReadonlySet<string> | null;
  maxBodyBytes: number;
  toleranceS: number;
  reportForMs: number;
  onEvent: (event: ReceiverEvent) => void;
  fetch: FetchLike;
  clock: Clock;
}

const DEFAULT_REPORT_FOR_MS = 24 * 3_600_000;
const DEFAULT_BODY_BYTES = 1_048_576;

export function withDefaults(options: ReceiverOptions): ReceiverSettings {
  const { handler, handlers = {}, retry } = options;
  if (handler === undefined && Object.keys(handlers).length === 0) {
    throw new TypeError('createReceiver: give it a handler, or handlers by path or job id');
  }
  const byName = new Map(Object.entries(handlers));
  return {
    secrets: secretsFrom(options.secrets),
    handlerFor: (path, jobId) => byName.get(path) ?? byName.get(jobId) ?? handler,
    concurrency: positive('concurrency', options.concurrency ?? 100),
    journal: options.journal ?? memoryJournal(),
    onRestart: options.onRestart ?? 'report',
    retry: retry === undefined ? null : retryFrom(retry),
    reportOrigins:
      options.reportOrigins === undefined ? null : new Set(options.reportOrigins.map((one) => new URL(one).origin)),
    maxBodyBytes: positive('maxBodyBytes', options.maxBodyBytes ?? DEFAULT_BODY_BYTES),
    toleranceS: positive('toleranceS', options.toleranceS ?? DEFAULT_TOLERANCE_S),
    reportForMs: positive('reportForMs', options.reportForMs ?? DEFAULT_REPORT_FOR_MS),
    onEvent: safeListener(options.onEvent ?? sayWhatIsLost),
    // Called as a plain function: some runtimes refuse a `fetch` that was taken from its object.
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    clock: options.clock ?? systemClock,
  };
}

function secretsFrom(secrets: ReceiverOptions['secrets']): ReceiverSettings['secrets'] {
  if (typeof secrets === 'function') return async () => checked(await secrets());
  const list = checked(secrets);
  return async () => list;
}

function checked(secrets: string | readonly string[] | undefined): readonly string[] {
  const list = (typeof secrets === 'string' ? [secrets] : (secrets ?? [])).filter((secret) => secret !== '');
  if (list.length === 0) {
    throw new TypeError('createReceiver: secrets is empty; is the environment variable with the signing secret set?');
  }
  for (const secret of list) parseSigningSecret(secret);
  return list;
}

function retryFrom({ limit, delayMs = 1_000, factor = 2, maxDelayMs = 60_000 }: LocalRetryOptions) {
  if (limit !== 'platform' && !(Number.isInteger(limit) && limit >= 0)) {
    throw new RangeError(`createReceiver: retry.limit must be 'platform' or a whole number, not ${String(limit)}`);
  }
  return { limit, delayMs, factor, maxDelayMs };
}

function positive(name: string, value: number): number {
  if (!(value > 0)) throw new RangeError(`createReceiver: ${name} must be more than 0, not ${value}`);
  return value;
}
