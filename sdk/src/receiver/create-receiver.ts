import { CALLBACK_HEADERS } from '../callback-headers.js';
import { createReportSender } from '../report/send-report.js';
import { verifySignature, type SignatureFailure } from '../signature/verify-signature.js';
import { refusal, type Answer } from './answer.js';
import { AsyncRuns } from './async-runs.js';
import { MalformedDelivery, parseDelivery, type Delivery, type ReceivedRequest } from './delivery.js';
import { withDefaults, type ReceiverOptions, type ReceiverSettings } from './receiver-options.js';
import { isAsync } from './run-records.js';
import { SyncRuns } from './sync-runs.js';

export interface Receiver {
  /** What the adapters call. Never rejects. */
  receive(request: ReceivedRequest): Promise<Answer>;
  /** Resolves when the journal has been read and what it held is under way again; rejects when it cannot be read. */
  readonly ready: Promise<void>;
  readonly maxBodyBytes: number;
  /** Takes no more runs, tells handlers to stop, and waits for them and for their reports. May be called again. */
  close(options?: { graceMs?: number }): Promise<void>;
}

const DEFAULT_GRACE_MS = 10_000;

const REASONS: Record<SignatureFailure, string> = {
  missing_header: 'webhook-id, webhook-timestamp or webhook-signature is missing',
  malformed_header: 'webhook-id, webhook-timestamp or webhook-signature is not as Standard Webhooks has it',
  timestamp_too_far: 'the signature is too old, or one of the two clocks is wrong',
  no_match: 'no signature fits: another secret, or the body was changed on its way',
};

/** One for each service; adapters carry its answers over HTTP frameworks and gRPC. */
export function createReceiver(options: ReceiverOptions): Receiver {
  return new CallbackReceiver(withDefaults(options));
}

class CallbackReceiver implements Receiver {
  readonly ready: Promise<void>;
  readonly maxBodyBytes: number;
  readonly #settings: ReceiverSettings;
  readonly #sync: SyncRuns;
  readonly #async: AsyncRuns;
  #closed: Promise<void> | null = null;

  constructor(settings: ReceiverSettings) {
    this.#settings = settings;
    this.maxBodyBytes = settings.maxBodyBytes;
    this.#sync = new SyncRuns(settings);
    this.#async = new AsyncRuns(settings, createReportSender(settings.fetch, settings.clock));
    this.ready = this.#open();
    this.ready.catch(() => {}); // each delivery says so again
  }

  async receive(request: ReceivedRequest): Promise<Answer> {
    try {
      return await this.#answer(request);
    } catch (error) {
      return refusal(500, 'receiver_failed', error instanceof Error ? error.message : String(error));
    }
  }

  close({ graceMs = DEFAULT_GRACE_MS }: { graceMs?: number } = {}): Promise<void> {
    this.#closed ??= this.#close(graceMs);
    return this.#closed;
  }

  async #open(): Promise<void> {
    const { journal, onEvent } = this.#settings;
    try {
      await this.#async.recover(await journal.open());
    } catch (error) {
      onEvent({ type: 'journal_failed', runId: null, message: String(error) });
      throw error;
    }
  }

  async #close(graceMs: number): Promise<void> {
    await this.ready.catch(() => {});
    const { clock } = this.#settings;
    const over = new AbortController();
    const sync = this.#sync.close().then(() => over.abort());
    await Promise.all([Promise.race([sync, clock.sleep(graceMs, over.signal)]), this.#async.close(graceMs)]);
  }

  async #answer(request: ReceivedRequest): Promise<Answer> {
    const { secrets, clock, toleranceS, maxBodyBytes, handlerFor } = this.#settings;
    if (request.body.length > maxBodyBytes) {
      return refusal(413, 'body_too_large', `the body is larger than ${maxBodyBytes} bytes`);
    }
    const verification = await verifySignature({
      secrets: await secrets(),
      headers: { get: (name) => request.header(name) ?? null },
      body: request.body,
      nowMs: clock.now(),
      toleranceS,
    });
    if (!verification.ok) return refusal(401, verification.reason, REASONS[verification.reason]);
    // The header is for people and proxies: only the body is signed.
    if (isCancel(request.body)) return this.#cancel(request);

    let delivery: Delivery;
    try {
      delivery = parseDelivery(request);
    } catch (error) {
      if (error instanceof MalformedDelivery) return refusal(400, 'malformed_request', error.message);
      throw error;
    }
    const handler = handlerFor(delivery.path, delivery.jobId);
    if (handler === undefined) {
      return refusal(404, 'no_handler', 'no handler has the path of this URL or the id of this job');
    }
    if (this.#closed !== null) return refusal(503, 'closing', 'the service is shutting down');
    if (!isAsync(delivery)) return this.#sync.answer(delivery, handler, request.signal);
    if (!this.#mayReportTo(delivery.report.url)) {
      return refusal(400, 'report_url_refused', 'reports may not go to the origin of crony-report-url');
    }
    try {
      await this.ready;
    } catch {
      return refusal(503, 'journal_unavailable', 'the journal cannot be read');
    }
    return this.#async.accept(delivery, handler);
  }

  /** Told even of runs that are not here: another instance of the service may have them, or they are over. */
  #cancel(request: ReceivedRequest): Answer {
    const runId = request.header(CALLBACK_HEADERS.webhookId)!;
    const cancelled = this.#async.cancel(runId) || this.#sync.cancel(runId);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ cancelled }) };
  }

  #mayReportTo(url: string): boolean {
    const { reportOrigins } = this.#settings;
    return reportOrigins === null || reportOrigins.has(new URL(url).origin);
  }
}

const CANCEL_BODY = '{"event":"cancel"}';

function isCancel(body: Uint8Array): boolean {
  return body.length === CANCEL_BODY.length && new TextDecoder().decode(body) === CANCEL_BODY;
}
