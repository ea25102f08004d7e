/**
 * A hub that knows nothing but reports, and takes them at their word: what the protocol does not have is answered 422, and
 * remembered in `complaints`, which a test expects to be empty.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { complaintsAbout, type SentReport } from './report-rules.js';

export interface HubRun {
  status: 'accepted' | 'pending' | 'succeeded' | 'failed' | 'cancelled' | 'timed_out';
  attempt: number;
  cancelRequested: boolean;
  progress: number | null;
  message: string | null;
  output: string | null;
  retryable: boolean | null;
  lines: string[];
}

interface Received {
  runId: string;
  atMs: number;
  report: SentReport;
  status: number;
}

export class ReportHub {
  readonly runs = new Map<string, HubRun>();
  readonly received: Received[] = [];
  readonly complaints: string[] = [];
  /** Answers everything with this while it is set. */
  outage: { status: number; headers?: Record<string, string>; body?: string } | 'cut' | null = null;
  /** Longer reports are answered 413. */
  mostCharacters = Infinity;
  readonly #seen = new Set<string>();
  #server: Server | null = null;
  #port = 0;

  async listen(port = 0): Promise<void> {
    const server = createServer((request, response) => void this.#serve(request, response));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  /** Where a run reports, and with what. The run is open from now on. */
  expect(runId: string, change: Partial<HubRun> = {}): { url: string; token: string } {
    this.runs.set(runId, {
      status: 'accepted',
      attempt: 1,
      cancelRequested: false,
      progress: null,
      message: null,
      output: null,
      retryable: null,
      lines: [],
      ...change,
    });
    return this.addressOf(runId);
  }

  addressOf(runId: string): { url: string; token: string } {
    return { url: `http://127.0.0.1:${this.#port}/api/v1/runs/${runId}/report`, token: `token-of-${runId}` };
  }

  run(runId: string): HubRun {
    return this.runs.get(runId)!;
  }

  reportsOf(runId: string): SentReport[] {
    return this.received.filter((one) => one.runId === runId && one.status === 200).map(({ report }) => report);
  }

  /** In place of `fetch`, for tests whose clock stands still. */
  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    if (this.outage === 'cut') throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    const headers = new Headers(init.headers);
    const { status, body, headers: own } = this.#answer(init.method ?? 'GET', url, headers, init.body as string);
    return new Response(body, { status, headers: own });
  };

  /** Set where a test's clock is not the machine's. */
  now: () => number = Date.now;

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    if (this.outage === 'cut') return void request.socket.destroy();
    const headers = new Headers(request.headers as Record<string, string>);
    const answer = this.#answer(request.method!, request.url!, headers, Buffer.concat(pieces).toString());
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  #answer(method: string, url: string, headers: Headers, text: string) {
    const runId = /\/api\/v1\/runs\/([^/]+)\/report$/.exec(url)?.[1] ?? '';
    const report = parse(text);
    const answer = this.#judge(method, runId, headers, report);
    this.received.push({ runId, atMs: this.now(), report: report as SentReport, status: answer.status });
    return answer;
  }

  #judge(method: string, runId: string, headers: Headers, report: unknown) {
    if (this.outage !== null && this.outage !== 'cut') {
      return { status: this.outage.status, headers: this.outage.headers ?? {}, body: this.outage.body ?? '' };
    }
    if (method !== 'POST') return problem(405, 'method_not_allowed');
    const run = this.runs.get(runId);
    if (run === undefined) return problem(404, 'run_not_found');
    if (headers.get('authorization') !== `Bearer token-of-${runId}`) return problem(401, 'unauthorized');
    if (JSON.stringify(report).length > this.mostCharacters) return problem(413, 'body_too_large');
    const complaints = complaintsAbout(report);
    if (!headers.get('content-type')?.startsWith('application/json')) complaints.push('content-type is not JSON');
    this.complaints.push(...complaints);
    if (complaints.length > 0) return problem(422, 'invalid_body', complaints.join('; '));
    const applied = this.#apply(runId, run, report as SentReport);
    const { status, attempt, cancelRequested } = run;
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ runId, status, applied, cancelRequested, attempt }),
    };
  }

  #apply(runId: string, run: HubRun, report: SentReport): boolean {
    const key = `${runId}/${report.reportId}`;
    if (report.reportId === undefined || !this.#seen.has(key))
      run.lines.push(...(report.log ?? []).map((one) => one.line));
    this.#seen.add(key);
    const isOpen = run.status === 'accepted' || run.status === 'pending';
    if (!isOpen || (report.status !== 'succeeded' && report.attempt < run.attempt)) return false;
    if (report.status === 'running') {
      run.progress = report.progress ?? run.progress;
      run.message = report.message ?? run.message;
      return true;
    }
    run.status = report.status;
    run.message = report.message ?? null;
    run.output = report.output ?? null;
    run.retryable = report.status === 'failed' ? (report.retryable ?? true) : null;
    return true;
  }
}

function problem(status: number, code: string, detail = code) {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ type: 'about:blank', title: code, status, code, detail }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
