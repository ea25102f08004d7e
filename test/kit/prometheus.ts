import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@crony/shared/runtime/clock';
import { freePort } from './free-port.js';
import { spawnGuarded, type GuardedProcess } from './guarded-process.js';

const READY_LIMIT_MS = 30_000;
const READY_POLL_MS = 50;
const ANSWER_LIMIT_MS = 10_000;
const START_ATTEMPTS = 3;

export interface PrometheusOptions {
  /** Scraped every second, by the name of their job. */
  jobs: Readonly<Record<string, readonly string[]>>;
  /** Labels of every target. */
  labels?: Readonly<Record<string, string>>;
  ruleFiles?: readonly string[];
}

/** One element of an instant vector. */
export interface Sample {
  metric: Record<string, string>;
  /** Prometheus writes it as text, for the sake of NaN and infinity. */
  value: [at: number, value: string];
}

export interface RuleHealth {
  name: string;
  query: string;
  health: 'ok' | 'err' | 'unknown';
  lastError?: string;
  type: 'alerting' | 'recording';
  alerts?: { labels: Record<string, string>; annotations: Record<string, string>; state: string }[];
}

/** A real Prometheus on a free loopback port, with a directory of its own. */
export class PrometheusServer {
  readonly #port: number;
  readonly #directory: string;
  readonly #process: GuardedProcess;

  static async start(options: PrometheusOptions): Promise<PrometheusServer> {
    let failure: unknown;
    for (let attempt = 0; attempt < START_ATTEMPTS; attempt += 1) {
      const server = new PrometheusServer(await freePort(), options);
      try {
        await server.#ready();
        return server;
      } catch (error) {
        failure = error; // most likely another process took the port in between
        await server.stop();
      }
    }
    throw failure;
  }

  private constructor(port: number, options: PrometheusOptions) {
    this.#port = port;
    this.#directory = mkdtempSync(join(tmpdir(), 'crony-prometheus-'));
    mkdirSync(join(this.#directory, 'data'));
    const config = join(this.#directory, 'prometheus.json');
    writeFileSync(config, JSON.stringify(configOf(options))); // JSON is YAML
    this.#process = spawnGuarded({
      command: 'prometheus',
      args: [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(this.#directory, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=warn',
      ],
      logFile: join(this.#directory, 'log'),
      directory: this.#directory,
    });
  }

  /** The instant vector that an expression has now. */
  async query(expr: string): Promise<Sample[]> {
    const path = `/api/v1/query?query=${encodeURIComponent(expr)}`;
    const data = (await this.#data(path)) as { resultType: string; result: Sample[] };
    if (data.resultType !== 'vector') throw new Error(`${expr} has a ${data.resultType}, no instant vector`);
    return data.result;
  }

  async rules(): Promise<RuleHealth[]> {
    const { groups } = (await this.#data('/api/v1/rules')) as { groups: { rules: RuleHealth[] }[] };
    return groups.flatMap(({ rules }) => rules);
  }

  async stop(): Promise<void> {
    await this.#process.kill();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #ready(): Promise<void> {
    const until = systemClock.monotonic() + READY_LIMIT_MS;
    while (systemClock.monotonic() < until && !this.#process.hasExited()) {
      const answer = await this.#fetch('/-/ready').catch(() => null);
      if (answer?.ok) return;
      await systemClock.sleep(READY_POLL_MS);
    }
    throw new Error(`Prometheus (Debian package prometheus) did not become ready: ${this.#process.logTail()}`);
  }

  async #data(path: string): Promise<unknown> {
    const answer = await this.#fetch(path);
    const body = (await answer.json()) as { status: string; data: unknown; error?: string };
    if (body.status !== 'success') throw new Error(`Prometheus answered ${decodeURIComponent(path)}: ${body.error}`);
    return body.data;
  }

  #fetch(path: string): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.#port}${path}`, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
  }
}

function configOf({ jobs, labels = {}, ruleFiles = [] }: PrometheusOptions): object {
  return {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: ruleFiles,
    scrape_configs: Object.entries(jobs).map(([name, targets]) => ({
      job_name: name,
      static_configs: [{ targets, labels }],
    })),
  };
}
